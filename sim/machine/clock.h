#pragma once

#include <cstdint>

#include "sim/core/time.h"

namespace imstorm {

/// The clocks of one host: a steady one that never goes back but may run fast or slow, and a wall
/// clock that may also be wrong and jump.
class Clock {
 public:
  Instant steady(Instant world) const {
    return local_ + scaled(world - since_, 1'000'000 + ppm_, 1'000'000);
  }
  Instant wall(Instant world) const { return steady(world) + offset_; }

  /// How much of the world's time passes while `local` passes on the steady clock, rounded up: a
  /// timer is never early.
  Duration in_world(Duration local) const {
    if (ppm_ == 0) return local;
    return scaled(local, 1'000'000, 1'000'000 + ppm_) + nanoseconds(1);
  }

  void step(Duration by) { offset_ = offset_ + by; }
  /// From `world` on, runs fast (+) or slow (-) by `ppm` parts per million. REQUIRES: |ppm| <
  /// 1'000'000.
  void drift(Instant world, std::int32_t ppm) {
    local_ = steady(world);
    since_ = world;
    ppm_ = ppm;
  }
  std::int32_t ppm() const { return ppm_; }

 private:
  /// d * n / m without overflow for all durations below 290 years.
  static Duration scaled(Duration d, std::int64_t n, std::int64_t m) {
    if (n == m) return d;
    return {d.ns / m * n + d.ns % m * n / m};
  }

  Instant local_;  // the steady clock at since_
  Instant since_;  // the world's time when the rate last changed
  std::int32_t ppm_ = 0;
  Duration offset_;  // wall clock ahead of the steady one
};

}  // namespace imstorm
