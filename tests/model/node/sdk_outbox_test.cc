// The outbox of a device.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <utility>
#include <vector>

#include "tests/model/node/phone.h"

namespace imstorm {
namespace {

using Code = SendNack::Code;

TEST(Outbox, SendsNothingBeforeTheRowIsDurable) {
  Phone phone;
  phone.go_online();
  phone.step(AppSend{kDm, BodyId(7), 10});
  EXPECT_EQ(written(phone.out), 1u);
  EXPECT_EQ(frames(phone.out), 0u);
  EXPECT_TRUE(seen(phone.out, EventKind::Sent).empty()) << "nor does the app's call return";
  phone.persist();
  const Send send = only<Send>(phone.out);
  EXPECT_EQ(send.conv, kDm);
  EXPECT_EQ(send.body, BodyId(7));
  EXPECT_EQ(send.bytes, 10u);
  EXPECT_EQ(send.cseq, Cseq{1});
  EXPECT_EQ(send.cmid, (Cmid{InstId(10), 1}));
  EXPECT_EQ(send.attempt, 1u);
  EXPECT_EQ(send.written, phone.now.wall);
  EXPECT_EQ(seen(phone.out, EventKind::Sent).size(), 1u);
}

TEST(Outbox, NumbersMessagesPerConversationAndNamesThemOverAll) {
  Phone phone;
  phone.go_online();
  phone.write(1, kDm);
  const Send second = only<Send>(phone.write(2, kTeam));
  const Send third = only<Send>(phone.write(3, kDm));
  EXPECT_EQ(second.cseq, Cseq{1});
  EXPECT_EQ(second.cmid.n, 2u);
  EXPECT_EQ(third.cseq, Cseq{2});
  EXPECT_EQ(third.cmid.n, 3u);
}

TEST(Outbox, KeepsWhatIsWrittenOffline) {
  Phone phone;
  phone.write(1);
  EXPECT_EQ(frames(phone.out), 0u);
  phone.write(2);
  EXPECT_EQ(phone.node.outbox_rows(), 2u);
  phone.go_online();
  EXPECT_EQ(cseqs(phone.out), (Cseqs{1, 2}));
}

TEST(Outbox, HasAWindowInFlight) {
  Phone phone;
  phone.go_online();
  std::vector<Send> sends;
  for (int i = 1; i <= 10; ++i) {
    phone.write(i);
    for (const Send& send : sent<Send>(phone.out)) sends.push_back(send);
  }
  EXPECT_EQ(sends.size(), 8u);
  phone.ack(sends[0], 1);
  EXPECT_EQ(frames(phone.out), 0u) << "not before the outcome is durable";
  phone.persist();
  EXPECT_EQ(cseqs(phone.out), Cseqs{9});
}

TEST(Outbox, HasOneInFlightWhereItStopsAndWaits) {
  Phone phone;
  phone.directory.options.outbox.order = OutboxOptions::Order::StopAndWait;
  phone.go_online();
  const Send first = only<Send>(phone.write(1));
  EXPECT_EQ(frames(phone.write(2)), 0u);
  phone.ack(first, 1);
  EXPECT_EQ(cseqs(phone.persist()), Cseqs{2});
}

TEST(Outbox, RepeatsUnderTheSameNameUntilThereIsAnOutcome) {
  Phone phone;
  phone.go_online();
  const Send first = only<Send>(phone.write(1));
  TimerFired ring = timer(phone.out, seconds(3));
  for (const auto& [attempt, wait] : {std::pair{2u, seconds(6)}, {3u, seconds(12)}}) {
    phone.step(ring);
    const Send again = only<Send>(phone.out);
    EXPECT_EQ(again.cmid, first.cmid);
    EXPECT_EQ(again.cseq, first.cseq);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(again.written, first.written);
    EXPECT_EQ(again.attempt, attempt);
    ring = timer(phone.out, wait);
  }
  phone.ack(first, 1);
  phone.persist();
  EXPECT_EQ(frames(phone.step(ring)), 0u);
}

TEST(Outbox, RenamesRetriesWhereThePolicySaysSo) {
  Phone phone;
  phone.directory.options.dedup.identity = DedupOptions::Identity::PerTry;
  phone.go_online();
  const Send first = only<Send>(phone.write(1));
  phone.step(timer(phone.out, seconds(3)));
  EXPECT_NE(only<Send>(phone.out).cmid, first.cmid);
}

TEST(Outbox, TellsTheAppWhenTheOutcomeIsDurable) {
  Phone phone;
  phone.go_online();
  const Send send = only<Send>(phone.write(1));
  phone.ack(send, 4);
  EXPECT_TRUE(seen(phone.out, EventKind::Acked).empty());
  EXPECT_EQ(phone.node.outbox_rows(), 1u);
  phone.persist();
  ASSERT_EQ(seen(phone.out, EventKind::Acked).size(), 1u);
  const Event acked = seen(phone.out, EventKind::Acked).front();
  EXPECT_EQ(acked.seq, Seq{4});
  EXPECT_EQ(acked.msgid, Msgid{1'004});
  EXPECT_EQ(acked.cmid, send.cmid);
  EXPECT_EQ(phone.node.outbox_rows(), 0u);
}

TEST(Outbox, WritesOneOutcomeHoweverOftenItIsToldSo) {
  Phone phone;
  phone.go_online();
  const Send send = only<Send>(phone.write(1));
  phone.ack(send, 4);
  EXPECT_EQ(written(phone.ack(send, 4)), 0u);
  phone.persist();
  EXPECT_EQ(written(phone.ack(send, 4)), 0u);
  EXPECT_EQ(written(phone.nack(send, Code::Rejected)), 0u);
}

TEST(Outbox, AcknowledgementMovesNoCursor) {
  Phone phone;
  phone.go_online();
  phone.ack(only<Send>(phone.write(1)), 4);
  phone.persist();
  EXPECT_TRUE(seen(phone.out, EventKind::Cursor).empty());
  const Pull pull = only<Pull>(phone.notify(4));
  EXPECT_EQ(pull.after, Seq{0});
  EXPECT_EQ(pull.min_hw, Seq{4}) << "but the next answer must know that much";
}

TEST(Outbox, GoesBackOncePerGap) {
  Phone phone;
  phone.go_online();
  std::vector<Send> sends;
  for (int i = 1; i <= 4; ++i) sends.push_back(only<Send>(phone.write(i)));
  phone.ack(sends[0], 1);
  phone.persist();
  phone.nack(sends[2], Code::OutOfOrder, 2);
  EXPECT_EQ(cseqs(phone.out), (Cseqs{2, 3, 4}));
  phone.nack(sends[3], Code::OutOfOrder, 2);
  EXPECT_EQ(cseqs(phone.out), Cseqs{}) << "every further message says the same";
  phone.ack(sends[1], 2);
  phone.persist();
  phone.nack(sends[3], Code::OutOfOrder, 3);
  EXPECT_EQ(cseqs(phone.out), (Cseqs{3, 4})) << "a new gap";
}

TEST(Outbox, GoesBackNoFurtherThanTheGap) {
  Phone phone;
  phone.go_online();
  const Send first = only<Send>(phone.write(1));
  for (int i = 2; i <= 4; ++i) phone.write(i);
  EXPECT_EQ(cseqs(phone.nack(first, Code::OutOfOrder, 3)), (Cseqs{3, 4}));
  phone.ack(first, 1);
  phone.persist();
  EXPECT_EQ(cseqs(phone.nack(first, Code::OutOfOrder, 3)), (Cseqs{3, 4}))
      << "after an outcome it may be a new gap";
}

TEST(Outbox, RepeatsNothingWhoseOutcomeIsKnown) {
  Phone phone;
  phone.go_online();
  const Send first = only<Send>(phone.write(1));
  const TimerFired ring = timer(phone.out, seconds(3));
  phone.write(2);
  phone.ack(first, 1);  // not durable yet
  EXPECT_EQ(cseqs(phone.step(ring)), Cseqs{2});
}

TEST(Outbox, TakesOutcomesInAnyOrder) {
  Phone phone;
  phone.go_online();
  phone.write(1);
  const Send second = only<Send>(phone.write(2));
  phone.ack(second, 7);
  const std::vector<Event> acked = seen(phone.persist(), EventKind::Acked);
  ASSERT_EQ(acked.size(), 1u);
  EXPECT_EQ(acked[0].cmid, second.cmid);
  EXPECT_EQ(acked[0].body, BodyId(2));
}

TEST(Outbox, WaitsAnewAfterAnOutcome) {
  Phone phone;
  phone.go_online();
  const Send first = only<Send>(phone.write(1));
  phone.step(timer(phone.out, seconds(3)));
  const TimerFired ring = timer(phone.out, seconds(6));
  phone.ack(first, 1);
  phone.persist();
  phone.step(ring);
  EXPECT_EQ(timers(phone.write(2), seconds(3)).size(), 1u);
}

TEST(Outbox, GoesBackAgainAfterItsTimer) {
  Phone phone;
  phone.go_online();
  const Send send = only<Send>(phone.write(1));
  const TimerFired ring = timer(phone.out, seconds(3));
  phone.write(2);
  phone.nack(send, Code::OutOfOrder, 1);
  EXPECT_EQ(cseqs(phone.out), (Cseqs{1, 2}));
  EXPECT_EQ(cseqs(phone.step(ring)), (Cseqs{1, 2}));
  EXPECT_EQ(cseqs(phone.nack(send, Code::OutOfOrder, 1)), (Cseqs{1, 2}));
}

TEST(Outbox, IgnoresANackOfThePast) {  // rule H46
  Phone phone;
  phone.go_online();
  const Send first = only<Send>(phone.write(1));
  const Send second = only<Send>(phone.write(2));
  phone.ack(first, 1);
  phone.persist();
  EXPECT_EQ(frames(phone.nack(second, Code::OutOfOrder, 1)), 0u);
  phone.ack(second, 2);
  phone.persist();
  EXPECT_EQ(frames(phone.nack(second, Code::OutOfOrder, 2)), 0u);
}

TEST(Outbox, LeavesANewOwnersRefusalToTheTimer) {
  Phone phone;
  phone.go_online();
  const Send send = only<Send>(phone.write(1));
  phone.nack(send, Code::NotOwner);
  EXPECT_TRUE(phone.out.empty());
  EXPECT_EQ(phone.node.outbox_rows(), 1u);
}

TEST(Outbox, GivesUpWhatIsRefusedForGood) {
  Phone phone;
  phone.go_online();
  const Send rejected = only<Send>(phone.write(1));
  const Send conflict = only<Send>(phone.write(2));
  phone.nack(rejected, Code::Rejected);
  EXPECT_TRUE(seen(phone.out, EventKind::Rejected).empty());
  phone.persist();
  EXPECT_EQ(seen(phone.out, EventKind::Rejected).size(), 1u);
  Send renamed = conflict;
  renamed.cmid.n = 99;
  EXPECT_EQ(written(phone.nack(renamed, Code::Conflict)), 0u) << "about another transmission";
  phone.nack(conflict, Code::Conflict);
  phone.persist();
  EXPECT_EQ(seen(phone.out, EventKind::Rejected).front().cmid, conflict.cmid);
  EXPECT_EQ(phone.node.outbox_rows(), 0u);
}

TEST(Outbox, ConnectsAgainWhenItsInstallationIsUnknown) {
  Phone phone;
  phone.go_online();
  phone.nack(only<Send>(phone.write(1)), Code::UnknownDevice);
  EXPECT_EQ(all<CloseConnection>(phone.out).size(), 1u);
  EXPECT_FALSE(phone.node.online());
  phone.step(timer(phone.out, seconds(1)));
  EXPECT_EQ(all<OpenConnection>(phone.out).size(), 1u);
  EXPECT_EQ(phone.node.outbox_rows(), 1u);
}

TEST(Outbox, AfterAReconnectSendsWhatWasInFlightFirst) {
  Phone phone;
  phone.directory.options.outbox.window = 4;
  phone.go_online();
  const Send first = only<Send>(phone.write(1));
  phone.write(2);
  phone.step(ConnectionDown{phone.line});
  phone.write(3);
  EXPECT_EQ(frames(phone.out), 0u);
  phone.step(timer(phone.step(NetworkChanged{true}), seconds(5)));  // too slow: gives up
  phone.step(timer(phone.out, seconds(1)));
  phone.reconnect(2);
  EXPECT_EQ(cseqs(phone.out), (Cseqs{1, 2, 3}));
  EXPECT_EQ(sent<Send>(phone.out)[0].cmid, first.cmid);
  EXPECT_EQ(sent<Send>(phone.out)[0].attempt, 2u);
  EXPECT_EQ(sent<Send>(phone.out)[2].attempt, 1u);
}

TEST(Outbox, AfterAReconnectSendsTheNewFirstWhereThePolicySaysSo) {
  Phone phone;
  phone.directory.options.outbox.reconnect = OutboxOptions::Reconnect::NewFirst;
  phone.go_online();
  phone.write(1);
  const TimerFired ring = timer(phone.out, seconds(3));
  phone.step(ConnectionDown{phone.line});
  phone.write(2);
  phone.step(NetworkChanged{true});
  EXPECT_EQ(cseqs(phone.reconnect(2)), Cseqs{2});
  EXPECT_EQ(cseqs(phone.step(ring)), (Cseqs{1, 2})) << "the old one when its timer fires";
}

TEST(Outbox, ForgetsARowOnceWrittenWhereThePolicySaysSo) {
  Phone phone;
  phone.directory.options.outbox.remove = OutboxOptions::Remove::OnWrite;
  phone.go_online();
  EXPECT_EQ(cseqs(phone.write(1)), Cseqs{1});
  EXPECT_EQ(phone.node.outbox_rows(), 0u);
}

RC_GTEST_PROP(Outbox, SendsEachConversationsMessagesInOrderUnderFixedNames, ()) {
  Phone phone;
  phone.go_online();
  std::map<std::uint32_t, Cmid> names;
  std::map<std::uint32_t, Send> known;
  std::uint32_t acked = 0;
  const auto look = [&] {
    std::uint32_t last = 0;
    for (const Send& send : sent<Send>(phone.out)) {
      RC_ASSERT(send.cseq.value > last);  // in order within each step
      last = send.cseq.value;
      RC_ASSERT(send.cseq.value > acked);
      RC_ASSERT(send.cseq.value <= acked + 8);
      if (!names.contains(last)) RC_ASSERT(last == names.size() + 1);  // no first sending skips one
      RC_ASSERT(names.emplace(last, send.cmid).first->second == send.cmid);
      known[last] = send;
    }
  };
  const auto steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 5));
  int body = 0;
  std::uint64_t session = 1;
  for (const int step : steps) {
    if (step <= 1) {
      phone.write(++body);
    } else if (step == 2 && acked < known.size()) {
      phone.ack(known[acked + 1], acked + 1);
      acked += 1;
      phone.persist();
    } else if (step == 3 && !known.empty()) {
      phone.nack(known[1], Code::OutOfOrder, *rc::gen::inRange<std::uint32_t>(0, 12));
    } else {
      phone.step(ConnectionDown{phone.line});
      phone.step(NetworkChanged{true});
      phone.reconnect(++session);
    }
    look();
  }
}

TEST(SdkOutbox, SendsWhatWasTakenBackAsAPlaceThatSaysNothing) {  // hole 21
  Phone phone;
  phone.go_online();
  const Send first = only<Send>(phone.write(1));
  EXPECT_EQ(written(phone.step(AppCancel{kDm, BodyId(1)})), 1U);
  const Send again = only<Send>(phone.persist());
  EXPECT_EQ(again.cmid, first.cmid);
  EXPECT_EQ(again.cseq, first.cseq);
  EXPECT_EQ(again.content, Content::Skip);
  phone.nack(again, SendNack::Code::Rejected);
  EXPECT_EQ(seen(phone.persist(), EventKind::Rejected).size(), 1U);
  EXPECT_EQ(phone.node.outbox_rows(), 0U);
}

TEST(SdkOutbox, CannotTakeBackWhatHasItsOutcome) {
  Phone phone;
  phone.go_online();
  phone.ack(only<Send>(phone.write(1)), 1);
  EXPECT_EQ(written(phone.step(AppCancel{kDm, BodyId(1)})), 0U);
  phone.persist();
  EXPECT_EQ(written(phone.step(AppCancel{kDm, BodyId(1)})), 0U);
}

}  // namespace
}  // namespace imstorm
