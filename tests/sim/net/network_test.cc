#include "sim/net/network.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <vector>

#include "sim/core/ensure.h"
#include "tests/sim/net/wire.h"

namespace imstorm {
namespace {

TEST(Network, KnowsEqualLinksAsOne) {
  Network network;
  EXPECT_EQ(network.add_link(stream_link()), 0u);
  EXPECT_EQ(network.add_link(datagram_link()), 1u);
  EXPECT_EQ(network.add_link(stream_link()), 0u);
  EXPECT_EQ(network.link(1), datagram_link());
}

TEST(Network, OpensWithBothEndsBelieving) {
  Wire wire(stream_link());
  const Connection& connection = wire.connection();
  EXPECT_EQ(connection.ends[0], kAlice);
  EXPECT_EQ(connection.ends[1], kBob);
  EXPECT_TRUE(connection.believes[0] && connection.believes[1]);
  EXPECT_FALSE(connection.broken);
  EXPECT_EQ(connection.key, 0xcafeu);
  EXPECT_EQ(connection.generation, 1u);
}

TEST(Network, KeepsASlotWhileAnEndBelieves) {
  Wire wire(stream_link());
  wire.network.close(wire.id, 0);
  EXPECT_EQ(wire.network.open_count(), 1u);
  EXPECT_NE(wire.network.open(kAlice, kCarol, 0, 1), wire.id);
  wire.network.close(wire.id, 1);
  EXPECT_EQ(wire.network.open(kAlice, kCarol, 0, 2), wire.id);
  EXPECT_EQ(wire.connection().generation, 2u) << "what was known of the old one is known to be old";
}

TEST(Network, KeepsASlotWhileAPacketIsUnderWay) {
  Wire wire(stream_link());
  wire.send({}, 0);
  wire.send({}, 1);
  wire.network.close(wire.id, 0);
  wire.network.close(wire.id, 1);
  wire.network.landed(wire.id, 0);
  EXPECT_NE(wire.network.open(kAlice, kCarol, 0, 1), wire.id);
  wire.network.landed(wire.id, 1);
  EXPECT_EQ(wire.network.open(kAlice, kCarol, 0, 2), wire.id);
}

TEST(Network, WhatIsUnderWayAtACloseStillArrives) {
  Wire wire(stream_link());
  const Network::Fate fate = wire.send({}, 0);
  wire.network.close(wire.id, 0);
  EXPECT_TRUE(wire.network.arrives(fate.at, wire.id, 1));
  EXPECT_TRUE(wire.send({}, 1).lost) << "but nobody reads any more";
}

TEST(Network, AReusedSlotRemembersNothing) {
  Wire wire(stream_link());
  wire.send(Instant{} + seconds(50), 0);
  wire.network.cut({}, wire.id, Decider::seeded(1));
  wire.send(Instant{} + seconds(50), 0);
  wire.network.landed(wire.id, 0);
  wire.network.close(wire.id, 0);
  wire.network.close(wire.id, 1);
  ASSERT_EQ(wire.network.open(kCarol, kBob, 0, 7), wire.id);
  const Network::Fate fate = wire.send(Instant{}, 0);
  EXPECT_EQ(fate.at, Instant{} + milliseconds(10)) << "neither broken nor behind what was sent";
  EXPECT_TRUE(wire.network.arrives(fate.at, wire.id, 1));
  EXPECT_FALSE(wire.connection().doomed[0]);
}

TEST(Network, RefusesWhatCannotBe) {
  Wire wire(stream_link());
  EXPECT_THROW(wire.network.landed(wire.id, 0), InternalError);
  wire.send({}, 0);
  EXPECT_THROW(wire.network.landed(wire.id, 1), InternalError);
  wire.network.close(wire.id, 0);
  EXPECT_THROW(wire.network.close(wire.id, 0), InternalError);
}

/// What still refers to a connection.
struct References {
  bool believes[2] = {true, true};
  std::uint32_t packets[2] = {};
  bool none() const { return !believes[0] && !believes[1] && packets[0] + packets[1] == 0; }
};

RC_GTEST_PROP(Network, ReusesASlotExactlyWhenNothingRefersToIt, ()) {
  Network network;
  const std::uint32_t link = network.add_link(datagram_link());
  std::map<ConnectionId, References> alive;
  std::map<ConnectionId, std::uint32_t> generations;
  std::size_t slots = 0;
  const auto steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 12));
  for (const int step : steps) {
    if (step < 2 || alive.empty()) {
      const ConnectionId id = network.open(kAlice, kBob, link, 1);
      RC_ASSERT(!alive.contains(id));
      RC_ASSERT(network.at(id).generation == ++generations[id]);
      alive[id] = {};
      slots = std::max(slots, alive.size());
    } else {
      auto at = alive.begin();
      std::advance(at, *rc::gen::inRange<std::size_t>(0, alive.size()));
      auto& [id, references] = *at;
      const End end = *rc::gen::element(End{0}, End{1});
      if (step < 6 && references.believes[end]) {
        const auto fate =
            network.send({}, {id, end, 1}, {}, {}, Decider::benign(), [](std::uint32_t) {});
        references.packets[end] += fate.lost ? 0 : 1;
      } else if (step == 6 && references.packets[end] > 0) {
        network.repeated(id, end);
        references.packets[end] += 1;
      } else if (step < 9 && references.packets[end] > 0) {
        network.landed(id, end);
        references.packets[end] -= 1;
      } else if (references.believes[end]) {
        network.close(id, end);
        references.believes[end] = false;
      }
      if (references.none()) alive.erase(at);
    }
    RC_ASSERT(network.open_count() == alive.size());
    RC_ASSERT(network.capacity() == slots);
  }
}

TEST(Network, IsBlockedUntilTheLastPartitionEnds) {
  Wire wire(stream_link());
  const Instant now{100};
  std::uint32_t by = 77;
  EXPECT_EQ(Network::blocked_until(now, wire.plan, wire.weather, kAlice, kBob, &by), now);
  EXPECT_EQ(by, 77u);
  wire.strike(FaultKind::Partition, Instant{300});
  wire.strike(FaultKind::Offline, Instant{400});
  wire.strike(FaultKind::Partition, Instant{200});
  wire.strike(FaultKind::Loss, Instant{900});
  EXPECT_EQ(Network::blocked_until(now, wire.plan, wire.weather, kAlice, kBob, &by), Instant{400});
  EXPECT_EQ(by, 1u);
  wire.plan[1].from = {kCarol};
  EXPECT_EQ(Network::blocked_until(now, wire.plan, wire.weather, kAlice, kBob, nullptr),
            Instant{300});
}

}  // namespace
}  // namespace imstorm
