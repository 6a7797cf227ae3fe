// The inbox of a device: fetch, store, acknowledge.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <variant>
#include <vector>

#include "tests/model/node/phone.h"

namespace imstorm {
namespace {

TEST(Inbox, PullsFromItsCursorWhenNotified) {
  Phone phone;
  phone.go_online();
  const Pull pull = only<Pull>(phone.notify(5));
  EXPECT_EQ(pull.conv, kDm);
  EXPECT_EQ(pull.after, Seq{0});
  EXPECT_EQ(pull.limit, 100u);
  EXPECT_EQ(frames(phone.out), 1u);
}

TEST(Inbox, PullsWhatTheHeadsAtConnectShow) {
  Phone phone;
  phone.go_online({{kDm, {}, Seq{0}, {}}, {kTeam, {}, Seq{3}, {}}});
  EXPECT_EQ(only<Pull>(phone.out).conv, kTeam);
}

TEST(Inbox, AsksForSoManyConversationsAtOnce) {  // rule R8
  Phone phone;
  phone.directory.options.pull.at_once = 1;
  phone.go_online({{kDm, {}, Seq{4}, {}}, {kTeam, {}, Seq{3}, {}}});
  const Pull first = only<Pull>(phone.out);
  EXPECT_EQ(first.conv, kDm);
  EXPECT_EQ(phone.node.pulls_pending(), 2u);
  Data page = phone.answer(first, 2, 4);
  EXPECT_EQ(only<Pull>(phone.receive(phone.line, page)).conv, kTeam);
  EXPECT_TRUE(sent<Pull>(phone.persist()).empty()) << "there is more, and another one's turn";
  phone.step(ConnectionDown{phone.line});
  EXPECT_EQ(phone.node.pulls_pending(), 0u);
  phone.step(Started{});
  phone.reconnect(2, {{kTeam, {}, Seq{3}, {}}});
  EXPECT_EQ(only<Pull>(phone.out).conv, kTeam) << "nothing is left of the queue";
}

TEST(Inbox, GivesItsTurnToTheNextWhenPositionsAreGone) {
  Phone phone;
  phone.directory.options.pull.at_once = 1;
  phone.go_online({{kDm, {}, Seq{4}, {}}, {kTeam, {}, Seq{3}, {}}});
  Truncated gone;
  gone.req = only<Pull>(phone.out).req;
  gone.conv = kDm;
  gone.floor = Seq{4};
  EXPECT_EQ(only<Pull>(phone.receive(phone.line, gone)).conv, kTeam);
}

TEST(Inbox, HoldsNothingBeforeItIsDurable) {
  Phone phone;
  phone.go_online();
  const Pull pull = only<Pull>(phone.notify(2));
  phone.receive(phone.line, phone.answer(pull, 2, 2));
  EXPECT_EQ(written(phone.out), 1u);
  EXPECT_EQ(frames(phone.out), 0u);
  EXPECT_TRUE(all<Observe>(phone.out).empty());
  EXPECT_EQ(phone.node.unconsumed_rows(), 0u);
  phone.persist();
  EXPECT_EQ(seqs(seen(phone.out, EventKind::Received)), (Seqs{1, 2}));
  EXPECT_EQ(seqs(seen(phone.out, EventKind::Cursor)), Seqs{2});
  EXPECT_EQ(seqs(seen(phone.out, EventKind::Refreshed)), Seqs{2});
  EXPECT_EQ(phone.node.unconsumed_rows(), 2u);
}

TEST(Inbox, IgnoresTheAnswerToAnotherRequest) {  // rule R1
  Phone phone;
  phone.go_online();
  const Pull pull = only<Pull>(phone.notify(2));
  Data other = phone.answer(pull, 2, 2);
  other.req += 1;
  EXPECT_EQ(written(phone.receive(phone.line, other)), 0u);
  Data elsewhere = phone.answer(pull, 2, 2);
  elsewhere.after = Seq{1};
  elsewhere.entries = entries(2, 2);
  EXPECT_EQ(written(phone.receive(phone.line, elsewhere)), 0u);
  EXPECT_EQ(written(phone.receive(phone.line, phone.answer(pull, 2, 2))), 1u);
  EXPECT_EQ(written(phone.receive(phone.line, phone.answer(pull, 2, 2))), 0u) << "a duplicate";
  phone.persist();
  EXPECT_EQ(written(phone.receive(phone.line, phone.answer(pull, 2, 2))), 0u) << "a late one";
}

TEST(Inbox, IgnoresAPageWithAHole) {
  Phone phone;
  phone.go_online();
  const Pull pull = only<Pull>(phone.notify(3));
  Data data = phone.answer(pull, 3, 3);
  data.entries.erase(data.entries.begin() + 1);
  EXPECT_EQ(written(phone.receive(phone.line, data)), 0u);
  EXPECT_EQ(phone.node.pulls_pending(), 1u);
}

TEST(Inbox, PullsOnWhileThereIsMore) {
  Phone phone;
  phone.go_online();
  const Pull first = only<Pull>(phone.notify(5));
  phone.receive(phone.line, phone.answer(first, 2, 5));
  phone.persist();
  const Pull second = only<Pull>(phone.out);
  EXPECT_EQ(second.after, Seq{2});
  EXPECT_EQ(second.recv, Seq{2}) << "the acknowledgement rides along";
  EXPECT_GT(second.req, first.req);
  EXPECT_TRUE(seen(phone.out, EventKind::Refreshed).empty()) << "it is not up to date yet";
}

TEST(Inbox, PullsAgainForWhatItHeardOfDuringAPull) {  // rule R5
  Phone phone;
  phone.go_online();
  const Pull pull = only<Pull>(phone.notify(2));
  EXPECT_EQ(frames(phone.notify(3)), 0u);
  phone.receive(phone.line, phone.answer(pull, 2, 2));
  EXPECT_EQ(frames(phone.notify(4)), 0u) << "nor while the page is being written";
  phone.persist();
  EXPECT_EQ(only<Pull>(phone.out).after, Seq{2});
}

TEST(Inbox, LosesAWakeUpDuringAPullWhereThePolicySaysSo) {
  Phone phone;
  phone.directory.options.notify.during_pull = NotifyOptions::DuringPull::Drop;
  phone.go_online();
  const Pull pull = only<Pull>(phone.notify(2));
  phone.notify(3);
  phone.receive(phone.line, phone.answer(pull, 2, 2));
  EXPECT_TRUE(sent<Pull>(phone.persist()).empty());
}

TEST(Inbox, LosesAWakeUpWhileItStoresWhereThePolicySaysSo) {
  Phone phone;
  phone.directory.options.notify.during_pull = NotifyOptions::DuringPull::Drop;
  phone.go_online();
  phone.receive(phone.line, phone.answer(only<Pull>(phone.notify(2)), 2, 2));
  phone.notify(3);
  EXPECT_TRUE(sent<Pull>(phone.persist()).empty());
}

TEST(Inbox, PullsOnBeyondWhatItWasNotifiedOf) {
  Phone phone;
  phone.go_online();
  phone.receive(phone.line, phone.answer(only<Pull>(phone.notify(2)), 2, 5));
  EXPECT_EQ(only<Pull>(phone.persist()).after, Seq{2});
}

/// Notified of 5, then of 4, during a pull; holds 4 in the end, as the server's newest.
Outputs after_a_late_notification(NotifyOptions::Target target) {
  Phone phone;
  phone.directory.options.notify.target = target;
  phone.go_online();
  const Pull first = only<Pull>(phone.notify(2));
  phone.notify(5);
  phone.notify(4);
  phone.receive(phone.line, phone.answer(first, 2, 2));
  const Pull second = only<Pull>(phone.persist());
  phone.receive(phone.line, phone.answer(second, 4, 4));
  return phone.persist();
}

TEST(Inbox, StrivesForTheNewestThatItHeardOf) {
  EXPECT_EQ(only<Pull>(after_a_late_notification(NotifyOptions::Target::Max)).after, Seq{4});
}

TEST(Inbox, StrivesForTheLastThatItHeardOfWhereThePolicySaysSo) {
  EXPECT_TRUE(sent<Pull>(after_a_late_notification(NotifyOptions::Target::Last)).empty());
}

TEST(Inbox, AsksNobodyWhenTheSessionIsOver) {
  Phone phone;
  phone.go_online();
  phone.receive(phone.line, phone.answer(only<Pull>(phone.notify(5)), 2, 5));
  phone.step(ConnectionDown{phone.line});
  EXPECT_EQ(frames(phone.persist()), 0u);
  EXPECT_EQ(phone.node.pulls_pending(), 0u);
}

TEST(Inbox, WaitsAnewAfterAnAnswer) {
  Phone phone;
  phone.go_online();
  phone.step(timer(phone.notify(2), seconds(2)));
  phone.receive(phone.line, phone.answer(only<Pull>(phone.out), 2, 2));
  phone.persist();
  EXPECT_EQ(timers(phone.notify(3), seconds(2)).size(), 1u);
}

TEST(Inbox, AnEmptyPageMovesNoCursor) {
  Phone phone;
  phone.go_online();
  phone.hold(2);
  phone.receive(phone.line, phone.answer(only<Pull>(phone.notify(3)), 2, 2));
  phone.persist();
  EXPECT_TRUE(seen(phone.out, EventKind::Cursor).empty());
  EXPECT_EQ(seqs(seen(phone.out, EventKind::Refreshed)), Seqs{2});
}

TEST(Inbox, BelievesTheServersHeadWhereThePolicySaysSo) {
  Phone phone;
  phone.directory.options.pull.cursor = PullOptions::Cursor::ServerHead;
  phone.go_online();
  phone.receive(phone.line, phone.answer(only<Pull>(phone.notify(5)), 2, 5));
  EXPECT_EQ(seqs(seen(phone.persist(), EventKind::Cursor)), Seqs{5});
}

TEST(Inbox, AsksOnceMoreWhenThereIsNoAnswer) {
  Phone phone;
  phone.go_online();
  const Pull first = only<Pull>(phone.notify(2));
  const TimerFired ring = timer(phone.out, seconds(2));
  const Pull second = only<Pull>(phone.step(ring));
  EXPECT_EQ(second.after, first.after);
  EXPECT_EQ(timers(phone.out, seconds(4)).size(), 1u);
  EXPECT_EQ(frames(phone.step(ring)), 0u) << "a timer of the past";
  EXPECT_EQ(written(phone.receive(phone.line, phone.answer(first, 2, 2))), 1u)
      << "it is the same question, and on a slow link no other answer ever comes in time";
  phone.persist();
  EXPECT_EQ(written(phone.receive(phone.line, phone.answer(second, 2, 2))), 0u);
}

TEST(Inbox, AsksAnewWhenTheQuestionIsAnotherOne) {
  Phone phone;
  phone.go_online();
  const Pull first = only<Pull>(phone.notify(2));
  const TimerFired ring = timer(phone.out, seconds(2));
  phone.ack(only<Send>(phone.write(7)), 3);
  phone.persist();
  const Pull second = only<Pull>(phone.step(ring));
  EXPECT_NE(second.req, first.req);
  EXPECT_EQ(second.min_hw, Seq{3});
  EXPECT_EQ(written(phone.receive(phone.line, phone.answer(first, 2, 2))), 0u)
      << "it may lack what the device was told is sent";
  EXPECT_EQ(written(phone.receive(phone.line, phone.answer(second, 3, 3))), 1u);
}

TEST(Inbox, AcknowledgesALittleLater) {  // rule R4
  Phone phone;
  phone.go_online();
  phone.hold(2);
  EXPECT_EQ(frames(phone.out), 0u);
  phone.step(timer(phone.out, milliseconds(200)));
  const Ack ack = only<Ack>(phone.out);
  EXPECT_EQ(ack.conv, kDm);
  EXPECT_EQ(ack.recv, Seq{2});
  EXPECT_EQ(ack.consumed, Seq{0});
}

TEST(Inbox, AcknowledgesByTheNextPullIfThereIsOne) {
  Phone phone;
  phone.go_online();
  const TimerFired later = timer(phone.hold(2), milliseconds(200));
  EXPECT_EQ(only<Pull>(phone.notify(3)).recv, Seq{2});
  EXPECT_EQ(frames(phone.step(later)), 0u);
}

TEST(Inbox, AcknowledgesAsThePolicySays) {
  Phone alone;
  alone.directory.options.ack.carry = AckOptions::Carry::PerPull;
  alone.go_online();
  EXPECT_EQ(only<Ack>(alone.hold(2)).recv, Seq{2});
  Phone never;
  never.directory.options.ack.carry = AckOptions::Carry::PiggybackOnly;
  never.go_online();
  EXPECT_TRUE(timers(never.hold(2), milliseconds(200)).empty());
  Phone rash;
  rash.directory.options.ack.when = AckOptions::When::OnReceipt;
  rash.go_online();
  rash.receive(rash.line, rash.answer(only<Pull>(rash.notify(2)), 2, 2));
  EXPECT_EQ(only<Ack>(rash.out).recv, Seq{2}) << "before it is durable";
}

TEST(Inbox, AnswersANotificationOfWhatItHolds) {  // rule N2
  Phone phone;
  phone.go_online();
  phone.hold(2);
  const TimerFired later = timer(phone.out, milliseconds(200));
  EXPECT_EQ(only<Ack>(phone.notify(2)).recv, Seq{2});
  EXPECT_TRUE(sent<Pull>(phone.out).empty());
  EXPECT_EQ(frames(phone.step(later)), 0u) << "it has just said so";
}

TEST(Inbox, SkipsWhatCannotBeHadAnyMore) {
  Phone phone;
  phone.go_online();
  const Pull pull = only<Pull>(phone.notify(9));
  phone.receive(phone.line, Truncated{{}, pull.req + 1, kDm, {}, Seq{6}});
  EXPECT_EQ(written(phone.out), 0u) << "the answer to another request";
  phone.receive(phone.line, Truncated{{}, pull.req, kDm, {}, Seq{6}});
  EXPECT_EQ(written(phone.out), 1u);
  phone.persist();
  EXPECT_EQ(seqs(seen(phone.out, EventKind::Gone)), Seqs{6});
  EXPECT_EQ(seqs(seen(phone.out, EventKind::Cursor)), Seqs{6});
  EXPECT_EQ(only<Pull>(phone.out).after, Seq{6});
  EXPECT_EQ(phone.node.consumed(kDm), Seq{6});
  EXPECT_EQ(only<ConsumeAck>(phone.permit(6)).consumed, Seq{6});
  EXPECT_EQ(written(phone.out), 0u) << "there is nothing to consume";
}

TEST(Inbox, SkipsNothingThatItHolds) {
  Phone phone;
  phone.go_online();
  phone.hold(3);
  const Pull pull = only<Pull>(phone.notify(9));
  phone.receive(phone.line, Truncated{{}, pull.req, kDm, {}, Seq{2}});
  phone.persist();
  EXPECT_TRUE(seen(phone.out, EventKind::Gone).empty());
  EXPECT_EQ(only<Pull>(phone.out).after, Seq{3});
}

TEST(Inbox, SkipKeepsWhatIsStillToBeConsumed) {
  Phone phone;
  phone.go_online();
  phone.hold(2);
  const Pull pull = only<Pull>(phone.notify(9));
  phone.receive(phone.line, Truncated{{}, pull.req, kDm, {}, Seq{6}});
  phone.persist();
  EXPECT_EQ(phone.node.consumed(kDm), Seq{0});
  phone.permit(6);
  EXPECT_EQ(seqs(seen(phone.persist(), EventKind::Consumed)), (Seqs{1, 2}));
  EXPECT_EQ(phone.node.consumed(kDm), Seq{6});
}

/// Looks at the outputs in their order: what a device says must be true when it says it.
struct Witness {
  Phone& phone;
  std::vector<Data> answers;  // of all pulls so far
  std::uint64_t received = 0;
  std::uint64_t consumed = 0;

