#include "model/scenario/nearest.h"

#include <algorithm>

namespace imstorm {
namespace {

/// Words longer than this are not compared: the table is quadratic.
constexpr std::size_t kLengthMax = 64;
/// A word of this length may be the beginning of what was meant.
constexpr std::size_t kBeginningMin = 3;

std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  std::string best;
  if (word.empty() || word.size() > kLengthMax) return best;
  std::size_t least = kLengthMax;
  for (const std::string& candidate : candidates) {
    if (candidate.size() > kLengthMax) continue;
    const std::size_t longer = std::max(word.size(), candidate.size());
    const std::size_t allowed = std::max<std::size_t>(1, longer / 3);
    const std::size_t away = distance(word, candidate);
    if (away <= allowed && away < least && away < longer) {
      least = away;
      best = candidate;
    }
  }
  if (!best.empty() || word.size() < kBeginningMin) return best;
  for (const std::string& candidate : candidates) {
    if (candidate.compare(0, word.size(), word) == 0) return candidate;
  }
  return best;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string meant = nearest(word, candidates);
  return meant.empty() ? "" : "did you mean '" + meant + "'?";
}

}  // namespace imstorm
