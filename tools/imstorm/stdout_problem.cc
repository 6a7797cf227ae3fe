#include "tools/imstorm/stdout_problem.h"

#include <fmt/format.h>

#include <initializer_list>
#include <string_view>

namespace imstorm {
namespace {

struct Output {
  std::string_view option;
  const std::string& path;
};

std::string no_stdout(std::initializer_list<Output> outputs) {
  for (const Output& output : outputs) {
    if (output.path == "-") return fmt::format("{} needs a file, not -", output.option);
  }
  return "";
}

std::string one_stdout(std::initializer_list<Output> outputs) {
  std::string_view first;
  for (const Output& output : outputs) {
    if (output.path != "-") continue;
    if (!first.empty()) {
      return fmt::format("{} and {} cannot both go to standard output", first, output.option);
    }
    first = output.option;
  }
  return "";
}

std::string either(std::string a, std::string b) { return a.empty() ? b : a; }

std::string problem_of(const FuzzCommand& fuzz) {
  const std::string lines = fuzz.format == "jsonl" ? "-" : "";
  return either(
      no_stdout({{"--html", fuzz.html}}),
      one_stdout({{"--format jsonl", lines}, {"--json", fuzz.json}, {"--junit", fuzz.junit}}));
}

}  // namespace

std::string stdout_problem(const Said& said) {
  const RunOptions& run = said.run;
  const ReportOptions& report = said.report;
  std::string problem = either(no_stdout({{"--html", run.html}, {"--history", run.history}}),
                               one_stdout({{"--json", run.json}, {"--junit", run.junit}}));
  problem = either(problem, either(problem_of(said.fuzz), problem_of(said.merge.report)));
  problem = either(problem, no_stdout({{"--out", said.shrink.out}}));
  return either(problem, one_stdout({{"--html", report.html},
                                     {"--mermaid", report.mermaid},
                                     {"--svg", report.svg},
                                     {"--perfetto", report.perfetto},
                                     {"--shiviz", report.shiviz}}));
}

}  // namespace imstorm
