#pragma once

#include <compare>
#include <cstdint>

namespace imstorm {

/// A share of one, in parts per million: an exact integer where a probability is meant.
struct Ratio {
  std::uint32_t ppm = 0;  ///< 0 (never) to 1'000'000 (always)
  friend constexpr auto operator<=>(Ratio, Ratio) = default;
};

inline constexpr Ratio kAlways{1'000'000};

constexpr Ratio percent(std::uint32_t n) { return {n * 10'000}; }

}  // namespace imstorm
