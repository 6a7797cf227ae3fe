#include "sim/core/strategy.h"

#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <set>

#include "sim/core/decision.h"
#include "sim/core/quantiles.h"

namespace imstorm {
namespace {

constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();

Decider with(Strategy strategy, std::uint32_t depth = 1, std::uint32_t steps = 1'000) {
  Schedule schedule;
  schedule.strategy = strategy;
  schedule.depth = depth;
  schedule.steps = steps;
  Decider decider = Decider::seeded(11);
  decider.schedule(schedule);
  return decider;
}

/// Of 4,000 decisions in different places: how many lie in each segment of the quantiles.
std::array<int, 4> segments(const Decider& decider) {
  const Quantiles latency{Duration{0}, Duration{1'000}, Duration{2'000}, Duration{3'000},
                          Duration{4'000}};
  std::array<int, 4> counts{};
  for (std::uint64_t i = 0; i < 4'000; ++i) {
    const Duration takes = latency.at(decider.draw({Choice::Latency, i, i, 1}));
    counts[static_cast<std::size_t>(std::min<std::int64_t>(takes.ns / 1'000, 3))] += 1;
  }
  return counts;
}

TEST(Strategy, WalkIsTheSeedsOwnAnswer) {
  const Decider walk = with(Strategy::Walk);
  const Address address{Choice::Latency, 1, 2, 3};
  EXPECT_EQ(walk.draw(address), Decider::seeded(11).draw(address));
}

TEST(Strategy, OnlyDecisionsAboutOrderAreSpread) {
  for (const Strategy strategy : {Strategy::HeavyTail, Strategy::Priorities, Strategy::Sampling}) {
    for (const Choice choice : {Choice::Loss, Choice::StormGap, Choice::Workload}) {
      const Address address{choice, 1, 2, 3};
      EXPECT_EQ(with(strategy).draw(address), Decider::seeded(11).draw(address));
    }
  }
}

TEST(Strategy, SamplingMeetsEachSegmentAlikeOften) {
  for (const int count : segments(with(Strategy::Sampling))) EXPECT_NEAR(count, 1'000, 120);
}

TEST(Strategy, HeavyTailIsNearTheLeastOrFarOut) {
  const auto counts = segments(with(Strategy::HeavyTail));
  EXPECT_EQ(counts[0] + counts[3], 4'000);
  EXPECT_NEAR(counts[3], 500, 80);
}

TEST(Strategy, PrioritiesGiveEachPlaceOneSpeed) {
  const Decider pct = with(Strategy::Priorities);
  std::set<std::uint64_t> speeds;
  for (std::uint64_t place = 0; place < 50; ++place) {
    const std::uint64_t speed = pct.draw({Choice::Latency, place, 0, 1});
    for (std::uint64_t i = 1; i < 20; ++i) {
      EXPECT_EQ(pct.draw({Choice::Latency, place, i, 1}), speed);
    }
    speeds.insert(speed);
  }
  EXPECT_EQ(speeds.size(), 50U);
}

TEST(Strategy, PrioritiesChangeAtAsManyPointsAsTheDepthSays) {
  const Decider pct = with(Strategy::Priorities, 4, 1'000);
  int changes = 0;
  for (std::uint64_t i = 0; i < 100'000; ++i) {
    changes += pct.draw({Choice::Latency, 1, i, 1}) == kMost ? 1 : 0;
  }
  EXPECT_NEAR(changes, 300, 70);  // 3 in 1,000 steps
  int crashes = 0;
  for (std::uint64_t i = 0; i < 100'000; ++i) {
    crashes += pct.chance({Choice::CrashAtSync, 1, i, 0}, Ratio{1}) ? 1 : 0;
  }
  EXPECT_NEAR(crashes, 300, 70);
}

TEST(Strategy, CrashesAtDurableStepsComeInBursts) {
  Schedule schedule;
  schedule.burst_one_in = 4;
  Decider decider = Decider::seeded(3);
  decider.schedule(schedule);
  int places = 0;
  int crashes = 0;
  for (std::uint64_t place = 0; place < 400; ++place) {
    int here = 0;
    for (std::uint64_t i = 0; i < 100; ++i) {
      here += decider.chance({Choice::CrashAtSync, place, i, 0}, percent(5)) ? 1 : 0;
    }
    places += here > 0 ? 1 : 0;
    crashes += here;
  }
  EXPECT_NEAR(places, 100, 30);
  EXPECT_NEAR(crashes, 2'000, 500);  // as many as without bursts
}

TEST(Strategy, WhatIsScriptedStaysAndHarmlessStaysHarmless) {
  Decider scripted = with(Strategy::Sampling);
  scripted.script({Choice::Latency, 1, 2, 3}, 5);
  EXPECT_EQ(scripted.draw({Choice::Latency, 1, 2, 3}), 5U);
  Decider benign = Decider::benign();
  benign.schedule(with(Strategy::Sampling).schedule());
  EXPECT_EQ(benign.draw({Choice::Latency, 1, 2, 3}), 0U);
}

TEST(Strategy, PctBoundGrowsWithTheDepthAndSaturates) {
  EXPECT_EQ(pct_bound(10, 1'000, 1), 10U);
  EXPECT_EQ(pct_bound(10, 1'000, 3), 10'000'000U);
  EXPECT_EQ(pct_bound(10, 100'000'000, 8), kMost);
}

}  // namespace
}  // namespace imstorm
