#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace imstorm {

/// Columns that UTF-8 text takes on a terminal, one for each character.
std::size_t columns_of(std::string_view text);

/// The text in lines of at most `width` columns, broken at spaces; a word longer than that stands
/// alone. At least one line.
std::vector<std::string> wrapped(std::string_view text, std::size_t width);

/// `text` with spaces behind it (or before it) up to `width` columns.
std::string padded(std::string_view text, std::size_t width);
std::string right_aligned(std::string_view text, std::size_t width);

}  // namespace imstorm
