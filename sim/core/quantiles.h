#pragma once

#include <cstdint>

#include "sim/core/time.h"

namespace imstorm {

/// A distribution of durations by its quantiles, straight lines between them: integers only, so the
/// same draw is the same duration everywhere. REQUIRES (checked by scenarios): base <= p50 <= p90
/// <= p99 <= max.
struct Quantiles {
  Duration base;  ///< the least; the harmless draw 0
  Duration p50;
  Duration p90;
  Duration p99;
  Duration max;  ///< the most; the harmful end
  friend auto operator<=>(const Quantiles&, const Quantiles&) = default;

  /// The same duration whatever is drawn.
  static constexpr Quantiles fixed(Duration d) { return {d, d, d, d, d}; }

  /// The duration at a uniform 64-bit draw; grows with it.
  constexpr Duration at(std::uint64_t draw) const {
    const std::uint64_t ppm = (draw >> 32) * 1'000'000 >> 32;
    if (ppm < 500'000) return along(base, p50, ppm, 500'000);
    if (ppm < 900'000) return along(p50, p90, ppm - 500'000, 400'000);
    if (ppm < 990'000) return along(p90, p99, ppm - 900'000, 90'000);
    return along(p99, max, ppm - 990'000, 10'000);
  }

 private:
  static constexpr Duration along(Duration a, Duration b, std::uint64_t part, std::uint64_t whole) {
    // A span above 2.5 hours in one segment would overflow; divide first there.
    const std::int64_t span = b.ns - a.ns;
    const auto p = static_cast<std::int64_t>(part);
    const auto w = static_cast<std::int64_t>(whole);
    if (span < 9'000'000'000'000) return {a.ns + span * p / w};
    return {a.ns + span / w * p};
  }
};

}  // namespace imstorm
