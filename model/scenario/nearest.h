#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace imstorm {

/// The candidate that `word` was probably meant to be, or nothing: the one with the least
/// Damerau-Levenshtein distance (neighbours swapped count one), if that is at most a third of the
/// longer word. Among equals the first. If none is that near: the first that begins with `word`.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

/// "did you mean 'x'?", or nothing.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace imstorm
