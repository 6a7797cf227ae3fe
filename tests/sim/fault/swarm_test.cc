#include "sim/fault/swarm.h"

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace imstorm {
namespace {

StormOptions base_storm() {
  StormOptions storm;
  storm.on = true;
  storm.length = seconds(40);
  storm.crash = {seconds(10), seconds(1), seconds(4)};
  storm.cut = {seconds(10), {}, {}};
  storm.loss = percent(4);
  return storm;
}

TEST(Swarm, LeavesOutHalfOfTheKindsAndAddsNone) {
  int crashes = 0;
  int losses = 0;
  int both = 0;
  for (std::uint64_t seed = 0; seed < 1'000; ++seed) {
    const StormOptions storm = vary_storm(base_storm(), {}, Decider::seeded(seed));
    crashes += storm.crash.every.ns > 0 ? 1 : 0;
    losses += storm.loss.ppm > 0 ? 1 : 0;
    both += storm.crash.every.ns > 0 && storm.loss.ppm > 0 ? 1 : 0;
    EXPECT_EQ(storm.kill, StormRate{});
    EXPECT_EQ(storm.crash_at_sync, Ratio{});
  }
  EXPECT_NEAR(crashes, 500, 60);
  EXPECT_NEAR(losses, 500, 60);
  EXPECT_NEAR(both, 250, 60);
}

/// A storm of everything, to be looked at kind by kind.
struct Kinds {
  std::vector<StormRate StormOptions::*> rates = {
      &StormOptions::crash,      &StormOptions::host_crash,  &StormOptions::pause,
      &StormOptions::partition,  &StormOptions::cut,         &StormOptions::slow_disk,
      &StormOptions::clock_step, &StormOptions::clock_drift, &StormOptions::offline,
      &StormOptions::kill,       &StormOptions::wipe,        &StormOptions::cache_flush,
      &StormOptions::fail_over};
  std::vector<Ratio StormOptions::*> shares = {
      &StormOptions::crash_at_sync,       &StormOptions::loss,
      &StormOptions::duplication,         &StormOptions::reordering,
      &StormOptions::commit_fails_before, &StormOptions::commit_fails_after,
      &StormOptions::commit_crawls};
  StormOptions all() const {
    StormOptions storm;
    storm.on = true;
    for (const auto rate : rates) storm.*rate = {seconds(10), seconds(1), seconds(4)};
    for (const auto share : shares) storm.*share = percent(4);
    return storm;
  }
};

TEST(Swarm, VariesEveryKindByItself) {
  const Kinds kinds;
  const std::size_t count = kinds.rates.size() + kinds.shares.size();
  std::vector<std::set<std::uint64_t>> runs(count);  // by kind: which have it
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const StormOptions storm = vary_storm(kinds.all(), {}, Decider::seeded(seed));
    std::size_t kind = 0;
    for (const auto rate : kinds.rates) {
      if ((storm.*rate).every.ns > 0) runs[kind].insert(seed);
      ++kind;
    }
    for (const auto share : kinds.shares) {
      if ((storm.*share).ppm > 0) runs[kind].insert(seed);
      ++kind;
    }
  }
  for (std::size_t kind = 0; kind < count; ++kind) {
    EXPECT_NEAR(static_cast<double>(runs[kind].size()), 100, 40) << "kind " << kind;
  }
  EXPECT_EQ(std::set(runs.begin(), runs.end()).size(), count) << "two go together";
}

TEST(Swarm, VariesDensityAndLengthWithinTheirBounds) {
  Duration rarest;
  Duration most_often = hours(1);
  for (std::uint64_t seed = 0; seed < 1'000; ++seed) {
    const StormOptions storm = vary_storm(base_storm(), {}, Decider::seeded(seed));
    EXPECT_GE(storm.length, seconds(10));
    EXPECT_LE(storm.length, seconds(40));
    EXPECT_LE(storm.crash.least, storm.crash.most);
    if (storm.crash.every.ns == 0) continue;
    rarest = std::max(rarest, storm.crash.every);
    most_often = std::min(most_often, storm.crash.every);
  }
  EXPECT_EQ(rarest, seconds(200));                       // 10% of the rate, halved
  EXPECT_EQ(most_often.ns, seconds(10).ns * 100 / 320);  // 160%, doubled
}

TEST(Swarm, IsAFunctionOfTheDecisions) {
  EXPECT_EQ(vary_storm(base_storm(), {}, Decider::seeded(5)),
            vary_storm(base_storm(), {}, Decider::seeded(5)));
  SwarmOptions off;
  off.on = false;
  EXPECT_EQ(vary_storm(base_storm(), off, Decider::seeded(5)), base_storm());
}

}  // namespace
}  // namespace imstorm
