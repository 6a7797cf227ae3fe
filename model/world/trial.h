#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "model/scenario/scenario.h"
#include "model/world/run.h"
#include "sim/core/decision.h"
#include "sim/core/draw.h"

namespace imstorm {

/// One run of a campaign: the scenario as this run has it, and all that is left to chance in it.
/// Everything is a function of the base scenario and of the draw, so that two words of text
/// ("scenarios/a.toml", "0x1f+0x3a") name a run for good:
///
///   const Trial trial = draw_trial(scenario, *read_draw("0x1f"));
///   const RunRecord record = run_trial(trial, settings);
///
/// A finding of a campaign is (base scenario, draw, signature, see model/invariants/signature.h).
/// Whoever makes it smaller works on `trial.scenario`, an ordinary scenario (its storm, its traffic
/// and its faults can be cut down or spelled out; RunRecord::plan has the faults of the storm), and
/// on `trial.decider`, whose decisions can be scripted.
struct Trial {
  std::shared_ptr<const Scenario> scenario;
  Decider decider;
};

/// Draws the storm, the topology, the workload and the strategy within what [fuzz] allows. The
/// trial's scenario has no `config` (see effective_config).
Trial draw_trial(const Scenario& base, const Draw& draw);

/// The same trial, the same record, everywhere.
RunRecord run_trial(const Trial& trial, const RunSettings& settings = {});

/// How the trial answers its decisions, in words: "pct, depth 2; crashes at durable steps in
/// bursts".
std::string describe(const Trial& trial);

/// About how many decisions about order a run of it asks: the k of PCT's bound.
std::uint32_t steps_of(const Scenario& scenario);
/// In how many places: the n of PCT's bound.
std::uint32_t places_of(const Scenario& scenario);

}  // namespace imstorm
