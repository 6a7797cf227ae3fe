#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "sim/core/time.h"

namespace imstorm {

/// Ids made of 41 bits of wall-clock milliseconds, 10 of a worker's number and 12 of a counter
/// within the millisecond (Twitter's Snowflake, 2010). Unique as long as no worker number is used
/// twice and no clock goes back.
class Snowflake {
 public:
  static constexpr std::uint32_t kWorkers = 1 << 10;
  static constexpr std::uint32_t kPerMillisecond = 1 << 12;

  /// Milliseconds of a wall clock in 41 bits; instant 0 lies in the middle (34.8 years), since
  /// simulated clocks may be wrong either way. Further off, they wrap.
  static std::uint64_t stamp(Instant wall) {
    constexpr std::int64_t kMiddle = std::int64_t{1} << 40;
    return static_cast<std::uint64_t>(wall.ns / 1'000'000 + kMiddle) & ((1ULL << 41) - 1);
  }

  std::uint64_t value() const { return last_; }
  bool ready() const { return worker_.has_value(); }
  void work_as(std::uint64_t number) {
    worker_ = static_cast<std::uint32_t>(number % kWorkers);
    newest_ = count_ = 0;
  }
  void retire() { worker_.reset(); }

  /// How far the clock is behind the newest id, in milliseconds; 0 = not at all.
  std::uint64_t behind(Instant wall) const {
    const std::uint64_t now = stamp(wall);
    return now < newest_ ? newest_ - now : 0;
  }
  /// The next id by this clock, whatever went before; nothing if the millisecond is used up.
  /// REQUIRES: ready().
  std::optional<std::uint64_t> next(Instant wall) {
    const std::uint64_t now = stamp(wall);
    if (now != newest_) {
      newest_ = now;
      count_ = 0;
    }
    if (count_ == kPerMillisecond) return std::nullopt;
    last_ = now << 22 | std::uint64_t{*worker_} << 12 | count_++;
    return last_;
  }

 private:
  std::optional<std::uint32_t> worker_;
  std::uint64_t newest_ = 0;  // the millisecond of the newest id; 0 = none
  std::uint32_t count_ = 0;   // ids made in it
  std::uint64_t last_ = 0;
};

}  // namespace imstorm
