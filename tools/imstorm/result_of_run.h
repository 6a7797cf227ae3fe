#pragma once

#include <cstdint>

#include "model/scenario/scenario.h"
#include "model/world/run.h"
#include "reports/result.h"

namespace imstorm {

/// What reports need of a run of that scenario. Empty remain: path, wall time, replay, and all that
/// compare() writes.
Result result_of(const Scenario& scenario, const RunRecord& record);

/// Client packets that serve messages, neither sessions nor heartbeats.
std::uint64_t message_packets_of(const RunRecord& record);

}  // namespace imstorm
