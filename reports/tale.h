#pragma once

#include <vector>

#include "model/history/event.h"
#include "model/history/names.h"
#include "model/history/trace.h"
#include "reports/background.h"
#include "reports/result.h"

namespace imstorm {

inline constexpr std::size_t kTaleMax = 32;  ///< lines; plain hand-overs are left out first

/// The story of a broken law in plain words, from its ancestry: what an observer saw, what was lost
/// and why, who tries again, which fault struck. Each line stands on a step of the trace, in the
/// order of the run. `background` is told as well (see background.h). Empty if the ancestry is.
std::vector<Step> tale_of(const Result::Law& law, const Trace& trace,
                          const std::vector<Event>& history, const Names& names,
                          const Background& background = {});

}  // namespace imstorm
