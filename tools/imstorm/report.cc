#include "tools/imstorm/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <vector>

#include "reports/figures.h"
#include "reports/gallery.h"
#include "reports/html.h"
#include "reports/inert.h"
#include "reports/mermaid.h"
#include "reports/perfetto.h"
#include "reports/recording.h"
#include "reports/result_file.h"
#include "reports/shiviz.h"
#include "reports/svg.h"
#include "tools/imstorm/browser.h"
#include "tools/imstorm/output_file.h"

namespace imstorm {
namespace {

namespace fs = std::filesystem;

/// A file that was read, or what to end with.
struct Source {
  ExitCode code = ExitCode::Holds;
  ResultFile file;
};

Source read(const fs::path& path, Streams& streams) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    std::error_code ignored;
    streams.err << fmt::format("imstorm: cannot read {}{}\n", inert(path.string()),
                               fs::exists(path, ignored) ? "" : ": there is no such file");
    return {ExitCode::NotFound, {}};
  }
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  Source source{ExitCode::Holds, read_results(text)};
  if (!source.file.problem.empty()) {
    streams.err << fmt::format("imstorm: {}: {}\n", inert(path.string()),
                               inert(source.file.problem));
    source.code = ExitCode::Malformed;
  }
  return source;
}

ExitCode write(const std::string& path, const std::string& text, Streams& streams) {
  if (path == "-") {
    streams.out << text;
    return ExitCode::Holds;
  }
  OutputFile file(path);
  file.stream() << text;
  if (!file.commit()) {
    streams.err << "imstorm: " << inert(file.problem()) << '\n';
    return ExitCode::CannotWrite;
  }
  streams.err << "wrote " << inert(path) << '\n';
  return ExitCode::Holds;
}

/// The forms that are made of the trace.
ExitCode write_exports(const ReportOptions& options, const std::string& result, Streams& streams) {
  struct Form {
    const std::string& path;
    std::string (*of)(const Recording&);
  };
  const Form forms[] = {{options.mermaid, mermaid_report},
                        {options.perfetto, perfetto_report},
                        {options.shiviz, shiviz_report},
                        {options.svg, svg_report}};
  ExitCode code = ExitCode::Holds;
  std::optional<Recording> recording;
  for (const Form& form : forms) {
    if (form.path.empty()) continue;
    if (!recording) recording = recording_of(result);
    if (recording->steps.empty()) {
      streams.err << fmt::format(
          "imstorm: {} has no trace; repeat its run with --html or with --json and --full-trace\n",
          inert(options.source));
      return ExitCode::Malformed;
    }
    code = heavier(code, write(form.path, form.of(*recording), streams));
  }
  return code;
}

std::string page_of(const fs::path& source) {
  return fs::path(source).replace_extension(".html").string();
}

ExitCode report_file(const ReportOptions& options, Streams& streams) {
  const Source source = read(options.source, streams);
  if (source.code != ExitCode::Holds) return source.code;
  ExitCode code = write_exports(options, source.file.results.front(), streams);
  const bool exports = !options.mermaid.empty() || !options.perfetto.empty() ||
                       !options.shiviz.empty() || !options.svg.empty();
  std::string page = options.html;
  if (page.empty() && (!exports || options.open)) page = page_of(options.source);
  if (!page.empty()) code = heavier(code, write(page, html_report(source.file), streams));
  if (options.open && code == ExitCode::Holds) code = open_in_browser(page, streams);
  return code;
}

std::vector<fs::path> results_in(const std::string& folder) {
  std::vector<fs::path> found;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().extension() == ".json") {
      found.push_back(entry.path());
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

/// Files that are no results are said and passed over.
ExitCode report_folder(const ReportOptions& options, Streams& streams) {
  const fs::path target = options.html.empty() ? options.source : options.html;
  std::error_code ignored;  // writing into it says why
  fs::create_directories(target, ignored);
  std::vector<GalleryEntry> entries;
  ExitCode code = ExitCode::Holds;
  for (const fs::path& path : results_in(options.source)) {
    const Source source = read(path, streams);
    code = heavier(code, source.code);
    if (source.code != ExitCode::Holds) continue;
    // index.html is the page over all.
    const std::string page =
        path.stem() == "index" ? "index.json.html" : path.stem().string() + ".html";
    code = heavier(code, write((target / page).string(), html_report(source.file), streams));
    for (const std::string& result : source.file.results) entries.push_back({page, result});
  }
  if (entries.empty()) {
    streams.err << fmt::format("imstorm: there is no result in {}; write some with --json\n",
                               inert(options.source));
    return heavier(code, ExitCode::NotFound);
  }
  const std::string index = (target / "index.html").string();
  code = heavier(code, write(index, gallery(entries), streams));
  if (options.open) code = heavier(code, open_in_browser(index, streams));
  return code;
}

}  // namespace

ExitCode report(const ReportOptions& options, Streams& streams) {
  std::error_code unknown;
  if (!fs::is_directory(options.source, unknown)) return report_file(options, streams);
  if (!options.mermaid.empty() || !options.perfetto.empty() || !options.shiviz.empty() ||
      !options.svg.empty()) {
    streams.err << "imstorm: --mermaid, --perfetto, --shiviz and --svg take one result file\n";
    return ExitCode::Usage;
  }
  return report_folder(options, streams);
}

}  // namespace imstorm
