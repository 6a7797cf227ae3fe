#include "sim/fault/swarm.h"

#include <gtest/gtest.h>

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
