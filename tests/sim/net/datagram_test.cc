// What a network may do to a datagram.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <vector>

#include "tests/sim/net/wire.h"

namespace imstorm {
namespace {

const Instant kStart = Instant{} + seconds(100);

TEST(Datagram, TakesTheBaseLatencyIfNothingHappens) {
  Wire wire(datagram_link());
  const Network::Fate fate = wire.send(kStart, 0);
  EXPECT_FALSE(fate.lost);
  EXPECT_EQ(fate.at, kStart + milliseconds(10));
  EXPECT_EQ(fate.again, kNever);
}

TEST(Datagram, IsLostAsOftenAsTheLinkSays) {
  LinkOptions link = datagram_link();
  link.loss = percent(20);
  Wire wire(link);
  wire.decider = Decider::seeded(1);
  int lost = 0;
  for (int i = 0; i < 5'000; ++i) lost += wire.send(kStart, 0).lost;
  EXPECT_NEAR(lost, 1'000, 170);
  EXPECT_EQ(wire.connection().under_way, 5'000u - static_cast<unsigned>(lost));
}

/// Packets lost, and how often a packet was lost and the one before was not.
struct Losses {
  int lost = 0;
  int bursts = 0;
};

Losses losses_of(Ratio loss, std::uint32_t burst, int packets, Duration every = {}) {
  LinkOptions link = datagram_link();
  link.loss = loss;
  link.burst = burst;
  Wire wire(link);
  wire.decider = Decider::seeded(4);
  Losses losses;
  bool before = false;
  for (int i = 0; i < packets; ++i) {
    const Instant now = kStart + every * i;
    const bool lost = wire.send(now, 0).lost;
    losses.lost += lost;
    losses.bursts += lost && !before;
    before = lost;
    EXPECT_FALSE(loss == kAlways && !lost);
    wire.send(now, 1);  // the way back has bursts of its own
  }
  return losses;
}

TEST(Datagram, IsLostInBurstsAsLongAsTheLinkSays) {
  for (const std::uint32_t burst : {2U, 3U, 8U}) {
    const Losses losses = losses_of(percent(10), burst, 50'000);
    EXPECT_NEAR(losses.lost, 5'000, 600) << "as many as without bursts of " << burst;
    EXPECT_NEAR(losses.lost * 10 / losses.bursts, static_cast<int>(burst) * 10, 5);
  }
  EXPECT_NEAR(losses_of(percent(90), 3, 10'000).lost, 9'000, 200) << "longer where need be";
  EXPECT_EQ(losses_of(kAlways, 3, 100).lost, 100);
  EXPECT_EQ(losses_of({}, 8, 1'000).lost, 0);
}

/// A heartbeat every half a minute does not sit out a burst for minutes.
TEST(Datagram, SentLongAfterALostOneIsLostAsOftenAsAnyOther) {
  const Losses apart = losses_of(percent(30), 8, 10'000, seconds(11));
  EXPECT_NEAR(apart.lost, 3'000, 200);
  EXPECT_NEAR(apart.bursts, 2'100, 150) << "7 of 10 stand behind one that arrived";
  const Losses near = losses_of(percent(30), 8, 10'000, seconds(9));
  EXPECT_LT(near.bursts, 600);
}

TEST(Datagram, IsLostByItselfWhereBurstsAreOfOne) {
  LinkOptions link = datagram_link();
  link.loss = percent(10);
  Wire wire(link);
  wire.decider = Decider::seeded(5);
  for (int i = 0; i < 1'000; ++i) {
    const bool lost = wire.send(kStart, 0).lost;
    EXPECT_EQ(lost, wire.decider.chance({Choice::Loss, 0xcafe, wire.sent, 1}, percent(10)));
  }
}

TEST(Datagram, IsLostWithoutAWord) {
  LinkOptions link = datagram_link();
  link.loss = kAlways;
  Wire wire(link);
  const Network::Fate fate = wire.send(kStart, 0);
  EXPECT_TRUE(fate.lost);
  EXPECT_EQ(fate.breaks, kNever);
  EXPECT_FALSE(wire.connection().broken);
}

TEST(Datagram, MayArriveTwice) {
  LinkOptions link = datagram_link();
  link.duplicate = percent(50);
  Wire wire(link);
  wire.decider = Decider::seeded(2);
  int twice = 0;
  bool apart = false;
  for (int i = 0; i < 1'000; ++i) {
    const Network::Fate fate = wire.send(kStart, 0);
    twice += fate.again != kNever;
    apart = apart || (fate.again != kNever && fate.again != fate.at);
  }
  EXPECT_NEAR(twice, 500, 100);
  EXPECT_TRUE(apart) << "the copy takes its own time";
  EXPECT_EQ(wire.connection().under_way, 1'000u + static_cast<unsigned>(twice));
}

TEST(Datagram, MayBeOvertaken) {
  Wire wire(datagram_link());
  wire.decider = Decider::seeded(3);
  int overtaken = 0;
  for (int i = 0; i < 100; ++i) {
    const Instant first = wire.send(kStart, 0).at;
    overtaken += wire.send(kStart, 0).at < first;
  }
  EXPECT_GT(overtaken, 20);
}

TEST(Datagram, IsHeldBackByAFault) {
  Wire wire(datagram_link());
  const std::uint32_t held = wire.strike(FaultKind::Reordering, kStart + seconds(9));
  wire.plan[held].rate = kAlways;
  wire.plan[held].amount = seconds(2);
  wire.decider = Decider::seeded(4);
  Duration longest;
  for (int i = 0; i < 200; ++i) {
    const Duration took = wire.send(kStart, 0).at - kStart;
    EXPECT_EQ(wire.effects, std::vector<std::uint32_t>{held});
    EXPECT_LE(took, milliseconds(3'000) + seconds(2));
    longest = std::max(longest, took);
  }
  EXPECT_GT(longest, milliseconds(1'500));
}

TEST(Datagram, RatesOfLinkAndFaultsAddUpToCertaintyAtMost) {
  LinkOptions link = datagram_link();
  link.loss = percent(60);
  Wire wire(link);
  const std::uint32_t loss = wire.strike(FaultKind::Loss, kStart + seconds(9));
  wire.plan[loss].rate = percent(70);
  EXPECT_TRUE(wire.send(kStart, 0).lost) << "even the harmless answer cannot help";
  EXPECT_EQ(wire.effects, std::vector<std::uint32_t>{loss});
}

TEST(Datagram, IsLostWhileThePathIsBlocked) {
  Wire wire(datagram_link());
  const std::uint32_t partition = wire.strike(FaultKind::Partition, kStart + nanoseconds(1));
  EXPECT_TRUE(wire.send(kStart, 0).lost);
  EXPECT_EQ(wire.effects, std::vector<std::uint32_t>{partition});
  EXPECT_FALSE(wire.send(kStart + nanoseconds(1), 0).lost) << "it is over in this instant";
}

TEST(Datagram, IsLostOnABrokenConnection) {
  Wire wire(datagram_link());
  wire.network.cut(kStart, wire.id, wire.decider);
  EXPECT_TRUE(wire.send(kStart, 0).lost);
}

RC_GTEST_PROP(Datagram, HasTheFateOfItsNameOnly, (std::uint64_t seed)) {
  LinkOptions link = datagram_link();
  link.loss = link.duplicate = percent(30);
  link.reorder = percent(30);
  Wire first(link);
  first.decider = Decider::seeded(seed);
  Wire second = first;
  second.sent = 10;
  for (int i = 0; i < 10; ++i) first.send(kStart, 0);  // more traffic before it moves nothing
  const Network::Fate a = first.send(kStart, 0);
  const Network::Fate b = second.send(kStart, 0);
  RC_ASSERT(a.lost == b.lost);
  RC_ASSERT(a.at == b.at);
  RC_ASSERT(a.again == b.again);
}

}  // namespace
}  // namespace imstorm
