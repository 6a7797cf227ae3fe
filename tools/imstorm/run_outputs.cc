#include "tools/imstorm/run_outputs.h"

#include "model/history/jsonl.h"
#include "reports/html.h"
#include "reports/inert.h"
#include "reports/json.h"
#include "reports/junit.h"
#include "reports/result_file.h"

namespace imstorm {

RunOutputs::RunOutputs(const RunOptions& options, Streams& streams)
    : options_(options), streams_(streams) {
  json_ = open(options.json);
  html_ = open(options.html);
  junit_ = open(options.junit);
  history_ = open(options.history);
}

bool RunOutputs::takes_stdout() const { return options_.json == "-" || options_.junit == "-"; }

RunOutputs::File RunOutputs::open(const std::string& path) {
  if (path.empty() || path == "-") return nullptr;
  auto file = std::make_unique<OutputFile>(path);
  if (!file->problem().empty()) {
    streams_.err << "imstorm: " << inert(file->problem()) << '\n';
    opened_ = ExitCode::CannotWrite;
  }
  return file;
}

void RunOutputs::add(const Result& result, const RunRecord& record) {
  results_.push_back(result);
  if (history_ != nullptr) {
    HistoryWriter writer(history_->stream(), record.names);
    for (const Event& event : record.history) writer.write(event);
  }
}

ExitCode RunOutputs::commit(File& file) {
  if (!file->commit()) {
    streams_.err << "imstorm: " << inert(file->problem()) << '\n';
    return ExitCode::CannotWrite;
  }
  if (!options_.quiet) streams_.err << "wrote " << inert(file->path()) << '\n';
  return ExitCode::Holds;
}

ExitCode RunOutputs::write(const std::string& path, File& file, const std::string& text) {
  if (path == "-") streams_.out << text;
  if (file == nullptr) return ExitCode::Holds;
  file->stream() << text;
  return commit(file);
}

ExitCode RunOutputs::finish() {
  ExitCode code = ExitCode::Holds;
  if (!options_.json.empty()) code = write(options_.json, json_, json_report(results_));
  if (html_ != nullptr) {
    const std::string page = html_report(read_results(json_report(results_)).results);
    code = heavier(code, write(options_.html, html_, page));
  }
  if (!options_.junit.empty()) {
    code = heavier(code, write(options_.junit, junit_, junit_report(results_)));
  }
  if (history_ != nullptr) code = heavier(code, commit(history_));
  return code;
}

}  // namespace imstorm
