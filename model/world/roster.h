#pragma once

#include <cstdint>
#include <vector>

#include "model/protocol/ring.h"
#include "model/scenario/processes.h"
#include "model/scenario/scenario.h"

namespace imstorm {

/// Who of the gateways and logic processes is in service when, and the rings that follow from it:
/// known before the run, since no chance of it can change them.
struct Roster {
  struct Step {
    Instant at;
    ProcessId process;
    bool enters = false;      ///< or leaves
    Duration gone_after;      ///< one that leaves: so long it still hands over
    std::uint32_t fault = 0;  ///< index in the plan
    std::uint32_t ring = 0;   ///< the version that is published then
  };
  std::vector<Step> steps;   ///< in their order; a step that would change nothing is left out
  std::vector<Ring> rings;   ///< by version; 0 is that of the beginning
  std::vector<bool> begins;  ///< by process: in service from the beginning
};

/// Reads Join, Leave and Replace. Nobody leaves without whom there would be no logic process, or
/// some device without a gateway.
Roster plan_roster(const Scenario& scenario, const ProcessTable& table, const FaultPlan& plan);

}  // namespace imstorm
