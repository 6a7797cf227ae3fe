// The session of a device, and what outlives the app.
#include <gtest/gtest.h>

#include "sim/core/ensure.h"
#include "tests/model/node/phone.h"

namespace imstorm {
namespace {

TEST(Session, ConnectsAtTheStartAndTellsHowFarItIs) {
  Phone phone;
  phone.step(Started{});
  EXPECT_EQ(all<OpenConnection>(phone.out).size(), 1u);
  EXPECT_EQ(all<OpenConnection>(phone.out)[0].attempt, 0u);
  EXPECT_EQ(frames(phone.out), 0u);
  phone.step(ConnectionUp{phone.line});
  const Connect connect = only<Connect>(phone.out);
  EXPECT_EQ(connect.device, kAda);
  EXPECT_EQ(connect.inst, InstId(10));
  ASSERT_EQ(connect.positions.size(), 2u);
  EXPECT_EQ(connect.positions[0].conv, kDm);
  EXPECT_FALSE(phone.node.online());
  phone.receive(phone.line, Connected{Session{7}, {}});
  EXPECT_TRUE(phone.node.online());
  ASSERT_EQ(seen(phone.out, EventKind::Connected).size(), 1u);
  EXPECT_EQ(seen(phone.out, EventKind::Connected)[0].value, 7u);
}

TEST(Session, TriesAgainWhenConnectingTakesTooLong) {
  Phone phone;
  phone.step(timer(phone.step(Started{}), seconds(5)));
  EXPECT_TRUE(all<OpenConnection>(phone.out).empty()) << "after a pause";
  phone.step(timer(phone.out, seconds(1)));
  ASSERT_EQ(all<OpenConnection>(phone.out).size(), 1u);
  EXPECT_EQ(all<OpenConnection>(phone.out)[0].attempt, 1u) << "perhaps elsewhere";
  phone.step(timer(phone.out, seconds(5)));
  EXPECT_EQ(timers(phone.out, seconds(2)).size(), 1u) << "after a longer pause";
}

TEST(Session, TriesAgainWhenTheConnectionCannotBeOpened) {
  Phone phone;
  phone.step(Started{});
  phone.step(ConnectionDown{ConnectionId{}});
  phone.step(timer(phone.out, seconds(1)));
  EXPECT_EQ(all<OpenConnection>(phone.out).size(), 1u);
}

TEST(Session, WaitsLongerForAnAnswerTheLongerItHasTried) {
  Phone phone;
  phone.step(Started{});
  for (const int backoff : {1, 2, 4, 8}) {
    phone.step(timer(phone.out, seconds(5)));
    phone.step(timer(phone.out, seconds(backoff)));
  }
  EXPECT_EQ(timers(phone.out, seconds(8)).size(), 1u) << "a link may be that slow";
}

/// The longest back-off is no bound for how far away a server may be.
TEST(Session, WaitsForAnAnswerLongerThanItWaitsToTryAgain) {
  Phone phone;
  phone.step(Started{});
  for (const auto& [wait, backoff] :
       {std::pair{5, 1}, {5, 2}, {5, 4}, {5, 8}, {8, 16}, {16, 30}, {32, 30}, {64, 30}, {90, 30}}) {
    phone.step(timer(phone.out, seconds(wait)));
    phone.step(timer(phone.out, seconds(backoff)));
  }
  EXPECT_EQ(timers(phone.out, seconds(90)).size(), 1u) << "at most session.connect_max";
  phone.reconnect(1);
  phone.step(ConnectionDown{phone.line});
  phone.step(timer(phone.out, seconds(1)));
  EXPECT_EQ(timers(phone.out, seconds(5)).size(), 1u) << "it begins anew";
}

TEST(Session, ClosesAConnectionThatComesTooLate) {
  Phone phone;
  phone.go_online();
  phone.step(ConnectionUp{ConnectionId(6)});
  ASSERT_EQ(all<CloseConnection>(phone.out).size(), 1u);
  EXPECT_EQ(all<CloseConnection>(phone.out)[0].connection, ConnectionId(6));
  EXPECT_TRUE(phone.node.online());
}

TEST(Session, ClosesTheSecondOfTwoConnections) {
  Phone phone;
  phone.step(Started{});
  phone.step(ConnectionUp{phone.line});
  phone.step(ConnectionUp{ConnectionId(6)});
  EXPECT_EQ(frames(phone.out), 0u);
  ASSERT_EQ(all<CloseConnection>(phone.out).size(), 1u);
  EXPECT_EQ(all<CloseConnection>(phone.out)[0].connection, ConnectionId(6));
}

TEST(Session, WaitsAnewAfterASuccess) {
  Phone phone;
  phone.step(timer(phone.step(Started{}), seconds(5)));
  phone.step(timer(phone.out, seconds(1)));
  phone.reconnect(1);
  EXPECT_EQ(timers(phone.step(ConnectionDown{phone.line}), seconds(1)).size(), 1u);
}

TEST(Session, ATimerOfAnEarlierAttemptEndsNoLaterOne) {
  Phone phone;
  const TimerFired earlier = timer(phone.step(Started{}), seconds(5));
  phone.step(ConnectionDown{ConnectionId{}});
  phone.step(timer(phone.out, seconds(1)));
  EXPECT_TRUE(phone.step(earlier).empty());
  EXPECT_EQ(sent<Connect>(phone.step(ConnectionUp{phone.line})).size(), 1u);
}

TEST(Session, HearsNothingOnAnotherConnection) {
  Phone phone;
  phone.go_online();
  EXPECT_TRUE(phone.receive(ConnectionId(6), Notify{{}, kDm, {}, Seq{5}}).empty());
  phone.step(ConnectionDown{ConnectionId(6)});
  EXPECT_TRUE(phone.node.online());
}

TEST(Session, RepeatsTheSessionThatItIsAskedAbout) {  // rule H47
  Phone phone;
  phone.go_online();
  EXPECT_EQ(only<Pong>(phone.receive(phone.line, Ping{Session{7}})).session, Session{7});
  EXPECT_TRUE(phone.receive(ConnectionId(6), Ping{Session{7}}).empty()) << "not on another line";
}

TEST(Session, WaitsAnewWhenItIsAskedWhetherItLives) {
  Phone phone;
  const TimerFired earlier = timer(phone.step(Started{}), seconds(5));
  phone.step(ConnectionUp{phone.line});
  EXPECT_EQ(timers(phone.receive(phone.line, Ping{Session{1}}), seconds(5)).size(), 1u);
  EXPECT_TRUE(phone.step(earlier).empty()) << "its answer is on its way";
}

TEST(Session, PingsAndGivesUpWhenNothingIsHeard) {
  Phone phone;
  phone.go_online();
  TimerFired ring = timer(phone.out, seconds(30));
  phone.pass(seconds(30));
  phone.step(ring);
  EXPECT_EQ(sent<Ping>(phone.out).size(), 1u);
  ring = timer(phone.out, seconds(30));
  phone.receive(phone.line, Pong{});
  phone.pass(seconds(30));
  phone.step(ring);
  EXPECT_EQ(sent<Ping>(phone.out).size(), 1u) << "30 s of silence are allowed";
  ring = timer(phone.out, seconds(30));
  phone.pass(seconds(30));
  phone.step(ring);
  EXPECT_FALSE(phone.node.online());
  EXPECT_EQ(all<CloseConnection>(phone.out).size(), 1u);
  EXPECT_EQ(seen(phone.out, EventKind::Disconnected).size(), 1u);
  EXPECT_EQ(timers(phone.out, seconds(1)).size(), 1u);
}

TEST(Session, LooksForWhatNoNotificationSaid) {  // rule R6
  Phone phone;
  phone.go_online();
  phone.step(timer(phone.out, seconds(120)));
  const Sync sync = only<Sync>(phone.out);
  EXPECT_EQ(sync.session, Session{1});
  EXPECT_EQ(sync.positions.size(), 2u);
  phone.receive(phone.line, Connected{Session{1}, {{kTeam, {}, Seq{4}, {}}}});
  EXPECT_EQ(timers(phone.out, seconds(120)).size(), 1u) << "and will look again";
  EXPECT_EQ(only<Pull>(phone.out).conv, kTeam);
  EXPECT_TRUE(seen(phone.out, EventKind::Connected).empty()) << "no new session began";
  phone.write(1);
  EXPECT_EQ(frames(phone.receive(phone.line, Connected{Session{1}, {}})), 0u)
      << "so nothing in flight is sent again";
}

TEST(Session, LooksAgainSoonWhereNobodyAnswers) {
  Phone phone;
  phone.go_online();
  phone.step(timer(phone.out, seconds(120)));
  phone.step(timer(phone.out, seconds(5)));
  EXPECT_EQ(only<Sync>(phone.out).session, Session{1});
  const TimerFired soon = timer(phone.out, seconds(5));
  phone.receive(phone.line, Connected{Session{1}, {}});
  EXPECT_EQ(frames(phone.step(soon)), 0u) << "it was answered";
}

TEST(Session, NeverLooksWhereThePolicySaysSo) {
  Phone phone;
  phone.directory.options.session.sync = {};
  phone.go_online();
  EXPECT_TRUE(timers(phone.out, seconds(120)).empty());
}

TEST(Session, WaitsForTheNetwork) {
  Phone phone;
  phone.go_online();
  phone.step(NetworkChanged{false});
  EXPECT_FALSE(phone.node.online());
  EXPECT_EQ(all<CloseConnection>(phone.out).size(), 1u);
  EXPECT_TRUE(all<SetTimer>(phone.out).empty());
  EXPECT_TRUE(phone.step(Started{}).empty());
  phone.step(NetworkChanged{true});
  EXPECT_EQ(all<OpenConnection>(phone.out).size(), 1u) << "at once";
}

TEST(Session, ItsEndEndsItsPulls) {
  Phone phone;
  phone.go_online();
  const Pull pull = only<Pull>(phone.notify(3));
  const TimerFired ring = timer(phone.out, seconds(2));
  phone.step(ConnectionDown{phone.line});
  EXPECT_EQ(phone.node.pulls_pending(), 0u);
  EXPECT_EQ(frames(phone.step(ring)), 0u);
  phone.step(NetworkChanged{true});
  phone.reconnect(2, {{kDm, {}, Seq{3}, {}}});
  const Pull again = only<Pull>(phone.out);
  EXPECT_NE(again.req, pull.req);
  EXPECT_EQ(written(phone.receive(phone.line, phone.answer(pull, 3, 3))), 0u);
}

TEST(Session, TakesTheNewestOfTwoAnswers) {
  Phone phone;
  phone.go_online();
  phone.receive(phone.line, Connected{Session{3}, {}});
  phone.receive(phone.line, Connected{Session{2}, {}});
  const TimerFired ring = timer(phone.out, seconds(120));
  EXPECT_EQ(only<Sync>(phone.step(ring)).session, Session{3});
}

// What outlives the app.

TEST(Restart, RecoversExactlyTheRecordsThatSurvived) {
  for (std::uint32_t survivors = 0; survivors <= 3; ++survivors) {
    Phone phone;
    phone.go_online();
    for (int body = 1; body <= 3; ++body) phone.step(AppSend{kDm, BodyId(body), 10});
    ASSERT_EQ(phone.node.unsynced(), 3u);
    phone.recover(survivors);
    EXPECT_EQ(frames(phone.out), 0u) << "a dead app says nothing";
    EXPECT_EQ(seen(phone.out, EventKind::Sent).size(), survivors);
    EXPECT_EQ(phone.node.outbox_rows(), survivors);
    EXPECT_EQ(phone.node.unsynced(), 0u);
    phone.go_online();
    EXPECT_EQ(sent<Send>(phone.out).size(), survivors);
  }
}

TEST(Restart, CannotRecoverMoreThanWasWritten) {
  Phone phone;
  phone.step(AppSend{kDm, BodyId(1), 10});
  EXPECT_THROW(phone.recover(2), InternalError);
  EXPECT_THROW(phone.step(Persisted{2}), InternalError);
  EXPECT_THROW(phone.step(Started{}), InternalError) << "what was written is still in doubt";
}

TEST(Restart, SendsTheOutboxAgainUnderTheSameNames) {
  Phone phone;
  phone.go_online();
  const Send first = only<Send>(phone.write(1));
  const Send second = only<Send>(phone.write(2));
  phone.recover(0);
  phone.go_online();
  EXPECT_EQ(cseqs(phone.out), (Cseqs{1, 2}));
  EXPECT_EQ(sent<Send>(phone.out)[0].cmid, first.cmid);
  EXPECT_EQ(sent<Send>(phone.out)[1].cmid, second.cmid);
  EXPECT_EQ(only<Send>(phone.write(3)).cmid.n, 3u) << "and names go on";
}

TEST(Restart, RemembersCursorsAndForgetsPermits) {
  Phone phone;
  phone.go_online();
  phone.hold(3);
  phone.permit(2);
  phone.step(Persisted{1});
  phone.recover(0);
  phone.step(Started{});
  EXPECT_EQ(written(phone.out), 0u);
  const Connect connect = only<Connect>(phone.step(ConnectionUp{phone.line}));
  EXPECT_EQ(connect.positions[0].recv, Seq{3});
  EXPECT_EQ(connect.positions[0].consumed, Seq{1});
  phone.receive(phone.line, Connected{Session{2}, {}});
  EXPECT_EQ(written(phone.out), 0u) << "nothing is consumed before it is permitted anew";
  phone.permit(2);
  EXPECT_EQ(seqs(seen(phone.persist(), EventKind::Consumed)), Seqs{2});
  phone.permit(3);
  EXPECT_EQ(seqs(seen(phone.persist(), EventKind::Consumed)), Seqs{3});
}

TEST(Restart, RepeatsWhatItForgotWhereConsumptionIsVolatile) {
  Phone phone;
  phone.directory.options.consume.state = ConsumeOptions::State::Volatile;
  phone.go_online();
  phone.hold(2);
  phone.permit(2);
  phone.persist();
  EXPECT_EQ(phone.node.consumed(kDm), Seq{2});
  phone.go_online();
  phone.permit(2);
  EXPECT_EQ(seqs(seen(phone.persist(), EventKind::Consumed)), (Seqs{1, 2}));
}

TEST(Restart, AfterAWipeIsANewInstallation) {
  Phone phone;
  phone.go_online();
  phone.hold(3);
  phone.write(1);
  phone.step(AppSend{kDm, BodyId(2), 10});
  phone.node.wipe(InstId(77), phone.directory);
  EXPECT_EQ(phone.node.unsynced(), 0u);
  EXPECT_EQ(phone.node.outbox_rows(), 0u);
  EXPECT_EQ(phone.node.unconsumed_rows(), 0u);
  EXPECT_EQ(phone.node.inst(), InstId(77));
  phone.step(Started{});
  const Connect connect = only<Connect>(phone.step(ConnectionUp{phone.line}));
  EXPECT_EQ(connect.inst, InstId(77));
  EXPECT_EQ(connect.positions[0].recv, Seq{0});
  phone.receive(phone.line, Connected{Session{2}, {}});
  const Send send = only<Send>(phone.write(3));
  EXPECT_EQ(send.cmid, (Cmid{InstId(77), 1}));
  EXPECT_EQ(send.cseq, Cseq{1});
}

}  // namespace
}  // namespace imstorm
