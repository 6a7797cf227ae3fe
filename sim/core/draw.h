#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace imstorm {

/// Names one run of a campaign: a seed, and what was changed of its answers. Everything else that a
/// campaign varies (faults, topology, workload, strategy) is drawn from it.
struct Draw {
  static constexpr std::size_t kMutationsMax = 8;

  std::uint64_t seed = 0;
  std::vector<std::uint64_t> mutations;  ///< in the order in which they were made
  friend auto operator<=>(const Draw&, const Draw&) = default;
};

/// "0x1f" or, with two mutations, "0x1f+0x3a9c+0x7". Reads back as the same.
std::string text_of(const Draw& draw);
/// Nothing if it is not such a text, or has more than kMutationsMax mutations.
std::optional<Draw> read_draw(std::string_view text);

}  // namespace imstorm
