// Signals at a gateway and at a logic process: to the newest session of a device, or to nobody.
#include <gtest/gtest.h>

#include "model/node/gateway.h"
#include "tests/model/node/logic_bench.h"

namespace imstorm {
namespace {

Relay relay_to(std::uint64_t session) {
  Relay relay;
  relay.via = via_of(kAda, session);
  relay.from = kBob;
  relay.conv = kDm;
  relay.body = BodyId(1);
  return relay;
}

TEST(Signals, GoOnlyToTheSessionThatTheLogicProcessMeant) {
  Drive<GatewayNode> gate(kGateway, GatewayNode());
  for (const ProcessId peer : {kLogicA, kLogicB, kStore}) gate.step(PeerUp{peer});
  const ConnectionId line{5};
  gate.step(ConnectionUp{line});
  gate.receive(line, Connect{kAda, via_of(kAda).inst, {}});
  gate.receive(kStore, Registered{via_of(kAda, 2), line.value});
  EXPECT_EQ(frames(gate.receive(kLogicA, relay_to(1))), 0u) << "the session before";
  EXPECT_EQ(frames(gate.receive(kLogicA, relay_to(3))), 0u) << "one that is elsewhere";
  EXPECT_EQ(only<Relay>(gate.receive(kLogicA, relay_to(2))).body, BodyId(1));
}

TEST(Signals, FollowTheNewestSessionWhateverAnOlderOneSaysLate) {
  Bench logic;
  Signal signal;
  signal.via = via_of(kBob);
  signal.conv = kDm;
  EXPECT_EQ(frames(logic.receive(kGateway, signal)), 0u) << "nobody is there";
  logic.receive(kGateway, Presence{via_of(kAda, 2), true});
  logic.receive(kGateway, Presence{via_of(kAda, 1), false});
  EXPECT_EQ(only<Relay>(logic.receive(kGateway, signal)).via.session, Session{2});
  logic.receive(kGateway, Presence{via_of(kAda, 1), true});
  EXPECT_EQ(only<Relay>(logic.receive(kGateway, signal)).via.session, Session{2});
  logic.receive(kGateway, Presence{via_of(kAda, 2), false});
  EXPECT_EQ(frames(logic.receive(kGateway, signal)), 0u);
}

}  // namespace
}  // namespace imstorm
