#pragma once

#include <string>
#include <string_view>

#include "reports/result.h"

namespace imstorm {

/// The text with every control character (and every byte that is not UTF-8) as '?': a name out of a
/// scenario or a path cannot move the cursor, change colours or break a line.
std::string inert(std::string_view text);

/// The result with all its texts inert.
Result inert(Result result);

}  // namespace imstorm
