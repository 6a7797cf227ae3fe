#include "tools/imstorm/path_problem.h"

#include <fmt/format.h>

#include <filesystem>
#include <string_view>
#include <system_error>
#include <vector>

#include "reports/inert.h"
#include "tools/imstorm/cases.h"

namespace imstorm {
namespace {

namespace fs = std::filesystem;

struct Output {
  std::string_view option;
  std::string path;
};

/// What one command reads and writes.
struct Paths {
  std::vector<std::string> inputs;
  std::vector<Output> outputs;
};

bool keeps_nothing(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  return fs::exists(status) && !fs::is_regular_file(status) && !fs::is_directory(status);
}

std::string problem_of(const Paths& paths) {
  for (const Output& output : paths.outputs) {
    for (const std::string& input : paths.inputs) {
      if (!same_file(output.path, input)) continue;
      return fmt::format("{} would overwrite {}, which is read", output.option, inert(input));
    }
  }
  for (std::size_t i = 0; i < paths.outputs.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const Output& first = paths.outputs[j];
      const Output& second = paths.outputs[i];
      if (!same_file(first.path, second.path)) continue;
      return fmt::format("{} and {} cannot both go to {}", first.option, second.option,
                         inert(second.path));
    }
  }
  return "";
}

Paths paths_of(const RunOptions& run) {
  return {run.scenarios,
          {{"--json", run.json},
           {"--html", run.html},
           {"--junit", run.junit},
           {"--history", run.history}}};
}

/// A campaign replays what it has found before.
Paths paths_of(const FuzzCommand& fuzz) {
  Paths paths{fuzz.scenarios,
              {{"--json", fuzz.json}, {"--html", fuzz.html}, {"--junit", fuzz.junit}}};
  for (const std::string& scenario : fuzz.scenarios) {
    for (const std::string& found : cases_of(scenario)) paths.inputs.push_back(found);
  }
  return paths;
}

Paths paths_of(const MergeOptions& merge) {
  Paths paths = paths_of(merge.report);
  paths.inputs = merge.journals;
  return paths;
}

Paths paths_of(const CompareOptions& compare) {
  return {compare.scenarios, {{"--json", compare.json}, {"--html", compare.html}}};
}

Paths paths_of(const ReportOptions& report) {
  std::error_code unknown;
  if (report.source.empty() || fs::is_directory(report.source, unknown)) return {};
  Paths paths{{report.source},
              {{"--mermaid", report.mermaid},
               {"--svg", report.svg},
               {"--perfetto", report.perfetto},
               {"--shiviz", report.shiviz}}};
  paths.outputs.push_back({"--html", report.html});
  if (report.html.empty()) {
    paths.outputs.push_back({"its page", fs::path(report.source).replace_extension(".html")});
  }
  return paths;
}

/// A case may be kept anew in its own place.
std::string problem_of(const ShrinkCommand& shrink) {
  const Paths reports{{shrink.scenario}, {{"--json", shrink.json}, {"--html", shrink.html}}};
  const std::string problem = problem_of(reports);
  if (!problem.empty()) return problem;
  Paths all = reports;
  all.inputs.clear();
  all.outputs.push_back({"--out", shrink.out});
  return problem_of(all);
}

}  // namespace

bool same_file(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty() || a == "-" || b == "-") return false;
  if (keeps_nothing(a) || keeps_nothing(b)) return false;
  std::error_code error;
  if (fs::equivalent(a, b, error)) return true;
  const fs::path whole_a = fs::weakly_canonical(fs::absolute(a, error), error);
  if (error) return false;
  const fs::path whole_b = fs::weakly_canonical(fs::absolute(b, error), error);
  return !error && whole_a == whole_b;
}

std::string path_problem(const Said& said) {
  for (const Paths& paths :
       {paths_of(said.run), paths_of(said.fuzz), paths_of(said.merge), paths_of(said.compare),
        paths_of(said.report), Paths{said.explain.scenarios, {{"--json", said.explain.json}}}}) {
    const std::string problem = problem_of(paths);
    if (!problem.empty()) return problem;
  }
  return problem_of(said.shrink);
}

}  // namespace imstorm
