#pragma once

#include <cstdint>
#include <vector>

#include "model/node/directory.h"
#include "model/scenario/scenario.h"
#include "model/world/workload.h"
#include "sim/core/decision.h"

namespace imstorm {

/// Who joins, leaves or is thrown out when, planned before the run. What the server makes of it is
/// its business: a change that finds others than planned is rejected.
std::vector<PlannedSend> plan_churn(const ChurnSpec& churn, const Scenario& scenario,
                                    const Directory& directory, const Decider& decider);

/// When the last of them is to be. `conv_key` is the directory's.
Instant last_of_churn(const ChurnSpec& churn, std::uint64_t conv_key, const Decider& decider);

}  // namespace imstorm
