#pragma once

#include <algorithm>
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

/// Out of 0 to count-1, all of which fail together, a list that still fails and of which no single
/// one can be left out (1-minimal, as ddmin's: Zeller and Hildebrandt, IEEE TSE 28(2), 2002),
/// unless `enough` said so before.
///
/// From the last to the first, as many at once as can go: what goes makes the next bite twice as
/// large, what must stay makes it one (adaptive deletion, as in MacIver and Donaldson, "Test-case
/// reduction via test-case generation", ECOOP 2020). Where k of n are needed that is O(k log n)
/// questions: ddmin needs O(k^2 + k log n), which is too many where k is in the dozens.
inline std::vector<std::size_t> leave_out(std::size_t count, const FirstFailing& first_failing,
                                          const std::function<bool()>& enough) {
  std::vector<std::size_t> kept(count);
  for (std::size_t i = 0; i < count; ++i) kept[i] = i;
  if (count != 0 && first_failing({{}})) return {};
  std::size_t end = count;  // what is behind it was looked at in this round
  std::size_t bite = count / 2;
  std::size_t needed = 0;  // so many in a row cannot go one by one
  while (needed < kept.size() && !enough()) {
    if (end == 0) end = kept.size();
    std::vector<std::vector<std::size_t>> candidates;
    std::vector<std::size_t> sizes;
    for (std::size_t size = std::clamp<std::size_t>(bite, 1, end); size > 0; size /= 2) {
      if (size == kept.size()) continue;  // nothing at all does not fail
      std::vector<std::size_t> rest = kept;
      const auto last = rest.begin() + static_cast<std::ptrdiff_t>(end);
      rest.erase(last - static_cast<std::ptrdiff_t>(size), last);
      candidates.push_back(std::move(rest));
      sizes.push_back(size);
    }
    const auto found = candidates.empty() ? std::nullopt : first_failing(candidates);
    if (found) {
      kept = candidates[*found];
      end -= sizes[*found];
      bite = 2 * sizes[*found];
      needed = 0;
    } else {
      end -= 1;
      bite = 1;
      needed += 1;
    }
  }
  return kept;
}

}  // namespace imstorm
