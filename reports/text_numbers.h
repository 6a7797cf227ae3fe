#pragma once

#include "reports/page.h"
#include "reports/result.h"

namespace imstorm {

/// The faults as sentences (without `verbose` the first `kFaultLinesMax`), then how many of each
/// kind changed anything, and the kinds that never did.
void fault_summary(Paper& page, const Result& result, bool verbose);
inline constexpr std::size_t kFaultLinesMax = 12;

/// Limits that were reached, latencies and cost; with `verbose` also packets by kind and every
/// effective setting.
void number_summary(Paper& page, const Result& result, bool verbose);

}  // namespace imstorm
