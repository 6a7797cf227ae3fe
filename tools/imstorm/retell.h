#pragma once

#include <cstdint>

#include "model/world/run.h"
#include "model/world/trial.h"
#include "reports/result.h"

namespace imstorm {

/// Above this many kernel events a run is not run again for its story: about a GB of history.
inline constexpr std::uint64_t kRetoldEventsMax = 5'000'000;

/// What is wanted besides the stories of the broken laws.
struct Retelling {
  bool keep_trace = false;  ///< the result keeps the trace that the stories are made of
  bool always = false;      ///< also of a run in which nothing broke
  bool full_trace = false;  ///< and all of its steps: Result::full_trace
};

/// Fills in how each broken law came about: Result::Law::ancestry and around, and Result::trace if
/// it is to be kept. For that it runs the trial again, with recording on, which determinism makes
/// the same run.
void retell(Result& result, const Trial& trial, const RunRecord& record, RunSettings settings,
            const Retelling& how);

}  // namespace imstorm
