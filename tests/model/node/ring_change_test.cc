// Gateways and logic processes that have not heard of the same ring.
#include <gtest/gtest.h>

#include <algorithm>

#include "model/node/gateway.h"
#include "tests/model/node/logic_bench.h"

namespace imstorm {
namespace {

/// Version 1 is without the former owner of kDm, versions 2 and 3 as the beginning.
void add_versions(Directory& house) {
  const ProcessId owner = house.rings[0].owner(house.key_of(kDm));
  const bool a = owner == kLogicA;
  const Ring first = house.rings[0];
  house.rings.emplace_back().add(a ? kLogicB : kLogicA, hash_text(a ? "logic-b" : "logic-a"), 64);
  house.rings.push_back(first);
  house.rings.push_back(first);
}

struct Gate : Drive<GatewayNode> {
  ConnectionId line{5};
  ProcessId former, heir;

  explicit Gate(RoutingOptions::OnSlow on_slow = RoutingOptions::OnSlow::Wait)
      : Drive(kGateway, GatewayNode()) {
    add_versions(directory);
    directory.options.route.on_slow = on_slow;
    former = directory.rings[0].owner(directory.key_of(kDm));
    heir = former == kLogicA ? kLogicB : kLogicA;
    for (const ProcessId peer : {kLogicA, kLogicB, kStore}) step(PeerUp{peer});
    step(ConnectionUp{line});
    receive(line, Connect{kAda, via_of(kAda).inst, {{kDm, {}, {}, {}}}});
    receive(kStore, Registered{via_of(kAda), line.value});
    receive(former, Subscribed{via_of(kAda), {kDm, {}, {}, {}}, false});
  }
  std::vector<ProcessId> sends() {
    Send send;
    send.conv = kDm;
    return receivers<Send>(receive(line, send));
  }
  std::uint32_t ring_of_a_send() {
    Send send;
    send.conv = kDm;
    return only<Send>(receive(line, send)).ring;
  }
};

TEST(RingChange, MovesWhatAGatewayRoutesWhenItHears) {
  Gate gate;
  EXPECT_EQ(gate.sends(), std::vector<ProcessId>{gate.former});
  EXPECT_EQ(gate.ring_of_a_send(), 0u);
  gate.step(RingNews{1});
  EXPECT_EQ(receivers<Unsubscribe>(gate.out), std::vector<ProcessId>{gate.former});
  EXPECT_EQ(receivers<Subscribe>(gate.out), std::vector<ProcessId>{gate.heir});
  EXPECT_EQ(only<Subscribe>(gate.out).ring, 1u);
  EXPECT_EQ(gate.sends(), std::vector<ProcessId>{gate.heir});
  EXPECT_EQ(gate.ring_of_a_send(), 1u);
}

TEST(RingChange, IsHeardOfOnceAndNeverBackwards) {
  Gate gate;
  gate.step(RingNews{2});
  gate.step(RingNews{1});
  EXPECT_TRUE(gate.out.empty());
  EXPECT_EQ(gate.sends(), std::vector<ProcessId>{gate.former});
}

TEST(RingChange, IsLearntFromARefusal) {
  Gate gate;
  SendNack nack;
  nack.via = via_of(kAda);
  nack.conv = kDm;
  nack.cseq = Cseq{1};
  nack.code = SendNack::Code::NotOwner;
  nack.ring = 1;
  gate.receive(gate.former, nack);
  EXPECT_EQ(sent<SendNack>(gate.out).size(), 1u) << "the device is told, too";
  EXPECT_EQ(gate.sends(), std::vector<ProcessId>{gate.heir});
}

TEST(RingChange, RefusedSignalsAreNobodysBusiness) {
  Gate gate;
  SendNack nack;
  nack.via = via_of(kAda);
  nack.conv = kDm;
  nack.code = SendNack::Code::NotOwner;
  nack.ring = 1;
  EXPECT_TRUE(sent<SendNack>(gate.receive(gate.former, nack)).empty());
  EXPECT_EQ(gate.sends(), std::vector<ProcessId>{gate.heir});
}

TEST(RingChange, IsLearntFromARelayAndASubscription) {
  Gate relayed;
  Relay relay;
  relay.via = via_of(kAda);
  relay.ring = 1;
  relayed.receive(relayed.heir, relay);
  EXPECT_EQ(relayed.sends(), std::vector<ProcessId>{relayed.heir});
  Gate subscribed;
  subscribed.receive(subscribed.former, Subscribed{via_of(kAda), {kDm, {}, {}, {}}, false, 1});
  EXPECT_EQ(subscribed.sends(), std::vector<ProcessId>{subscribed.heir});
}

TEST(RingChange, EndsTheSessionsOfAGatewayThatLeaves) {
  Gate gate;
  gate.step(Leaving{});
  ASSERT_EQ(all<CloseConnection>(gate.out).size(), 1u);
  EXPECT_EQ(all<CloseConnection>(gate.out).front().connection, gate.line);
  EXPECT_EQ(receivers<Unsubscribe>(gate.out), std::vector<ProcessId>{gate.former});
  EXPECT_TRUE(gate.sends().empty());
}

TimerId peer_timer(const Outputs& out, ProcessId peer) {
  for (const SetTimer& timer : all<SetTimer>(out)) {
    if (timer.timer.index == peer.value && timer.timer.what != 1) return timer.timer;
  }
  ADD_FAILURE() << "no timer watches the process";
  return {};
}

/// A gateway that is asked whether a process is slow, and how it is then.
struct Watch : Gate {
  TimerId timer;

