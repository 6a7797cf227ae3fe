#pragma once

#include <compare>
#include <cstdint>
#include <limits>

namespace imstorm {

/// A length of time in nanoseconds; may be negative (a clock step back).
struct Duration {
  std::int64_t ns = 0;
  friend constexpr auto operator<=>(Duration, Duration) = default;
};

/// A point in time: nanoseconds since the run (or, for a host's own clock, since that clock's
/// zero).
struct Instant {
  std::int64_t ns = 0;
  friend constexpr auto operator<=>(Instant, Instant) = default;
};

inline constexpr Instant kNever{std::numeric_limits<std::int64_t>::max()};

constexpr Duration nanoseconds(std::int64_t n) { return {n}; }
constexpr Duration microseconds(std::int64_t n) { return {n * 1'000}; }
constexpr Duration milliseconds(std::int64_t n) { return {n * 1'000'000}; }
constexpr Duration seconds(std::int64_t n) { return {n * 1'000'000'000}; }
constexpr Duration minutes(std::int64_t n) { return seconds(n * 60); }
constexpr Duration hours(std::int64_t n) { return minutes(n * 60); }

constexpr Duration operator+(Duration a, Duration b) { return {a.ns + b.ns}; }
constexpr Duration operator-(Duration a, Duration b) { return {a.ns - b.ns}; }
constexpr Duration operator-(Duration a) { return {-a.ns}; }
constexpr Duration operator*(Duration a, std::int64_t n) { return {a.ns * n}; }
constexpr Duration operator/(Duration a, std::int64_t n) { return {a.ns / n}; }
constexpr Instant operator-(Instant a, Duration b) { return {a.ns - b.ns}; }
constexpr Duration operator-(Instant a, Instant b) { return {a.ns - b.ns}; }

/// The instant `b` after `a`; past the end of time it stays at kNever.
constexpr Instant operator+(Instant a, Duration b) {
  if (b.ns > 0 && a.ns > kNever.ns - b.ns) return kNever;
  return {a.ns + b.ns};
}
constexpr Instant& operator+=(Instant& a, Duration b) { return a = a + b; }

}  // namespace imstorm
