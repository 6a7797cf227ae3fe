#include "sim/machine/clock.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

namespace imstorm {
namespace {

TEST(Clock, AgreesWithTheWorldAtFirst) {
  const Clock clock;
  EXPECT_EQ(clock.steady(Instant{} + seconds(5)), Instant{} + seconds(5));
  EXPECT_EQ(clock.wall(Instant{} + seconds(5)), Instant{} + seconds(5));
  EXPECT_EQ(clock.in_world(seconds(5)), seconds(5)) << "exactly, while it does not drift";
  EXPECT_EQ(clock.ppm(), 0);
}

TEST(Clock, StepsMoveTheWallClockOnly) {
  Clock clock;
  clock.step(minutes(5));
  EXPECT_EQ(clock.wall(Instant{} + seconds(1)), Instant{} + minutes(5) + seconds(1));
  EXPECT_EQ(clock.steady(Instant{} + seconds(1)), Instant{} + seconds(1));
  clock.step(-minutes(7));
  EXPECT_EQ(clock.wall(Instant{} + seconds(1)), Instant{} + seconds(1) - minutes(2));
  EXPECT_EQ(clock.in_world(seconds(1)), seconds(1)) << "a step changes no length of time";
}

TEST(Clock, DriftsByPartsPerMillionFromThenOn) {
  Clock clock;
  clock.drift(Instant{} + seconds(10), 500);
  EXPECT_EQ(clock.ppm(), 500);
  EXPECT_EQ(clock.steady(Instant{} + seconds(10)), Instant{} + seconds(10)) << "without a jump";
  EXPECT_EQ(clock.steady(Instant{} + seconds(30)), Instant{} + seconds(30) + milliseconds(10));
  clock.drift(Instant{} + seconds(30), -1'000);
  EXPECT_EQ(clock.steady(Instant{} + seconds(50)), Instant{} + seconds(50) - milliseconds(10));
  clock.drift(Instant{} + seconds(50), 0);
  EXPECT_EQ(clock.steady(Instant{} + seconds(60)), Instant{} + seconds(60) - milliseconds(10));
  EXPECT_EQ(clock.wall(Instant{} + seconds(60)), Instant{} + seconds(60) - milliseconds(10));
}

TEST(Clock, ConvertsADriftingLengthToTheWorlds) {
  Clock fast;
  fast.drift({}, 1'000);
  EXPECT_LT(fast.in_world(seconds(1'001)), seconds(1'000) + microseconds(1));
  EXPECT_GE(fast.in_world(seconds(1'001)), seconds(1'000));
  Clock slow;
  slow.drift({}, -1'000);
  EXPECT_GE(slow.in_world(seconds(999)), seconds(1'000));
  EXPECT_LT(slow.in_world(seconds(999)), seconds(1'000) + microseconds(1));
}

/// A clock whose rate has changed a few times, and the world's time now.
struct Worn {
  Clock clock;
  Instant world;
};

Worn any_clock() {
  Worn worn;
  const int changes = *rc::gen::inRange(0, 5);
  for (int i = 0; i < changes; ++i) {
    worn.world += nanoseconds(*rc::gen::inRange<std::int64_t>(0, minutes(10).ns));
    worn.clock.drift(worn.world, *rc::gen::inRange(-900'000, 900'000));
  }
  worn.world += nanoseconds(*rc::gen::inRange<std::int64_t>(0, minutes(10).ns));
  return worn;
}

RC_GTEST_PROP(Clock, TimersAreNeverEarly, ()) {
  const Worn worn = any_clock();
  const Duration wait{*rc::gen::element(*rc::gen::inRange<std::int64_t>(0, 1'000),
                                        *rc::gen::inRange<std::int64_t>(0, hours(100).ns))};
  const Instant rings = worn.world + worn.clock.in_world(wait);
  RC_ASSERT(worn.clock.steady(rings) - worn.clock.steady(worn.world) >= wait);
}

RC_GTEST_PROP(Clock, TimersAreHardlyLate, ()) {
  const Worn worn = any_clock();
  const Duration wait{*rc::gen::inRange<std::int64_t>(0, hours(100).ns)};
  const Instant rings = worn.world + worn.clock.in_world(wait);
  RC_ASSERT(worn.clock.steady(rings) - worn.clock.steady(worn.world) <= wait + nanoseconds(3));
}

RC_GTEST_PROP(Clock, IsSteady, (std::uint32_t later, bool drifts)) {
  Worn worn = any_clock();
  const Instant before = worn.clock.steady(worn.world);
  if (drifts) worn.clock.drift(worn.world, *rc::gen::inRange(-900'000, 900'000));
  worn.clock.step(-hours(5));
  RC_ASSERT(worn.clock.steady(worn.world) == before);
  RC_ASSERT(worn.clock.steady(worn.world + nanoseconds(later)) >= before);
}

TEST(Clock, DoesNotOverflowInAHundredYears) {
  Clock clock;
  clock.drift({}, 999'999);
  const Duration century = hours(24 * 36'525);
  EXPECT_EQ(clock.steady(Instant{} + century / 2).ns, century.ns - century.ns / 2 / 1'000'000);
  EXPECT_GE(clock.in_world(century), century / 2);
  EXPECT_LE(clock.in_world(century), century / 2 + hours(1));
}

}  // namespace
}  // namespace imstorm
