#pragma once

#include "reports/page.h"
#include "reports/result.h"

namespace imstorm {

/// Every broken law with its promise and its story; without `verbose` only the first `kStoriesMax`
/// with a story. Ends with an empty line if anything was said.
void stories(Paper& page, const Result& result, bool verbose);
inline constexpr std::size_t kStoriesMax = 3;

/// What held, what was vacuous and what is undecided, why, and what was expected instead.
void law_summary(Paper& page, const Result& result, bool verbose);

}  // namespace imstorm
