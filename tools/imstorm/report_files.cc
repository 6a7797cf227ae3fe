#include "tools/imstorm/report_files.h"

#include <utility>

#include "reports/html.h"
#include "reports/inert.h"
#include "reports/json.h"
#include "reports/junit.h"
#include "reports/result_file.h"

namespace imstorm {

ReportFiles::ReportFiles(ReportPaths paths, bool quiet, Streams& streams)
    : paths_(std::move(paths)), quiet_(quiet), streams_(streams) {
  json_ = open(paths_.json);
  html_ = open(paths_.html);
  junit_ = open(paths_.junit);
}

ReportFiles::File ReportFiles::open(const std::string& path) {
  if (path.empty() || path == "-") return nullptr;
  auto file = std::make_unique<OutputFile>(path);
  if (!file->problem().empty()) {
    streams_.err << "imstorm: " << inert(file->problem()) << '\n';
    opened_ = ExitCode::CannotWrite;
  }
  return file;
}

ExitCode ReportFiles::commit(File& file) {
  if (!file->commit()) {
    streams_.err << "imstorm: " << inert(file->problem()) << '\n';
    return ExitCode::CannotWrite;
  }
  if (!quiet_) streams_.err << "wrote " << inert(file->path()) << '\n';
  return ExitCode::Holds;
}

ExitCode ReportFiles::write(const std::string& path, File& file, const std::string& text) {
  if (path == "-") streams_.out << text;
  if (file == nullptr) return ExitCode::Holds;
  file->stream() << text;
  return commit(file);
}

ExitCode ReportFiles::write(const std::vector<Result>& results) {
  ExitCode code = ExitCode::Holds;
  if (wants_json() || wants_page()) {
    const std::string json = json_report(results);
    code = write_json(json);
    if (wants_page()) code = heavier(code, write_page(html_report(read_results(json))));
  }
  if (paths_.junit.empty()) return code;
  return heavier(code, write(paths_.junit, junit_, junit_report(results)));
}

}  // namespace imstorm
