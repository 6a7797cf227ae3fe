#include "tests/model/node/gate.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "sim/core/ensure.h"

namespace imstorm {
namespace {

bool closes(const Outputs& out, ConnectionId connection) {
  const auto closed = all<CloseConnection>(out);
  return std::any_of(closed.begin(), closed.end(),
                     [&](const CloseConnection& c) { return c.connection == connection; });
}

TEST(Gateway, RegistersASessionFirst) {
  Gate gate;
  gate.connect(gate.line);
  const Register asked = only<Register>(gate.out);
  EXPECT_EQ(asked.via.device, kAda);
  EXPECT_EQ(asked.via.inst, InstId(10));
  EXPECT_EQ(asked.via.gateway, kGateway);
  EXPECT_EQ(receivers<Register>(gate.out), std::vector<ProcessId>{kStore});
  EXPECT_EQ(frames(gate.out), 1u) << "nothing else before the registry has answered";
}

TEST(Gateway, SubscribesWhereTheKeysLive) {
  Gate gate;
  gate.connect(gate.line);
  gate.registered(gate.line, 7);
  const std::vector<Subscribe> asked = sent<Subscribe>(gate.out);
  ASSERT_EQ(asked.size(), 2u);
  EXPECT_EQ(asked[0].at.conv, kDm);
  EXPECT_EQ(asked[0].at.recv, Seq{4});
  EXPECT_EQ(asked[0].at.consumed, Seq{3});
  EXPECT_EQ(asked[0].via.session, Session{7});
  EXPECT_TRUE(asked[0].rebase) << "a new session";
  EXPECT_EQ(receivers<Subscribe>(gate.out),
            (std::vector<ProcessId>{gate.owner(kDm), gate.owner(kTeam)}));
}

TEST(Gateway, SaysConnectedOnlyAfterEverySubscriptionIsLive) {  // rule G3
  Gate gate;
  gate.connect(gate.line);
  EXPECT_TRUE(sent<Connected>(gate.registered(gate.line, 1)).empty());
  EXPECT_TRUE(gate.subscribed(kDm).empty());
  EXPECT_TRUE(gate.subscribed(kDm).empty()) << "the same again is not the other one";
  const Connected connected = only<Connected>(gate.subscribed(kTeam));
  EXPECT_EQ(connected.session, Session{1});
  ASSERT_EQ(connected.heads.size(), 2u);
  EXPECT_EQ(connected.heads[0].hw, Seq{9});
  EXPECT_EQ(all<SendOn>(gate.out)[0].connection, gate.line);
}

TEST(Gateway, CountsNothingBeforeTheSessionIsRegistered) {
  Gate gate;
  gate.connect(gate.line);
  Send send;
  send.conv = kDm;
  EXPECT_TRUE(gate.receive(gate.line, send).empty());
  EXPECT_TRUE(gate.receive(gate.line, Pull{}).empty());
  EXPECT_EQ(sent<Pong>(gate.receive(gate.line, Ping{})).size(), 1u) << "but it is alive";
}

TEST(Gateway, IgnoresARegistrationThatNobodyWaitsFor) {
  Gate gate;
  gate.connect(gate.line);
  Via other = via_of(kAda);
  other.inst = InstId(99);
  EXPECT_TRUE(gate.receive(kStore, Registered{other, gate.line.value}).empty())
      << "of another installation";
  other = via_of(kBob);
  other.inst = InstId(10);
  EXPECT_TRUE(gate.receive(kStore, Registered{other, gate.line.value}).empty())
      << "of another device";
  gate.registered(gate.line, 5);
  EXPECT_TRUE(gate.registered(gate.line, 4).empty()) << "an older session";
  gate.step(ConnectionDown{gate.line});
  EXPECT_TRUE(gate.registered(gate.line, 6).empty()) << "the connection has gone";
}

TEST(Gateway, RoutesAMessageToTheOwnerOfItsConversation) {
  Gate gate;
  gate.go_online();
  for (const ConvId conv : {kDm, kTeam}) {
    Send send;
    send.conv = conv;
    send.body = BodyId(8);
    gate.receive(gate.line, send);
    EXPECT_EQ(receivers<Send>(gate.out), std::vector<ProcessId>{gate.owner(conv)});
    EXPECT_EQ(only<Send>(gate.out).via.device, kAda);
    EXPECT_EQ(only<Send>(gate.out).via.session, Session{1});
    EXPECT_EQ(frames(gate.out), 1u) << "and says nothing about it itself (G4)";
  }
}

TEST(Gateway, AnswersForTheStoreWhereThePolicySaysSo) {
  Gate gate;
  gate.directory.options.ack.sender = AckOptions::Sender::AtGateway;
  gate.go_online();
  Send send;
  send.conv = kDm;
  send.cseq = Cseq{3};
  EXPECT_EQ(only<SendAck>(gate.receive(gate.line, send)).cseq, Cseq{3});
  EXPECT_EQ(sent<Send>(gate.out).size(), 1u);
}

TEST(Gateway, ForwardsWhatADeviceSaysToItsNotifier) {
  Gate gate;
  gate.go_online();
  Pull pull;
  pull.conv = kTeam;
  gate.receive(gate.line, pull);
  EXPECT_EQ(receivers<Pull>(gate.out), std::vector<ProcessId>{gate.owner(kTeam)});
  EXPECT_EQ(only<Pull>(gate.out).via.device, kAda);
  Ack ack;
  ack.conv = kDm;
  EXPECT_EQ(only<Ack>(gate.receive(gate.line, ack)).via.session, Session{1});
  ack.conv = ConvId(9);
  EXPECT_TRUE(gate.receive(gate.line, ack).empty()) << "not subscribed";
}

TEST(Gateway, DeliversToTheDevicesConnection) {
  Gate gate;
  gate.go_online();
  gate.receive(gate.owner(kDm), Notify{via_of(kAda), kDm, {}, Seq{5}});
  ASSERT_EQ(all<SendOn>(gate.out).size(), 1u);
  EXPECT_EQ(all<SendOn>(gate.out)[0].connection, gate.line);
  EXPECT_EQ(only<Notify>(gate.out).hw, Seq{5});
  Data data;
  data.via = via_of(kAda);
  EXPECT_EQ(sent<Data>(gate.receive(kLogicB, data)).size(), 1u);
}

TEST(Gateway, DropsWhatWasMeantForAnOlderSession) {  // rule G2
  Gate gate;
  gate.connect(gate.line);
  gate.registered(gate.line, 3);
  Data data;
  data.via = via_of(kAda, 2);
  EXPECT_TRUE(gate.receive(kLogicA, data).empty());
  data.via = via_of(kAda, 3);
  EXPECT_FALSE(gate.receive(kLogicA, data).empty());
  data.via.inst = InstId(99);
  EXPECT_TRUE(gate.receive(kLogicA, data).empty()) << "or for an older installation";
  data.via = via_of(kBob);
  EXPECT_TRUE(gate.receive(kLogicA, data).empty()) << "or for who is not here";
  SendAck ack;
  ack.via = via_of(kAda, 2);
  EXPECT_EQ(sent<SendAck>(gate.receive(kLogicA, ack)).size(), 1u) << "an outcome is always true";
}

TEST(Gateway, AnswersHintsForADeviceThatMovedOn) {
  Gate gate;
  gate.go_online();
  const Unsubscribe older =
      only<Unsubscribe>(gate.receive(gate.owner(kDm), Notify{via_of(kAda, 0), kDm, {}, Seq{5}}));
  EXPECT_EQ(older.via.session, Session{0}) << "just that one";
  EXPECT_EQ(older.conv, kDm);
  gate.receive(gate.deputy(kDm), Consume{via_of(kAda), kDm, {}, Seq{5}});
  EXPECT_EQ(receivers<Unsubscribe>(gate.out), std::vector<ProcessId>{gate.deputy(kDm)})
      << "its subscription is elsewhere";
  EXPECT_TRUE(all<SendOn>(gate.out).empty());
  gate.step(ConnectionDown{gate.line});
  gate.receive(gate.owner(kDm), Notify{via_of(kAda), kDm, {}, Seq{5}});
  EXPECT_EQ(sent<Unsubscribe>(gate.out).size(), 1u);
}

TEST(Gateway, ClosesASupersededSession) {
  Gate gate;
  gate.go_online();
  gate.subscribed(kDm, 1, true);
  EXPECT_TRUE(closes(gate.out, gate.line));
  EXPECT_EQ(sent<Unsubscribe>(gate.out).size(), 2u);
  EXPECT_TRUE(gate.receive(gate.line, Ping{}).empty());
}

TEST(Gateway, ANewSessionOfADeviceClosesTheOlder) {
  Gate gate;
  gate.go_online();
  const ConnectionId newer(6);
  EXPECT_FALSE(closes(gate.connect(newer), gate.line)) << "not before it is registered";
  gate.registered(newer, 2);
  EXPECT_TRUE(closes(gate.out, gate.line));
  EXPECT_FALSE(closes(gate.out, newer));
  gate.step(ConnectionDown{gate.line});
  EXPECT_TRUE(gate.out.empty()) << "its subscriptions have been taken over";
  gate.receive(gate.owner(kDm), Notify{via_of(kAda, 2), kDm, {}, Seq{5}});
  ASSERT_EQ(all<SendOn>(gate.out).size(), 1u);
  EXPECT_EQ(all<SendOn>(gate.out)[0].connection, newer);
}

TEST(Gateway, UnsubscribesADeviceThatLeaves) {
  Gate gate;
  gate.go_online();
  gate.step(ConnectionDown{gate.line});
  EXPECT_EQ(receivers<Unsubscribe>(gate.out),
            (std::vector<ProcessId>{gate.owner(kDm), gate.owner(kTeam)}));
  EXPECT_EQ(sent<Unsubscribe>(gate.out)[0].via.session, Session{1});
  EXPECT_TRUE(gate.step(ConnectionDown{gate.line}).empty());
}

TEST(Gateway, ClosesWhatIsSilentForTooLong) {
  Gate gate;
  gate.step(ConnectionUp{gate.line});
  const TimerFired first = timer(gate.out, seconds(90));
  gate.pass(seconds(50));
  gate.receive(gate.line, Ping{});
  gate.pass(seconds(40));
  gate.step(first);
  EXPECT_FALSE(closes(gate.out, gate.line));
  const TimerFired second = timer(gate.out, seconds(50));
  gate.pass(seconds(50));
  gate.step(second);
  EXPECT_TRUE(closes(gate.out, gate.line));
}

TEST(Gateway, ATimerOfAnEarlierConnectionClosesNoLaterOne) {
  Gate gate;
  gate.step(ConnectionUp{gate.line});
  const TimerFired ring = timer(gate.out, seconds(90));
  gate.step(ConnectionDown{gate.line});
  gate.step(ConnectionUp{gate.line});
  gate.pass(seconds(90));
  EXPECT_TRUE(gate.step(ring).empty());
}

TEST(Gateway, SubscriptionsFollowTheirKeys) {
  Gate gate;
  gate.go_online();
  const ProcessId owner = gate.owner(kDm), deputy = gate.deputy(kDm);
  gate.step(PeerDown{owner, true});
  for (const Subscribe& moved : sent<Subscribe>(gate.out)) {
    EXPECT_FALSE(moved.rebase) << "the session is the same";
    EXPECT_EQ(moved.at.recv, Seq{0}) << "the store knows better than a gateway";
  }
  const auto at = receivers<Subscribe>(gate.out);
  EXPECT_GE(at.size(), 1u);
  EXPECT_EQ(std::count(at.begin(), at.end(), deputy), std::ssize(at));
  Send send;
  send.conv = kDm;
  EXPECT_EQ(receivers<Send>(gate.receive(gate.line, send)), std::vector<ProcessId>{deputy});
  gate.step(PeerUp{owner});
  EXPECT_EQ(receivers<Subscribe>(gate.out), std::vector<ProcessId>(at.size(), owner));
  EXPECT_EQ(receivers<Unsubscribe>(gate.out), std::vector<ProcessId>(at.size(), deputy));
}

TEST(Gateway, SubscribesAgainWhereOneOfSeveralSocketsBroke) {
  Gate gate;
  gate.go_online();
  const ProcessId owner = gate.owner(kDm);
  gate.step(PeerDown{owner, false});
  const auto at = receivers<Subscribe>(gate.out);
  EXPECT_GE(at.size(), 1u) << "what was under way may be lost";
  EXPECT_EQ(std::count(at.begin(), at.end(), owner), std::ssize(at));
  EXPECT_TRUE(gate.step(PeerUp{owner}).empty()) << "one more socket to a known server";
}

TEST(Gateway, MovesWithTheDevicesOwnPositionsWhileItConnects) {
  Gate gate;
  gate.connect(gate.line);
  gate.registered(gate.line, 1);
  gate.step(PeerDown{gate.owner(kDm), true});
  const std::vector<Subscribe> moved = sent<Subscribe>(gate.out);
  ASSERT_GE(moved.size(), 1u);
  EXPECT_EQ(moved[0].at.conv, kDm);
  EXPECT_EQ(moved[0].at.recv, Seq{4});
  EXPECT_TRUE(moved[0].rebase);
  const bool moved_both = moved.size() == 2;
  gate.receive(moved_both ? gate.deputy(kTeam) : gate.owner(kTeam),
               Subscribed{via_of(kAda), {kTeam, {}, Seq{9}, {}}, false});
  EXPECT_TRUE(gate.subscribed(kDm).empty()) << "the former owner's answer is void";
  gate.receive(gate.deputy(kDm), Subscribed{via_of(kAda), {kDm, {}, Seq{9}, {}}, false});
  EXPECT_EQ(only<Connected>(gate.out).heads.size(), 2u);
}

TEST(Gateway, WaitsForALogicProcess) {
  Gate gate;
  gate.step(PeerDown{kLogicA, true});
  gate.step(PeerDown{kLogicB, true});
  gate.connect(gate.line);
  EXPECT_TRUE(gate.registered(gate.line, 1).empty());
  Send send;
  send.conv = kDm;
  EXPECT_TRUE(gate.receive(gate.line, send).empty()) << "the outbox tries again";
  gate.step(PeerUp{kLogicB});
  EXPECT_EQ(receivers<Subscribe>(gate.out), (std::vector<ProcessId>{kLogicB, kLogicB}));
  EXPECT_TRUE(sent<Subscribe>(gate.out)[0].rebase);
}

TEST(Gateway, AnswersASyncLikeAConnectWithoutANewSession) {
  Gate gate;
  gate.go_online();
  gate.receive(gate.line,
               Sync{Session{1}, {{kDm, {}, Seq{8}, Seq{8}}, {kTeam, {}, Seq{2}, Seq{2}}}});
  const std::vector<Subscribe> asked = sent<Subscribe>(gate.out);
  ASSERT_EQ(asked.size(), 2u);
  EXPECT_EQ(asked[0].at.recv, Seq{8});
  EXPECT_FALSE(asked[0].rebase);
  gate.subscribed(kDm);
  EXPECT_EQ(only<Connected>(gate.subscribed(kTeam)).heads.size(), 2u);
}

TEST(Gateway, ASyncMovesNoCursorsHoweverOftenItIsAsked) {
  Gate gate;
  gate.go_online();
  const Sync sync{Session{1}, {{kDm, {}, Seq{8}, Seq{8}}}};
  gate.receive(gate.line, sync);
  EXPECT_FALSE(only<Subscribe>(gate.receive(gate.line, sync)).rebase);
  gate.step(PeerDown{gate.owner(kDm), true});
  for (const Subscribe& moved : sent<Subscribe>(gate.out)) EXPECT_FALSE(moved.rebase);
}

TEST(Gateway, TheEndOfAnOlderSessionLeavesTheNewerOneAlone) {
  Gate gate;
  gate.directory.options.session.takeover = SessionOptions::Takeover::BothLive;
  gate.go_online();
  const ConnectionId newer(6);
  gate.connect(newer);
  EXPECT_FALSE(closes(gate.registered(newer, 2), gate.line)) << "where both may live";
  gate.step(ConnectionDown{gate.line});
  gate.receive(gate.owner(kDm), Notify{via_of(kAda, 2), kDm, {}, Seq{5}});
  ASSERT_EQ(all<SendOn>(gate.out).size(), 1u);
  EXPECT_EQ(all<SendOn>(gate.out)[0].connection, newer);
}

TEST(Gateway, ForgetsEverythingAtARestart) {
  Gate gate;
  gate.go_online();
  gate.step(Started{});
  EXPECT_TRUE(gate.out.empty());
  EXPECT_TRUE(gate.receive(gate.line, Ping{}).empty());
}

TEST(Gateway, RefusesWhatIsNotForIt) {
  Gate gate;
  gate.go_online();
  EXPECT_THROW(gate.receive(gate.line, Take{}), InternalError);
  EXPECT_THROW(gate.receive(kLogicA, Take{}), InternalError);
}

}  // namespace
}  // namespace imstorm
