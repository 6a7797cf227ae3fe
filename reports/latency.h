#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reports/result.h"

namespace imstorm {

/// The quantiles of samples in ns (nearest rank: the least sample that at least p of all do not
/// exceed) and their histogram: bins end at 1, 2 and 5 times a power of ten, from the first to the
/// last that holds a sample. A sample below 0 counts as 0. No samples: all zero, no bins.
Result::Latency summarise(std::string name, std::vector<std::int64_t> samples);

}  // namespace imstorm
