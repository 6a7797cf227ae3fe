#pragma once

#include <optional>
#include <string_view>

#include "model/scenario/diagnostic.h"

namespace imstorm {

/// The first letter beyond ASCII that stands outside of texts and comments, where TOML allows none.
/// It is looked for beforehand because toml++ 3.3 has undefined behaviour at some of them (its
/// is_non_ascii_horizontal_whitespace has no answer for U+00A1 to U+0499).
std::optional<Place> stray_letter(std::string_view text);

}  // namespace imstorm
