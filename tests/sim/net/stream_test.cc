// What a network promises of a stream.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <vector>

#include "tests/sim/net/wire.h"

namespace imstorm {
namespace {

const Instant kStart = Instant{} + seconds(100);

TEST(Stream, TakesTheBaseLatencyIfNothingHappens) {
  Wire wire(stream_link());
  const Network::Fate fate = wire.send(kStart, 0);
  EXPECT_FALSE(fate.lost);
  EXPECT_EQ(fate.at, kStart + milliseconds(10));
  EXPECT_EQ(fate.again, kNever);
  EXPECT_EQ(fate.breaks, kNever);
  EXPECT_TRUE(wire.network.arrives(fate.at, wire.id, 1));
}

/// Random sends, both ways, at growing instants: what arrives where and when.
struct Traffic {
  std::vector<Instant> arrivals[2];  // at this end
  Instant now = kStart;
};

Traffic any_traffic(Wire& wire) {
  wire.decider = Decider::seeded(*rc::gen::arbitrary<std::uint64_t>());
  Traffic traffic;
  const auto ends = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 2));
  for (const int end : ends) {
    const End from = static_cast<End>(end);
    const Network::Fate fate = wire.send(traffic.now, from);
    RC_ASSERT(!fate.lost);
    RC_ASSERT(fate.again == kNever);
    RC_ASSERT(fate.breaks == kNever);
    RC_ASSERT(fate.at >= traffic.now + milliseconds(10));
    traffic.arrivals[other(from)].push_back(fate.at);
    traffic.now += milliseconds(*rc::gen::inRange(0, 100));
  }
  return traffic;
}

RC_GTEST_PROP(Stream, IsFifoEachWayWhateverTheLatencies, ()) {
  LinkOptions link = stream_link();
  link.loss = percent(*rc::gen::inRange<std::uint32_t>(0, 60));
  link.burst = *rc::gen::inRange<std::uint32_t>(1, 10);
  Wire wire(link);
  const Traffic traffic = any_traffic(wire);
  for (const auto& arrivals : traffic.arrivals) {
    RC_ASSERT(std::is_sorted(arrivals.begin(), arrivals.end()));
    for (const Instant at : arrivals) RC_ASSERT(wire.network.arrives(at, wire.id, 0));
  }
}

