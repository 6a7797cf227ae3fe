#include "tools/imstorm/cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "model/scenario/parse.h"
#include "reports/describe_event.h"
#include "reports/figures.h"
#include "tools/imstorm/expectation.h"
#include "tools/imstorm/output_file.h"
#include "tools/imstorm/result_of_run.h"

namespace imstorm {
namespace {

namespace fs = std::filesystem;

fs::path folder_of_cases(const fs::path& scenario) {
  // A case of a case lies beside it.
  const fs::path folder = scenario.parent_path();
  return folder.filename() == "regressions" ? folder : folder / "regressions";
}

/// What the names of its cases begin with: the part of its own before the first dot.
std::string stem_of(const fs::path& scenario) {
  const std::string name = scenario.filename().string();
  return name.substr(0, name.find('.'));
}

/// The first event whose mark differs, from 1; 0 if none does as far as both go.
std::uint64_t first_difference(const Replay& kept, const RunRecord& record) {
  std::string ours = kept.marks, theirs = record.marks;
  std::uint64_t stride = std::max(kept.stride, record.marks_stride);
  const auto thin = [stride](std::string& marks, std::uint64_t own) {
    std::string thinner;
    for (std::uint64_t i = stride / own; i <= marks.size(); i += stride / own) {
      thinner += marks[i - 1];
    }
    marks = thinner;
  };
  thin(ours, kept.stride);
  thin(theirs, record.marks_stride);
  const std::size_t both = std::min(ours.size(), theirs.size());
  for (std::size_t i = 0; i < both; ++i) {
    if (ours[i] != theirs[i]) return (i + 1) * stride;
  }
  return 0;
}

std::string told(const Scenario& scenario, std::uint64_t event) {
  RunSettings settings;
  settings.probe_every = 0;
  settings.tell_event = event;
  return run_scenario(scenario, scenario.seed, settings).told;
}

}  // namespace

std::vector<std::string> cases_of(const std::string& scenario_path) {
  const fs::path scenario(scenario_path);
  std::vector<std::string> found;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder_of_cases(scenario), ignored)) {
    const std::string name = entry.path().filename().string();
    if (entry.path().extension() == ".toml" && name.rfind(stem_of(scenario) + ".", 0) == 0) {
      found.push_back(entry.path().string());
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::string path_of_case(const std::string& scenario_path, const Case& found) {
  const fs::path scenario(scenario_path);
  const std::string name = stem_of(scenario) + "." + case_name(found) + ".toml";
  return (folder_of_cases(scenario) / name).string();
}

std::string keep_case(const Case& found, std::string_view origin, const std::string& path) {
  std::error_code ignored;  // what cannot be made cannot be written either, and that says why
  const fs::path folder = fs::path(path).parent_path();
  if (!folder.empty()) fs::create_directories(folder, ignored);
  OutputFile file(path);
  file.stream() << case_text(found, origin, tell_twins(found));
  return file.commit() ? "" : file.problem();
}

std::vector<std::string> tell_twins(const Case& found) {
  const auto happens = [&](const std::optional<Event>& event) {
    return event ? describe(*event, found.record.names) : "nothing more happens";
  };
  std::vector<std::string> lines;
  for (const Twin& twin : found.twins) {
    lines.push_back(fmt::format("without \"{}\" {}: {}, instead of: {}", twin.without,
                                twin.holds ? "the law holds" : "it breaks in another way",
                                happens(twin.in_twin), happens(twin.in_case)));
  }
  return lines;
}

std::string divergence(const Scenario& scenario, const RunRecord& record) {
  const Replay& kept = scenario.replay;
  if (kept.digest == record.digest && kept.events == record.events) return "";
  std::string text =
      fmt::format("the digest is {:016x}, the case keeps {:016x}", record.digest, kept.digest);
  const std::uint64_t event = first_difference(kept, record);
  const std::uint64_t stride = std::max(kept.stride, record.marks_stride);
  if (event != 0) {
    const std::string which = stride == 1
                                  ? fmt::format("event {}", grouped(event))
                                  : fmt::format("one of the events {} to {}",
                                                grouped(event - stride + 1), grouped(event));
    return text + fmt::format("; the first that differs is {} of {}: {}", which,
                              grouped(kept.events), told(scenario, event));
  }
  if (kept.events != record.events) {
    return text + fmt::format(
                      "; it has {} events instead of {}, and differs from the end of the "
                      "shorter on",
                      grouped(record.events), grouped(kept.events));
  }
  return text + "; the case has no marks that could say where they part";
}

Replayed replay_case(const std::string& path) {
  Replayed replayed;
  replayed.path = path;
  const ParseResult parsed = load_scenario(path);
  if (!parsed.scenario) {
    replayed.problem = render(parsed.diagnostics);
    return replayed;
  }
  replayed.readable = true;
  const Scenario& scenario = *parsed.scenario;
  RunSettings settings;
  settings.keep_marks = scenario.replay.there();
  const RunRecord record = run_scenario(scenario, scenario.seed, settings);
  if (scenario.replay.there()) replayed.problem = divergence(scenario, record);
  replayed.same_run = replayed.problem.empty();
  Result result = result_of(scenario, record);
  compare(result, scenario.expect);
  replayed.as_expected = exit_code_of(result, false) == ExitCode::Holds;
  return replayed;
}

}  // namespace imstorm
