// The inbox of a device.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

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

TEST(Inbox, AsksAnewWhenThereIsNoAnswer) {
  Phone phone;
  phone.go_online();
  const Pull first = only<Pull>(phone.notify(2));
  const TimerFired ring = timer(phone.out, seconds(2));
  phone.step(ring);
  const Pull second = only<Pull>(phone.out);
  EXPECT_NE(second.req, first.req);
  EXPECT_EQ(timers(phone.out, seconds(4)).size(), 1u);
  EXPECT_EQ(frames(phone.step(ring)), 0u) << "a timer of the past";
  EXPECT_EQ(written(phone.receive(phone.line, phone.answer(first, 2, 2))), 0u)
      << "too late: the second question counts";
  EXPECT_EQ(written(phone.receive(phone.line, phone.answer(second, 2, 2))), 1u);
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
  EXPECT_EQ(only<Ack>(phone.notify(2)).recv, Seq{2});
  EXPECT_TRUE(sent<Pull>(phone.out).empty());
}

TEST(Inbox, ConsumesOnlyWhatIsPermitted) {
  Phone phone;
  phone.go_online();
  phone.hold(3);
  EXPECT_EQ(written(phone.permit(2)), 2u) << "one message a transaction";
  EXPECT_EQ(frames(phone.out), 0u);
  phone.step(Persisted{1});
  EXPECT_EQ(seqs(seen(phone.out, EventKind::Consumed)), Seqs{1});
  EXPECT_EQ(phone.node.consumed(kDm), Seq{1});
  EXPECT_EQ(frames(phone.out), 0u);
  phone.step(Persisted{1});
  EXPECT_EQ(only<ConsumeAck>(phone.out).consumed, Seq{2});
  EXPECT_EQ(phone.node.unconsumed_rows(), 1u);
}

TEST(Inbox, ClaimsNothingThatWasPermittedBeforeItCame) {  // rule R3, H12
  Phone phone;
  phone.go_online();
  EXPECT_EQ(only<ConsumeAck>(phone.permit(5)).consumed, Seq{0});
  EXPECT_EQ(written(phone.out), 0u);
  phone.hold(2);
  EXPECT_EQ(written(phone.out), 2u) << "it may have them as soon as it holds them";
  EXPECT_EQ(only<ConsumeAck>(phone.persist()).consumed, Seq{2});
}

TEST(Inbox, ConsumesOnceHoweverOftenItIsPermitted) {
  Phone phone;
  phone.go_online();
  phone.hold(2);
  phone.permit(2);
  EXPECT_TRUE(phone.permit(2).empty()) << "it is being written";
  EXPECT_EQ(seen(phone.persist(), EventKind::Consumed).size(), 2u);
  EXPECT_EQ(only<ConsumeAck>(phone.permit(2)).consumed, Seq{2});
  EXPECT_EQ(only<ConsumeAck>(phone.permit(1)).consumed, Seq{2}) << "its own cursor, always";
  EXPECT_EQ(written(phone.out), 0u);
}

TEST(Inbox, TakesThePermitThatRidesOnAPage) {
  Phone phone;
  phone.go_online();
  phone.hold(2);
  Data data = phone.answer(only<Pull>(phone.notify(4)), 4, 4);
  data.consume_upto = Seq{2};
  phone.receive(phone.line, data);
  EXPECT_EQ(written(phone.persist()), 2u);
  EXPECT_EQ(seqs(seen(phone.persist(), EventKind::Consumed)), (Seqs{1, 2}));
}

TEST(Inbox, ConsumesByItselfWhereThePolicySaysSo) {
  Phone local;
  local.directory.options.consume.phases = ConsumeOptions::Phases::TwoLocal;
  local.go_online();
  local.hold(2);
  EXPECT_TRUE(seen(local.out, EventKind::Consumed).empty());
  EXPECT_EQ(seqs(seen(local.persist(), EventKind::Consumed)), (Seqs{1, 2}));
  EXPECT_TRUE(sent<ConsumeAck>(local.out).empty());
  Phone one;
  one.directory.options.consume.phases = ConsumeOptions::Phases::One;
  one.go_online();
  EXPECT_EQ(seqs(seen(one.hold(2), EventKind::Consumed)), (Seqs{1, 2}));
  EXPECT_EQ(one.node.consumed(kDm), Seq{2});
}

TEST(Inbox, ConsumesByTheSendersClocksWhereThePolicySaysSo) {
  Phone phone;
  phone.directory.options.consume.order = ConsumeOptions::Order::ByTimestamp;
  phone.go_online();
  Data data = phone.answer(only<Pull>(phone.notify(2)), 2, 2);
  data.entries[0].written = Instant{9};
  data.entries[1].written = Instant{8};
  phone.receive(phone.line, data);
  phone.persist();
  phone.permit(2);
  EXPECT_EQ(seqs(seen(phone.persist(), EventKind::Consumed)), (Seqs{2, 1}));
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

RC_GTEST_PROP(Inbox, HoldsAndConsumesAnUnbrokenPrefixWhateverComes, ()) {
  Phone phone;
  phone.go_online();
  std::vector<Data> answers;  // of all pulls so far, to be delivered in any order and repeated
  std::uint64_t received = 0;
  std::uint64_t consumed = 0;
  const auto look = [&] {
    for (const Event& event : seen(phone.out, EventKind::Received)) {
      RC_ASSERT(event.seq.value == ++received);
    }
    for (const Event& event : seen(phone.out, EventKind::Consumed)) {
      RC_ASSERT(event.seq.value == ++consumed);
    }
    for (const ConsumeAck& ack : sent<ConsumeAck>(phone.out)) RC_ASSERT(ack.consumed.value == consumed);
    for (const Ack& ack : sent<Ack>(phone.out)) RC_ASSERT(ack.recv.value == received);
    for (const Pull& pull : sent<Pull>(phone.out)) {
      RC_ASSERT(pull.recv.value == received);
      RC_ASSERT(pull.consumed.value == consumed);
      answers.push_back(phone.answer(pull, *rc::gen::inRange<std::uint64_t>(
                                               pull.after.value + 1, pull.after.value + 4), 50));
    }
    RC_ASSERT(consumed <= received);
  };
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
    } else if (!answers.empty()) {
      phone.receive(phone.line, answers[*rc::gen::inRange<std::size_t>(0, answers.size())]);
    }
    look();
  }
}

}  // namespace
}  // namespace imstorm
