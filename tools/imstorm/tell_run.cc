#include "tools/imstorm/tell_run.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>

#include "model/scenario/parse.h"
#include "reports/relation.h"
#include "tools/imstorm/cures.h"
#include "tools/imstorm/evidence.h"
#include "tools/imstorm/expectation.h"
#include "tools/imstorm/foretell.h"
#include "tools/imstorm/interruption.h"
#include "tools/imstorm/result_of_run.h"
#include "tools/imstorm/shell.h"

namespace imstorm {
namespace {

/// The law that a case is about: what its signature begins with.
std::string_view subject_of(const Replay& replay) {
  const std::string_view signature = replay.signature;
  return signature.substr(0, signature.find_first_of(": |"));
}

}  // namespace

Result tell_run(const Loaded& loaded, const Trial& trial, const RunRecord& record,
                const RunSettings& settings, const Retelling& how) {
  Result result = result_of(*trial.scenario, record);
  result.path = loaded.path;
  result.full_trace = how.full_trace;
  lead_with_causes(result, subject_of(trial.scenario->replay));
  const bool own_seed = record.seed == seed_of_file(loaded.path);
  (own_seed ? compare : compare_other_runs)(result, trial.scenario->expect);
  Cures cures(loaded, trial, record, settings);
  foretell(result, *trial.scenario, [&cures](const Hazard& hazard, const std::string& law) {
    return cures.mends(hazard, law);
  });
  retell(result, trial, record, settings, how);
  if (how.keep_trace) add_evidence(result, trial, record, settings);
  return result;
}

std::shared_ptr<const Result> tell_case(const std::string& path) {
  ParseResult parsed = load_scenario(path);
  if (!parsed.scenario) return nullptr;
  const Loaded loaded{path, std::move(*parsed.scenario)};
  const Trial trial{std::make_shared<const Scenario>(loaded.scenario),
                    decider_of(loaded.scenario, loaded.scenario.seed)};
  RunSettings settings;
  settings.cancelled = interrupted;
  const RunRecord record = run_trial(trial, settings);
  Result result = tell_run(loaded, trial, record, settings, {true, true, false});
  result.replay = fmt::format("imstorm run {}", shell_word(path));
  return std::make_shared<const Result>(std::move(result));
}

}  // namespace imstorm
