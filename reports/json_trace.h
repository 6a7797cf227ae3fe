#pragma once

#include <cstddef>
#include <string>

#include "reports/result.h"

namespace imstorm {

inline constexpr std::size_t kTraceStepsMax = 20'000;

/// The `trace` of imstorm.result/1 (see README.md): a JSON object whose long lists are columns,
/// each on a line of its own. At most `steps_max` steps, a window around the first violation (most
/// of it before), and all steps of the violations' ancestries; what is left out is said. All steps
/// with Result::full_trace.
std::string trace_json(const Result& result, std::size_t steps_max = kTraceStepsMax);

/// The trace of the twin, with the steps of the same numbers.
/// REQUIRES: result.twin.
std::string twin_trace_json(const Result& result, std::size_t steps_max = kTraceStepsMax);

/// Twin::parts_at as both of these number their steps.
std::size_t parting_in_file(const Result& result, std::size_t steps_max = kTraceStepsMax);

}  // namespace imstorm
