#pragma once

#include <bit>
#include <cstdint>

#include "sim/core/time.h"

namespace imstorm::bench {

/// PHOLD, the hold model (Fujimoto, "Performance of Time Warp under synthetic workloads", 1990): a
/// fixed number of pending events; each that happens schedules one more, after one of these gaps.

/// About exponential, from 64 random bits: -ln of the upper 32 as a fraction of 1, with a straight
/// line for log2 between powers of two.
constexpr Duration about_exponential(std::uint64_t bits, Duration mean) {
  constexpr std::uint64_t kLn2 = 45'426;  // times 2^16
  const std::uint64_t u = (bits >> 32) | 1;
  const auto log2 = static_cast<unsigned>(std::bit_width(u) - 1);
  const std::uint64_t fraction = ((u << (32 - log2)) & 0xffff'ffffU) >> 16;
  const std::uint64_t minus_log2 = (std::uint64_t{32 - log2} << 16) - fraction;
  const auto unit = static_cast<std::uint64_t>(mean.ns) >> 8;
  return {static_cast<std::int64_t>(((minus_log2 * kLn2 >> 16) * unit) >> 8)};
}

/// Every event is a packet, under way for 1 ms on the average.
struct Packets {
  static constexpr const char* kName = "packets";
  static Duration gap(std::uint64_t bits) { return about_exponential(bits, milliseconds(1)); }
};

/// Of 16 events 13 are such packets, 2 are retries after 3 s and 1 a keep-alive after 30 s.
struct PacketsAndTimers {
  static constexpr const char* kName = "packets_and_timers";
  static Duration gap(std::uint64_t bits) {
    const std::uint64_t kind = bits & 15;
    if (kind == 15) return seconds(30);
    if (kind >= 13) return seconds(3);
    return about_exponential(bits, milliseconds(1));
  }
};

}  // namespace imstorm::bench
