#include "sim/fault/swarm.h"

#include <algorithm>
#include <string_view>

#include "sim/core/hash.h"

namespace imstorm {
namespace {

/// Never more often than this at one place.
constexpr Duration kEveryLeast = milliseconds(20);

/// What one run does with each kind of fault.
class Swarm {
 public:
  Swarm(const SwarmOptions& options, const Decider& decider) : decider_(decider) {
    const Address address{Choice::Swarm, hash_text("density"), 0, 0};
    density_ = draw_percent(decider, address, options.density_least, options.density_most);
  }

  void vary(std::string_view kind, StormRate& rate) const {
    if (rate.every.ns <= 0) return;
    if (left_out(kind)) {
      rate.every = {};
      return;
    }
    const std::int64_t percents = factor(kind);
    rate.every = std::max(kEveryLeast, Duration{rate.every.ns / percents * 100});
    shorten(kind, rate.least, rate.most);
  }

  /// To the whole, a half, a third or a quarter.
  void shorten(std::string_view kind, Duration& least, Duration& most) const {
    const auto shorter = static_cast<std::int64_t>(1 + decider_.below(about(kind, 2), 4));
    least = least / shorter;
    most = most / shorter;
  }

  void vary(std::string_view kind, Ratio& ratio) const {
    if (ratio.ppm == 0) return;
    const std::uint64_t ppm = std::uint64_t{ratio.ppm} * factor(kind) / 100;
    ratio.ppm =
        left_out(kind) ? 0 : static_cast<std::uint32_t>(std::min<std::uint64_t>(ppm, kMost));
  }

 private:
  static constexpr std::uint64_t kMost = 500'000;

  static Address about(std::string_view kind, std::uint64_t attempt) {
    return {Choice::Swarm, hash_text(kind), 0, attempt};
  }
  bool left_out(std::string_view kind) const {
    return decider_.chance(about(kind, 0), percent(50));
  }
  /// Percent, at least 1.
  std::uint32_t factor(std::string_view kind) const {
    return std::max(1U, density_ * draw_percent(decider_, about(kind, 1), 50, 200) / 100);
  }

  const Decider& decider_;
  std::uint32_t density_ = 100;
};

}  // namespace

std::uint32_t draw_percent(const Decider& decider, const Address& address, std::uint32_t least,
                           std::uint32_t most) {
  std::uint32_t doublings = 0;
  while (least != 0 && doublings < 31 && std::uint64_t{least} << (doublings + 1) <= most) {
    ++doublings;
  }
  return least << decider.below(address, doublings + 1);
}

StormOptions vary_storm(const StormOptions& base, const SwarmOptions& options, Duration shortest,
                        const Decider& decider) {
  if (!options.on || !base.on) return base;
  StormOptions storm = base;
  const Swarm swarm(options, decider);
  swarm.vary("crash", storm.crash);
  swarm.vary("host-crash", storm.host_crash);
  swarm.vary("pause", storm.pause);
  swarm.vary("partition", storm.partition);
  swarm.vary("cut", storm.cut);
  swarm.vary("slow-disk", storm.slow_disk);
  swarm.vary("clock-step", storm.clock_step);
  swarm.vary("clock-drift", storm.clock_drift);
  swarm.vary("offline", storm.offline);
  swarm.vary("kill", storm.kill);
  swarm.vary("wipe", storm.wipe);
  swarm.vary("lose-cache", storm.lose_cache);
  swarm.vary("reinstall", storm.reinstall);
  swarm.vary("cache-flush", storm.cache_flush);
  swarm.vary("fail-over", storm.fail_over);
  swarm.shorten("takeover", storm.takeover_least, storm.takeover_most);
  swarm.vary("wipe-store", storm.wipe_store);
  swarm.vary("wipe-ids", storm.wipe_ids);
  swarm.vary("crash-at-sync", storm.crash_at_sync);
  swarm.vary("loss", storm.loss);
  swarm.vary("duplication", storm.duplication);
  swarm.vary("reordering", storm.reordering);
  swarm.vary("commit-fails-before", storm.commit_fails_before);
  swarm.vary("commit-fails-after", storm.commit_fails_after);
  swarm.vary("commit-crawls", storm.commit_crawls);
  swarm.vary("join", storm.join);
  swarm.vary("leave", storm.leave);
  swarm.vary("replace", storm.replace);
  swarm.vary("resize", storm.resize);
  const Address length{Choice::Swarm, hash_text("length"), 0, 0};
  const Duration cut = base.length / (std::int64_t{1} << decider.below(length, 3));
  storm.length = std::max(cut, std::min(shortest, base.length));
  return storm;
}

}  // namespace imstorm