  Watch() : Gate(RoutingOptions::OnSlow::Elsewhere) {
    step(PeerDown{former, true});
    timer = peer_timer(step(PeerUp{former}), former);
    receive(former, Subscribed{via_of(kAda), {kDm, {}, {}, {}}, false});
  }
  void tick() {
    pass(milliseconds(250));
    timer = peer_timer(step(TimerFired{timer}), former);
  }
};

TEST(SlowProcess, IsLeftForAnotherOneAndComesBack) {
  Watch gate;
  gate.tick();
  EXPECT_EQ(receivers<Ping>(gate.out), std::vector<ProcessId>{gate.former});
  EXPECT_EQ(gate.sends(), std::vector<ProcessId>{gate.former});
  gate.tick();
  EXPECT_EQ(gate.sends(), std::vector<ProcessId>{gate.former});
  gate.tick();
  EXPECT_EQ(gate.sends(), std::vector<ProcessId>{gate.heir});
  gate.receive(gate.former, Pong{});
  EXPECT_EQ(gate.sends(), std::vector<ProcessId>{gate.former});
}

TEST(SlowProcess, IsNotOneThatAnswers) {
  Watch gate;
  for (int i = 0; i < 6; ++i) {
    gate.tick();
    gate.receive(gate.former, Pong{});
  }
  EXPECT_EQ(gate.sends(), std::vector<ProcessId>{gate.former});
}

TEST(SlowProcess, IsNotWatchedByOneThatWaits) {
  Gate gate;
  gate.step(PeerDown{gate.former, true});
  for (const SetTimer& timer : all<SetTimer>(gate.step(PeerUp{gate.former}))) {
    EXPECT_EQ(timer.timer.what, 1) << "only the heartbeat of a connection";
  }
}

// Logic.

struct Owner : Bench {
  Owner() {
    add_versions(directory);
    self = directory.rings[0].owner(directory.key_of(kDm));
  }
  Send send(std::uint32_t n, std::uint32_t ring) {
    Send made = send_of(kAda, n);
    made.ring = ring;
    return made;
  }
};

TEST(RingChange, MakesTheOldOwnerRefuseWhatAnOlderRingSentIt) {
  Owner logic;
  logic.own();
  logic.step(RingNews{1});
  const SendNack nack = only<SendNack>(logic.receive(kGateway, logic.send(2, 0)));
  EXPECT_EQ(nack.code, SendNack::Code::NotOwner);
  EXPECT_EQ(nack.ring, 1u);
  EXPECT_TRUE(sent<Append>(logic.out).empty());
}

TEST(RingChange, LetsADeputyServeWhatTheNewestRingSentIt) {
  Owner logic;
  logic.own();
  logic.step(RingNews{1});
  logic.receive(kGateway, logic.send(2, 1));
  EXPECT_EQ(sent<Take>(logic.out).size(), 1u) << "it had given the epoch up";
  EXPECT_TRUE(sent<SendNack>(logic.out).empty());
}

TEST(RingChange, IsLearntFromWhatANewerRingSent) {
  Owner logic;
  logic.own();
  logic.receive(kGateway, logic.send(2, 1));
  EXPECT_EQ(only<SendNack>(logic.receive(kGateway, logic.send(3, 0))).ring, 1u);
}

TEST(RingChange, ChangesNothingForTheKeysThatStay) {
  Owner logic;
  logic.step(RingNews{2});

  logic.receive(kGateway, logic.send(1, 2));
  logic.taken(1, true);
  logic.step(RingNews{3});
  logic.receive(kGateway, logic.send(2, 2));
  EXPECT_EQ(sent<Append>(logic.out).size(), 1u);
}

TEST(RingChange, LetsNothingThroughThatWaitedWhileTheKeyWasElsewhere) {
  Owner logic;
  logic.step(RingNews{2});
  logic.receive(kGateway, logic.send(2, 0));
  EXPECT_EQ(only<SendNack>(logic.out).code, SendNack::Code::NotOwner);
}

TEST(RingChange, HandsBackWhatWaitsForTheEpoch) {
  Owner logic;
  logic.receive(kGateway, logic.send(1, 0));
  EXPECT_EQ(sent<Take>(logic.out).size(), 1u);
  logic.step(RingNews{1});
  EXPECT_EQ(only<SendNack>(logic.out).code, SendNack::Code::NotOwner);
  logic.taken(1, true);
  EXPECT_TRUE(sent<Append>(logic.out).empty());
}

TEST(RingChange, IsNoConcernOfAnOwnerWithoutFences) {
  Owner logic;
  logic.directory.options.route.rehash = RoutingOptions::Rehash::Immediate;
  logic.own();
  logic.step(RingNews{1});
  logic.receive(kGateway, logic.send(2, 0));
  EXPECT_EQ(sent<Append>(logic.out).size(), 1u);
}

TEST(RingChange, StampsSignalsWithTheRingThatOwnsThem) {
  Owner logic;
  logic.directory.signals = true;
  logic.receive(kGateway, Presence{via_of(kBob), true});
  Signal signal;
  signal.via = via_of(kAda);
  signal.conv = kDm;
  signal.body = BodyId(3);
  EXPECT_EQ(only<Relay>(logic.receive(kGateway, signal)).ring, 0u);
  logic.step(RingNews{3});
  signal.ring = 2;
  EXPECT_EQ(only<Relay>(logic.receive(kGateway, signal)).ring, 3u) << "the gateway is behind";
}

TEST(RingChange, MakesTheOldOwnerDropSignals) {
  Owner logic;
  logic.receive(kGateway, Presence{via_of(kBob), true});
  logic.step(RingNews{1});
  Signal signal;
  signal.via = via_of(kAda);
  signal.conv = kDm;
  signal.body = BodyId(3);
  logic.receive(kGateway, signal);
  EXPECT_TRUE(sent<Relay>(logic.out).empty());
  EXPECT_EQ(only<SendNack>(logic.out).ring, 1u);
}

TEST(Logic, AnswersWhoeverAsksWhetherItIsThere) {
  Owner logic;
  EXPECT_EQ(receivers<Pong>(logic.receive(kGateway, Ping{})), std::vector<ProcessId>{kGateway});
}

}  // namespace
}  // namespace imstorm
