#pragma once

#include <cstdint>

#include "model/scenario/scenario.h"
#include "model/world/run.h"
#include "reports/result.h"

namespace imstorm {

/// Above this many kernel events a run is not run again for its story: about a GB of history.
inline constexpr std::uint64_t kRetoldEventsMax = 5'000'000;

/// Fills Result::Law::around of each broken law. Uses the record's history; without one it runs the
/// scenario again, with its settings but its history kept, which determinism makes the same run.
void retell(Result& result, const Scenario& scenario, const RunRecord& record,
            RunSettings settings);

}  // namespace imstorm