TEST(Stream, StallsTwiceAsLongForEachLossOfABurst) {
  LinkOptions link = stream_link();
  link.loss = kAlways;
  link.burst = 8;
  Wire wire(link);
  std::vector<std::int64_t> stalls;
  for (int i = 0; i < 8; ++i) {
    const Instant at = kStart + seconds(10) * i;  // when the one before has arrived
    stalls.push_back((wire.send(at, 0).at - at - milliseconds(10)).ns / 1'000'000);
  }
  EXPECT_EQ(stalls, (std::vector<std::int64_t>{200, 400, 800, 1'600, 3'200, 6'400, 10'000, 10'000}))
      << "but no longer than it would take to break";
  Wire single(stream_link());
  single.plan.emplace_back();
  single.strike(FaultKind::Loss, kNever);
  single.plan.back().rate = kAlways;
  for (int i = 0; i < 3; ++i) {
    const Instant at = kStart + minutes(i);
    EXPECT_EQ(single.send(at, 0).at, at + milliseconds(210)) << "each loss by itself";
  }
}

RC_GTEST_PROP(Stream, LosesOnlyASuffixAtACut, ()) {
  Wire wire(stream_link());
  const Traffic traffic = any_traffic(wire);
  const Instant now = traffic.now;
  wire.network.cut(now, wire.id, wire.decider);
  for (const End end : {End{0}, End{1}}) {
    bool gone = false;
    for (const Instant at : traffic.arrivals[end]) {
      const bool arrives = wire.network.arrives(at, wire.id, end);
      if (at <= now) RC_ASSERT(arrives);
      if (gone) RC_ASSERT(!arrives);
      gone = !arrives;
    }
    RC_ASSERT(wire.connection().cut[end] >= now);
  }
}

TEST(Stream, LosesNothingAtAHarmlessCut) {
  Wire wire(stream_link());
  const Instant there = wire.send(kStart, 0).at;
  const Instant back = wire.send(kStart, 1).at;
  wire.network.cut(kStart, wire.id, wire.decider);
  EXPECT_TRUE(wire.network.arrives(there, wire.id, 1));
  EXPECT_TRUE(wire.network.arrives(back, wire.id, 0));
}

TEST(Stream, LosesAllThatIsUnderWayAtTheWorstCut) {
  Wire wire(stream_link());
  const Instant there = wire.send(kStart, 0).at;
  const Instant back = wire.send(kStart, 1).at;
  const auto now = static_cast<std::uint64_t>(kStart.ns);
  wire.decider.script({Choice::BreakSuffix, 0xcafe, now, 1}, ~std::uint64_t{0});
  wire.network.cut(kStart, wire.id, wire.decider);
  EXPECT_FALSE(wire.network.arrives(there, wire.id, 1));
  EXPECT_TRUE(wire.network.arrives(back, wire.id, 0)) << "each way is decided on its own";
}

TEST(Stream, IsCutOnce) {
  Wire wire(stream_link());
  const Instant there = wire.send(kStart, 0).at;
  wire.network.cut(kStart, wire.id, wire.decider);
  const Instant cut = wire.connection().cut[1];
  wire.network.cut(kStart + seconds(1), wire.id, Decider::seeded(1));
  EXPECT_EQ(wire.connection().cut[1], cut);
  EXPECT_TRUE(wire.network.arrives(there, wire.id, 1));
}

TEST(Stream, TellsTheSenderOnceThatItSentInVain) {
  Wire wire(stream_link());
  wire.network.cut(kStart, wire.id, wire.decider);
  const Network::Fate first = wire.send(kStart + seconds(1), 0);
  EXPECT_TRUE(first.lost);
  EXPECT_EQ(first.breaks, kStart + seconds(11)) << "after the link's break_after";
  const Network::Fate second = wire.send(kStart + seconds(2), 0);
  EXPECT_TRUE(second.lost);
  EXPECT_EQ(second.breaks, kNever);
  const Network::Fate others = wire.send(kStart + seconds(3), 1);
  EXPECT_EQ(others.breaks, kStart + seconds(13)) << "the other end learns on its own";
  EXPECT_EQ(wire.connection().under_way, 0u) << "what is lost is not under way";
}

TEST(Stream, StallsWhereADatagramWouldBeLost) {
  LinkOptions link = stream_link();
  link.loss = kAlways;
  Wire wire(link);
  EXPECT_EQ(wire.send(kStart, 0).at, kStart + milliseconds(210));
  EXPECT_TRUE(wire.effects.empty()) << "the link's own loss is no fault";
}

TEST(Stream, StallsByAFaultToo) {
  Wire wire(stream_link());
  const std::uint32_t loss = wire.strike(FaultKind::Loss, kStart + seconds(9));
  EXPECT_EQ(wire.send(kStart, 0).at, kStart + milliseconds(10));
  wire.plan[loss].rate = kAlways;
  EXPECT_EQ(wire.send(kStart, 0).at, kStart + milliseconds(210));
  EXPECT_EQ(wire.effects, std::vector<std::uint32_t>{loss});
}

TEST(Stream, ArrivesLateWhenBlockedForAWhile) {
  Wire wire(stream_link());
  const std::uint32_t partition = wire.strike(FaultKind::Partition, kStart + seconds(9));
  wire.plan[partition].from = {kAlice};
  wire.plan[partition].both_ways = false;
  EXPECT_EQ(wire.send(kStart, 0).at, kStart + seconds(9) + milliseconds(10));
  EXPECT_EQ(wire.effects, std::vector<std::uint32_t>{partition});
  EXPECT_EQ(wire.send(kStart, 1).at, kStart + milliseconds(10)) << "the way back is open";
  EXPECT_TRUE(wire.effects.empty());
  wire.weather.end(partition);
  EXPECT_EQ(wire.send(kStart, 0).at, kStart + seconds(9) + milliseconds(10))
      << "and nothing overtakes what waits";
}

TEST(Stream, BreaksWhenBlockedForTooLong) {
  Wire wire(stream_link());
  const Instant under_way = wire.send(kStart, 0).at;
  const std::uint32_t offline = wire.strike(FaultKind::Offline, kStart + seconds(11));
  const Network::Fate fate = wire.send(kStart, 0);
  EXPECT_TRUE(fate.lost);
  EXPECT_EQ(fate.breaks, kStart + seconds(10));
  EXPECT_EQ(wire.effects, std::vector<std::uint32_t>{offline});
  EXPECT_TRUE(wire.connection().broken);
  EXPECT_TRUE(wire.network.arrives(under_way, wire.id, 1)) << "what is under way arrives";
  wire.weather.end(offline);
  EXPECT_TRUE(wire.send(kStart + seconds(1), 0).lost) << "nothing later overtakes what was lost";
}

TEST(Stream, WaitsAsLongAsItTakesToGiveUp) {
  Wire wire(stream_link());
  wire.strike(FaultKind::Partition, kStart + seconds(10));
  EXPECT_FALSE(wire.send(kStart, 0).lost);
  wire.strike(FaultKind::Partition, kStart + seconds(10) + nanoseconds(1));
  EXPECT_TRUE(wire.send(kStart, 0).lost) << "the longest of several counts";
}

TEST(Stream, IsNeitherRepeatedNorReordered) {
  LinkOptions link = stream_link();
  link.duplicate = link.reorder = kAlways;
  Wire wire(link);
  const Network::Fate fate = wire.send(kStart, 0);
  EXPECT_EQ(fate.again, kNever);
  EXPECT_EQ(fate.at, kStart + milliseconds(10));
}

}  // namespace
}  // namespace imstorm
