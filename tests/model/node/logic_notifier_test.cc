// A logic process as the notifier of a conversation and as its cache.
#include <gtest/gtest.h>

#include "tests/model/node/logic_bench.h"

namespace imstorm {
namespace {

TEST(Notifier, IsLiveBeforeItReadsTheHead) {  // rule G3
  Bench logic;
  logic.own();
  logic.subscribe(kBob);
  EXPECT_EQ(receivers<Attach>(logic.out), std::vector<ProcessId>{kStore});
  EXPECT_TRUE(only<Attach>(logic.out).rebase);
  EXPECT_TRUE(sent<Subscribed>(logic.out).empty());
  EXPECT_EQ(only<Notify>(logic.committed(1)).via.device, kBob) << "nothing goes unnoticed";
  logic.attached(kBob, 1);
  EXPECT_EQ(only<Subscribed>(logic.out).head.hw, Seq{1});
  EXPECT_FALSE(only<Subscribed>(logic.out).superseded);
}

TEST(Notifier, NotifiesWhoIsBehind) {
  Bench logic;
  logic.own();
  logic.join(kAda, 0, 0);
  logic.join(kBob, 5, 0);
  const Notify notify = only<Notify>(logic.committed(1));
  EXPECT_EQ(notify.via.device, kAda);
  EXPECT_EQ(notify.hw, Seq{1});
  EXPECT_EQ(receivers<Notify>(logic.out), std::vector<ProcessId>{kGateway});
}

TEST(Notifier, NotifiesAgainUntilReceived) {  // rule N1
  Bench logic;
  logic.join(kBob, 0, 2);
  EXPECT_EQ(only<Notify>(logic.out).hw, Seq{2});
  TimerFired ring = timer(logic.out, seconds(1));
  for (const Duration wait : {seconds(2), seconds(4), seconds(8)}) {
    logic.pass(wait);
    logic.step(ring);
    EXPECT_EQ(only<Notify>(logic.out).hw, Seq{2});
    ring = timer(logic.out, wait);
  }
  logic.ack(kBob, 2);
  logic.consume_ack(kBob, 2);
  logic.pass(seconds(8));
  EXPECT_TRUE(logic.step(ring).empty()) << "it has all there is";
}

TEST(Notifier, NotifiesOnceWhereThePolicySaysSo) {
  Bench logic;
  logic.directory.options.notify.repeat = NotifyOptions::Repeat::Once;
  logic.join(kBob, 0, 2);
  EXPECT_EQ(sent<Notify>(logic.out).size(), 1u);
  EXPECT_TRUE(all<SetTimer>(logic.out).empty());
}

TEST(Notifier, LeavesADeviceThatIsAtWorkInPeace) {
  Bench logic;
  logic.own(4);
  const TimerFired ring = timer(logic.subscribe(kBob), seconds(1));
  logic.pass(milliseconds(900));
  logic.ack(kBob, 2);
  logic.pass(milliseconds(100));
  logic.step(ring);
  EXPECT_EQ(frames(logic.out), 0u);
  EXPECT_EQ(all<SetTimer>(logic.out).size(), 1u) << "but it is watched on";
}

TEST(Notifier, PermitsWhatIsAcknowledged) {
  Bench logic;
  logic.join(kBob, 0, 3);
  const Consume permit = only<Consume>(logic.ack(kBob, 2));
  EXPECT_EQ(permit.upto, Seq{2});
  EXPECT_EQ(permit.via.device, kBob);
  EXPECT_TRUE(sent<Consume>(logic.ack(kBob, 2)).empty()) << "the same again is nothing new";
  EXPECT_TRUE(sent<Consume>(logic.ack(kBob, 1)).empty());
  EXPECT_TRUE(sent<Consume>(logic.consume_ack(kBob, 1)).empty()) << "half of it is consumed";
}

TEST(Notifier, PushesWhatIsCommittedToThoseWhoAreBehind) {
  Bench logic;
  logic.directory.options.deliver.mode = DeliverOptions::Mode::PushPrev;
  logic.own();
  logic.join(kAda, 5, 5);
  logic.join(kBob, 5, 5);
  const std::vector<Push> pushed = sent<Push>(logic.committed(6));
  ASSERT_EQ(pushed.size(), 2u);
  EXPECT_EQ(pushed[0].prev, Seq{5});
  EXPECT_EQ(pushed[0].entry.seq, Seq{6});
  EXPECT_TRUE(sent<Notify>(logic.out).empty());
  EXPECT_EQ(timers(logic.out, seconds(1)).size(), 2u) << "repeated as a notification (N1)";
}

TEST(Notifier, PushesBlindlyAndRepeatsNothing) {
  Bench logic;
  logic.directory.options.deliver.mode = DeliverOptions::Mode::Push;
  logic.own();
  logic.join(kBob, 0, 5);
  EXPECT_EQ(sent<Push>(logic.committed(6)).size(), 1u);
  EXPECT_TRUE(timers(logic.out, seconds(1)).empty());
  EXPECT_EQ(frames(logic.attached(kAda, 9)), 0u) << "nobody is notified of a raised head";
}

TEST(Notifier, WatchesADeviceByOneTimer) {
  Bench logic;
  logic.own();
  logic.join(kBob, 0, 0);
  EXPECT_EQ(all<SetTimer>(logic.committed(1)).size(), 1u);
  EXPECT_EQ(all<SetTimer>(logic.committed(2)).size(), 0u);
}

TEST(Notifier, PermitsAgainUntilConsumed) {  // rule N3
  Bench logic;
  logic.subscribe(kBob);
  logic.ack(kBob, 2);
  TimerFired ring = timer(logic.out, seconds(1));
  logic.pass(seconds(1));
  logic.step(ring);
  EXPECT_EQ(only<Consume>(logic.out).upto, Seq{2});
  ring = timer(logic.out, seconds(2));
  logic.consume_ack(kBob, 2);
  logic.pass(seconds(2));
  EXPECT_TRUE(logic.step(ring).empty());
}

TEST(Notifier, PermitsNothingWhereDevicesConsumeByThemselves) {
  Bench logic;
  logic.directory.options.consume.phases = ConsumeOptions::Phases::TwoLocal;
  logic.subscribe(kBob);
  EXPECT_TRUE(sent<Consume>(logic.ack(kBob, 2)).empty());
  EXPECT_TRUE(timers(logic.out, seconds(1)).empty());
}

TEST(Notifier, IgnoresAnOlderSession) {
  Bench logic;
  logic.subscribe(kBob, 3);
  logic.attached(kBob, 4, 3);
  EXPECT_TRUE(logic.ack(kBob, 4, 2).empty());
  EXPECT_TRUE(logic.attached(kBob, 4, 2).empty());
  EXPECT_EQ(sent<Consume>(logic.ack(kBob, 4, 3)).size(), 1u);
}

TEST(Notifier, TellsAnOlderSessionThatItIsSuperseded) {
  Bench logic;
  logic.subscribe(kBob, 3);
  logic.subscribe(kBob, 2);
  EXPECT_TRUE(only<Subscribed>(logic.out).superseded);
  EXPECT_TRUE(sent<Attach>(logic.out).empty());
  logic.receive(kStore, Attached{via_of(kBob, 3), {kDm, {}, {}, {}}, Epoch{1}, {}, {}, true});
  EXPECT_TRUE(only<Subscribed>(logic.out).superseded) << "the store may know better";
  EXPECT_TRUE(logic.ack(kBob, 4, 3).empty()) << "and the subscription is gone";
}

TEST(Notifier, PassesOnThatAnInstallationMustShowThatItLives) {  // rule H47
  Bench logic;
  logic.subscribe(kBob, 3);
  EXPECT_FALSE(only<Attach>(logic.out).proven);
  Attached doubted{via_of(kBob, 3), {kDm, {}, {}, {}}, Epoch{1}, {}, {}, false};
  doubted.unproven = true;
  EXPECT_TRUE(only<Subscribed>(logic.receive(kStore, doubted)).unproven);
  Subscribe again{via_of(kBob, 3), {kDm, {}, {}, {}}, true};
  again.proven = true;
  EXPECT_TRUE(only<Attach>(logic.receive(kGateway, again)).proven);
}

TEST(Notifier, LearnsFromTheStoreHowFarADeviceIs) {
  Bench logic;
  logic.subscribe(kBob);  // after a failover the gateway does not know
  logic.attached(kBob, 4, 1, 4);
  EXPECT_EQ(logic.node.owed(logic.directory, Subscription::Debt::Notify), 0u);
  EXPECT_TRUE(logic.ack(kBob, 4).empty());
}

TEST(Notifier, CountsWhatItOwes) {
  Bench logic;
  logic.join(kAda, 0, 3);
  logic.join(kBob, 0, 3);
  EXPECT_EQ(logic.node.owed(logic.directory, Subscription::Debt::Notify), 2u);
  logic.ack(kBob, 3);
  EXPECT_EQ(logic.node.owed(logic.directory, Subscription::Debt::Notify), 1u);
  EXPECT_EQ(logic.node.owed(logic.directory, Subscription::Debt::Consume), 1u);
  logic.receive(kGateway, Unsubscribe{via_of(kAda), kDm});
  EXPECT_EQ(logic.node.owed(logic.directory, Subscription::Debt::Notify), 0u);
}

TEST(Notifier, LetsGoOfADeviceThatLeft) {
  Bench logic;
  logic.own();
  logic.subscribe(kBob, 3);
  const TimerFired ring = timer(logic.attached(kBob, 1, 3), seconds(1));
  logic.receive(kGateway, Unsubscribe{via_of(kBob, 2), kDm});
  EXPECT_EQ(sent<Notify>(logic.committed(2)).size(), 1u) << "an older session's leave is void";
  Via elsewhere = via_of(kBob, 3);
  elsewhere.gateway = ProcessId(9);
  logic.receive(kGateway, Unsubscribe{elsewhere, kDm});
  EXPECT_EQ(sent<Notify>(logic.committed(3)).size(), 1u) << "so is that at another gateway";
  logic.receive(kGateway, Unsubscribe{via_of(kBob, 3), kDm});
  EXPECT_TRUE(sent<Notify>(logic.committed(4)).empty());
  logic.subscribe(kAda);  // in the slot that is free now
  logic.pass(seconds(9));
  EXPECT_TRUE(logic.step(ring).empty()) << "the timer was about somebody else";
}

TEST(Notifier, LosesDevicesWithTheirGateway) {
  Bench logic;
  logic.own();
  logic.join(kBob, 0, 0);
  logic.step(PeerDown{kGateway, false});
  EXPECT_EQ(sent<Notify>(logic.committed(1)).size(), 1u) << "other sockets are left";
  logic.step(PeerDown{ProcessId(9), true});
  EXPECT_EQ(sent<Notify>(logic.committed(2)).size(), 1u) << "another gateway's loss";
  logic.step(PeerDown{kGateway, true});
  EXPECT_TRUE(sent<Notify>(logic.committed(3)).empty());
}

TEST(Notifier, TakesNoSubscriptionFromAGatewayThatIsGone) {
  Bench logic;
  logic.own();
  logic.step(PeerDown{kGateway, true});
  EXPECT_TRUE(logic.subscribe(kBob).empty()) << "it had waited in the queue";
  EXPECT_TRUE(sent<Notify>(logic.committed(1)).empty());
  logic.step(PeerUp{kGateway});
  logic.join(kBob, 1, 0);
  EXPECT_EQ(sent<Notify>(logic.committed(2)).size(), 1u);
}

TEST(Notifier, ReportsAgainWhatTheStoreCouldNotKeepOrMayHaveLost) {
  Bench logic;
  logic.join(kAda, 0, 3);
  const Cursors told = only<Cursors>(logic.step(timer(logic.ack(kAda, 2), milliseconds(500))));
  const TimerFired again = timer(logic.receive(kStore, told), milliseconds(500));
  const Cursors anew = only<Cursors>(logic.step(again));
  ASSERT_EQ(anew.rows.size(), 1u);
  EXPECT_EQ(anew.rows[0].recv, Seq{2}) << "it came back";
  logic.step(PeerDown{kStore});
  EXPECT_EQ(timers(logic.step(PeerUp{kStore}), milliseconds(500)).size(), 1u) << "it restarted";
}

TEST(Notifier, ReportsWhoIsThereWhereNobodyIsWaitedForForEver) {  // rule D3
  Bench logic;
  logic.directory.options.ack.retain = minutes(5);
  logic.subscribe(kAda);
  const TimerFired report = timer(logic.attached(kAda, 3, 1, 3), milliseconds(500));
  EXPECT_EQ(only<Cursors>(logic.step(report)).rows.size(), 1u);
}

TEST(Notifier, ReportsCursorsManyAtATime) {
  Bench logic;
  logic.join(kAda, 0, 3);
  logic.join(kBob, 0, 3);
  const TimerFired report = timer(logic.ack(kAda, 2), milliseconds(500));
  EXPECT_TRUE(timers(logic.ack(kBob, 1), milliseconds(500)).empty());
  logic.ack(kAda, 3);
  const Cursors cursors = only<Cursors>(logic.step(report));
  ASSERT_EQ(cursors.rows.size(), 2u);
  EXPECT_EQ(cursors.conv, kDm);
  EXPECT_EQ(cursors.rows[0].device, kAda);
  EXPECT_EQ(cursors.rows[0].inst, InstId(10));
  EXPECT_EQ(cursors.rows[0].session, Session{1});
  EXPECT_EQ(cursors.rows[0].recv, Seq{3});
  EXPECT_TRUE(logic.step(report).empty()) << "there is nothing new";
  EXPECT_EQ(timers(logic.consume_ack(kAda, 3), milliseconds(500)).size(), 1u);
}

// The cache.

TEST(Cache, AnswersFromMemoryWhatItCovers) {
  Bench logic;
  logic.own();
  logic.committed(1);
  logic.committed(2);
  logic.receive(kGateway, logic.pull(kBob, 0));
  const Data data = only<Data>(logic.out);
  EXPECT_TRUE(sent<Read>(logic.out).empty());
  EXPECT_EQ(data.req, 7u);
  EXPECT_EQ(data.after, Seq{0});
  EXPECT_EQ(data.entries.size(), 2u);
  EXPECT_EQ(data.next, Seq{2});
  EXPECT_EQ(data.hw, Seq{2});
  EXPECT_FALSE(data.more);
  EXPECT_EQ(only<Data>(logic.receive(kGateway, logic.pull(kBob, 1))).consume_upto, Seq{1});
}

TEST(Cache, SaysWhenThereIsMore) {
  Bench logic;
  logic.own();
  for (std::uint64_t seq = 1; seq <= 3; ++seq) logic.committed(seq);
  Pull pull = logic.pull(kBob, 0);
  pull.limit = 2;
  const Data data = only<Data>(logic.receive(kGateway, pull));
  EXPECT_EQ(data.next, Seq{2});
  EXPECT_TRUE(data.more);
}

TEST(Cache, LeavesAnEmptyAnswerToTheStore) {  // rule C2
  Bench logic;
  logic.own();
  logic.committed(1);
  logic.receive(kGateway, logic.pull(kBob, 1));
  EXPECT_TRUE(sent<Data>(logic.out).empty());
  const Read read = only<Read>(logic.out);
  EXPECT_EQ(read.after, Seq{1});
  EXPECT_EQ(read.req, 7u);
  EXPECT_EQ(read.limit, 100u);
}

TEST(Cache, LeavesToTheStoreWhatItMayNotKnow) {  // rule P1
  Bench logic;
  logic.own();
  logic.committed(1);
  Pull pull = logic.pull(kBob, 0);
  pull.min_hw = Seq{2};
  EXPECT_EQ(sent<Read>(logic.receive(kGateway, pull)).size(), 1u);
  pull.min_hw = Seq{1};
  EXPECT_EQ(sent<Data>(logic.receive(kGateway, pull)).size(), 1u);
}

TEST(Cache, IsDroppedWithTheEpoch) {
  Bench logic;
  logic.own();
  logic.committed(1);
  logic.step(PeerDown{kStore, true});
  EXPECT_EQ(sent<Read>(logic.receive(kGateway, logic.pull(kBob, 0))).size(), 1u);
}

TEST(Cache, PassesTheStoresPageOn) {
  Bench logic;
  logic.subscribe(kBob, 1, 1);
  Page page{via_of(kBob), 7, {kDm, {}, Seq{5}, {}}, Seq{1}, Seq{3}, entries(2, 3)};
  logic.receive(kStore, page);
  const Data data = only<Data>(logic.out);
  EXPECT_EQ(data.req, 7u);
  EXPECT_EQ(data.after, Seq{1});
  EXPECT_EQ(data.next, Seq{3});
  EXPECT_EQ(data.hw, Seq{5});
  EXPECT_TRUE(data.more);
  EXPECT_EQ(data.entries.size(), 2u);
  EXPECT_EQ(data.consume_upto, Seq{1});
  EXPECT_EQ(only<Notify>(logic.out).hw, Seq{5}) << "a page tells how far the log is";
}

TEST(Cache, SaysWhatCannotBeHadAnyMore) {
  Bench logic;
  logic.receive(kStore, Page{via_of(kBob), 7, {kDm, {}, Seq{5}, Seq{4}}, Seq{3}, Seq{3}, {}});
  EXPECT_EQ(only<Truncated>(logic.out).floor, Seq{4});
  EXPECT_EQ(only<Truncated>(logic.out).req, 7u);
  EXPECT_TRUE(sent<Data>(logic.out).empty());
}

TEST(Cache, AcknowledgesByTheWay) {
  Bench logic;
  logic.subscribe(kBob);
  logic.receive(kGateway, logic.pull(kBob, 2));
  EXPECT_EQ(only<Consume>(logic.out).upto, Seq{2});
  EXPECT_EQ(sent<Read>(logic.out).size(), 1u);
}

TEST(Notifier, PermitsEachMessageByItselfWhereThePolicySaysSo) {
  Bench logic;
  logic.directory.options.consume.permit = ConsumeOptions::Permit::PerMessage;
  logic.join(kBob, 1, 4);
  logic.ack(kBob, 3);
  std::vector<std::uint64_t> permitted;
  for (const Consume& notice : sent<Consume>(logic.out)) permitted.push_back(notice.upto.value);
  EXPECT_EQ(permitted, (std::vector<std::uint64_t>{2, 3}));
  logic.consume_ack(kBob, 2);
  logic.ack(kBob, 4);
  permitted.clear();
  for (const Consume& notice : sent<Consume>(logic.out)) permitted.push_back(notice.upto.value);
  EXPECT_EQ(permitted, (std::vector<std::uint64_t>{3, 4}));
}

TEST(Notifier, MarksWhatItSentBeforeWhereThePolicySaysSo) {
  Bench logic;
  logic.directory.options.consume.duplicate = ConsumeOptions::Duplicate::DupFlag;
  logic.own();
  logic.join(kBob, 0, 0);
  logic.committed(1);
  logic.committed(2);
  EXPECT_EQ(only<Data>(logic.receive(kGateway, logic.pull(kBob, 0))).dup_upto, Seq{0});
  EXPECT_EQ(only<Data>(logic.receive(kGateway, logic.pull(kBob, 0))).dup_upto, Seq{2});
  logic.join(kBob, 0, 2);
  EXPECT_EQ(only<Data>(logic.receive(kGateway, logic.pull(kBob, 0))).dup_upto, Seq{0})
      << "a new session knows nothing of the old one";
}

}  // namespace
}  // namespace imstorm
