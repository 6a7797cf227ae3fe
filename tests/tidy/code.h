#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace imstorm::tidy {

/// C++ text of the same length and lines, with comments and the insides of literals blanked.
/// Knows raw strings, digit separators and escaped line ends.
std::string code_only(std::string_view text);

/// A word of `code_only` text: an identifier or a number. Punctuation is left out.
struct Word {
  std::string_view text;
  std::size_t position = 0;
};
std::vector<Word> words_of(std::string_view code);

/// Whether a word is a floating-point literal, such as 1.5, 1e9 or 0x1p3.
bool is_floating(std::string_view word);

/// The line, from 1, in which `position` lies.
int line_at(std::string_view text, std::size_t position);

}  // namespace imstorm::tidy
