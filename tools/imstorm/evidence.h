#pragma once

#include "model/world/trial.h"
#include "reports/result.h"

namespace imstorm {

inline constexpr std::uint64_t kEvidenceEventsMax = 500'000;  ///< kernel events; a second or less
inline constexpr std::size_t kTwinTriesMax = 16;              ///< faults that are left out in turn

/// What a page shows beside the run itself, by running the trial again: the same without any
/// fault (Result::baseline), and, of a broken run with a trace, without one of its faults, the
/// first whose absence makes the law hold (Result::twin). Nothing for runs that were cut short or
/// have more than kEvidenceEventsMax events.
void add_evidence(Result& result, const Trial& trial, const RunRecord& record,
                  RunSettings settings);

}  // namespace imstorm
