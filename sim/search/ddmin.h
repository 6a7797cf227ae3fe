#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

namespace imstorm {

/// Which of some candidates is the first that still fails, if any. A candidate is a list of indices
/// that are kept, ascending. May look at them in any order or at once: the answer must be the
/// first.
using FirstFailing = std::function<std::optional<std::size_t>(
    const std::vector<std::vector<std::size_t>>& candidates)>;

/// Delta debugging: Zeller and Hildebrandt, "Simplifying and isolating failure-inducing input",
/// IEEE TSE 28(2), 2002, algorithm ddmin. Out of 0 to count-1, all of which fail together, a list
/// that still fails and of which no single one can be left out (1-minimal), unless `enough` said so
/// before. Asks O(count^2) candidates at worst, O(log count) where one element is to blame.
inline std::vector<std::size_t> ddmin(std::size_t count, const FirstFailing& first_failing,
                                      const std::function<bool()>& enough) {
  std::vector<std::size_t> kept(count);
  for (std::size_t i = 0; i < count; ++i) kept[i] = i;
  if (count != 0 && first_failing({{}})) return {};
  std::size_t parts = 2;
  while (kept.size() >= 2 && !enough()) {
    parts = parts < kept.size() ? parts : kept.size();
    std::vector<std::vector<std::size_t>> subsets, complements;
    for (std::size_t part = 0; part < parts; ++part) {
      const std::size_t begin = kept.size() * part / parts;
      const std::size_t end = kept.size() * (part + 1) / parts;
      std::vector<std::size_t> inside, outside;
      for (std::size_t i = 0; i < kept.size(); ++i) {
        (i >= begin && i < end ? inside : outside).push_back(kept[i]);
      }
      subsets.push_back(std::move(inside));
      complements.push_back(std::move(outside));
    }
    // At the finest grain and with two parts, the one kind of candidate is the other kind, too.
    if (const auto found = first_failing(subsets)) {
      kept = subsets[*found];
      parts = 2;
    } else if (const auto rest = parts > 2 ? first_failing(complements) : std::nullopt) {
      kept = complements[*rest];
      parts = parts - 1 > 2 ? parts - 1 : 2;
    } else if (parts < kept.size()) {
      parts *= 2;
    } else {
      break;
    }
  }
  return kept;
}

}  // namespace imstorm
