#include "sim/core/strategy.h"

#include <algorithm>
#include <limits>

#include "sim/core/decision.h"

namespace imstorm {
namespace {

constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();

bool is_about_order(Choice choice) {
  switch (choice) {
    case Choice::Latency:
    case Choice::ServiceTime:
    case Choice::SyncTime:
    case Choice::TimerJitter:
    case Choice::ReconnectTime:
      return true;
    default:
      return false;
  }
}

/// A uniform value so that each of the four segments of Quantiles is as likely as the others: by
/// its two highest bits it lies below 50%, 90%, 99% or above.
std::uint64_t even(std::uint64_t value) {
  constexpr std::uint64_t per_mille = kMost / 1'000;
  constexpr std::uint64_t least[] = {0, 500 * per_mille, 900 * per_mille, 990 * per_mille};
  constexpr std::uint64_t width[] = {500 * per_mille, 400 * per_mille, 90 * per_mille,
                                     10 * per_mille};
  const std::size_t segment = value >> 62;
  const std::uint64_t within = value << 2 >> 32;  // 32 bits
  return least[segment] + (width[segment] >> 32) * within;
}

std::uint64_t tailed(std::uint64_t value, std::uint32_t one_in) {
  const bool far = value % one_in == 0;
  return far ? kMost - (value >> 8) : value >> 2;
}

std::uint64_t prioritised(const Schedule& schedule, std::uint64_t seed, const Address& address,
                          std::uint64_t drawn) {
  // Expected: depth - 1 among `steps` decisions.
  const std::uint64_t marks = schedule.depth - 1;
  if (marks > 0 && drawn / marks < kMost / std::max(schedule.steps, 1U)) return kMost;
  const bool own_pace =
      address.choice == Choice::TimerJitter || address.choice == Choice::CrashAtSync;
  if (own_pace) return drawn;
  return even(chance_of(seed, {Choice::Priority, address.place, 0, 0}));
}

}  // namespace

std::uint64_t spread(const Schedule& schedule, std::uint64_t seed, const Address& address,
                     std::uint64_t drawn) {
  const bool at_sync = address.choice == Choice::CrashAtSync;
  if (!is_about_order(address.choice) && !at_sync) return drawn;
  switch (schedule.strategy) {
    case Strategy::Walk:
      return drawn;
    case Strategy::HeavyTail:
      return at_sync ? drawn : tailed(drawn, std::max(schedule.tail_one_in, 1U));
    case Strategy::Priorities:
      return prioritised(schedule, seed, address, drawn);
    case Strategy::Sampling:
      return at_sync ? drawn : even(drawn);
  }
  return drawn;
}

std::uint32_t burst(const Schedule& schedule, std::uint64_t seed, const Address& address,
                    std::uint32_t ppm) {
  const std::uint64_t one_in = schedule.burst_one_in;
  if (one_in <= 1 || address.choice != Choice::CrashAtSync) return ppm;
  const Address window{Choice::Burst, address.place, address.attempt, 0};
  if (chance_of(seed, window) % one_in != 0) return 0;
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(ppm * one_in, 500'000));
}

std::uint64_t pct_bound(std::uint64_t places, std::uint64_t steps, std::uint32_t depth) {
  std::uint64_t bound = std::max<std::uint64_t>(places, 1);
  for (std::uint32_t i = 1; i < depth; ++i) {
    if (steps != 0 && bound > kMost / steps) return kMost;
    bound *= steps;
  }
  return bound;
}

}  // namespace imstorm
