#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "reports/recording.h"

namespace imstorm {

/// What of a recording an export for people shows: how the first violation came about, or, if
/// nothing broke, what was first seen from outside.
struct Excerpt {
  struct Item {
    std::int64_t at = 0;       ///< ns
    std::int64_t step = -1;    ///< something happened ...
    std::int64_t packet = -1;  ///< ... or a packet arrived or was lost
  };
  std::vector<std::int64_t> lanes;  ///< those that appear: devices, gateways, logic, stores
  std::vector<Item> items;          ///< in order; a packet before the step that received it
};

inline constexpr std::size_t kExcerptMax = 120;  ///< steps

Excerpt excerpt_of(const Recording& recording);

/// The first thing that was seen of a step, or else what it was, in a sentence with its lane.
std::string sentence_of(const Recording::Step& step, std::string_view lane);

}  // namespace imstorm