  void operator()(const Observe& seen) {
    if (seen.event.kind == EventKind::Received) RC_ASSERT(seen.event.seq.value == ++received);
    if (seen.event.kind == EventKind::Consumed) RC_ASSERT(seen.event.seq.value == ++consumed);
    RC_ASSERT(consumed <= received);
  }
  void operator()(const SendOn& said) {
    if (const auto* ack = std::get_if<Ack>(&said.frame)) RC_ASSERT(ack->recv.value == received);
    if (const auto* ack = std::get_if<ConsumeAck>(&said.frame)) {
      RC_ASSERT(ack->consumed.value == consumed);
    }
    const auto* pull = std::get_if<Pull>(&said.frame);
    if (pull == nullptr) return;
    RC_ASSERT(pull->after.value == received);
    RC_ASSERT(pull->recv.value == received);
    RC_ASSERT(pull->consumed.value == consumed);
    const auto more = *rc::gen::inRange<std::uint64_t>(1, 4);
    answers.push_back(phone.answer(*pull, received + more, 50));
  }
  template <class Other>
  void operator()(const Other&) {}

  void look() {
    for (const Output& output : phone.out) std::visit(*this, output);
  }
};

RC_GTEST_PROP(Inbox, HoldsAndConsumesAnUnbrokenPrefixWhateverComes, ()) {
  Phone phone;
  phone.go_online();
  Witness witness{phone, {}};
  const auto look = [&witness] { witness.look(); };
  const auto steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 8));
  for (const int step : steps) {
    if (step == 0) {
      phone.notify(*rc::gen::inRange<std::uint64_t>(1, 50));
    } else if (step == 1) {
      phone.permit(*rc::gen::inRange<std::uint64_t>(0, 50));
    } else if (step == 2) {
      phone.persist();
    } else if (step == 3) {
      phone.step(ConnectionDown{phone.line});
      look();
      phone.step(NetworkChanged{true});
      phone.reconnect(2);
    } else if (step == 4) {
      phone.recover(*rc::gen::inRange<std::uint32_t>(0, phone.node.unsynced() + 1));
      look();
      phone.go_online();
    } else if (!witness.answers.empty()) {  // in any order, and repeated
      const auto at = *rc::gen::inRange<std::size_t>(0, witness.answers.size());
      phone.receive(phone.line, witness.answers[at]);
    }
    look();
  }
}

}  // namespace
}  // namespace imstorm
