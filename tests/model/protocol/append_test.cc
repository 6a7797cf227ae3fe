// The append transaction: fence, identity, order, position and outcome in one step.
#include <gtest/gtest.h>

#include "tests/model/protocol/record.h"

namespace imstorm {
namespace {

using Code = Appended::Code;

TEST(Append, CommitsAtTheNextPosition) {
  Book book;
  const Appended first = book.append(message(via_of(1), 1, 100));
  EXPECT_EQ(first.code, Code::Committed);
  EXPECT_EQ(first.seq, Seq{1});
  const Appended second = book.append(message(via_of(2), 1, 200));
  EXPECT_EQ(second.seq, Seq{2});
  EXPECT_EQ(book.record.last(), Seq{2});
  EXPECT_NE(first.msgid, second.msgid);
  EXPECT_NE(first.msgid, Msgid{});
}

TEST(Append, SaysWhatItCommitted) {
  Book book;
  const Send send = message(via_of(2), 1, 100);
  const Appended result = book.append(send);
  EXPECT_EQ(result.via.device, DeviceId(2));
  EXPECT_EQ(result.conv, kConv);
  EXPECT_EQ(result.cmid, send.cmid);
  EXPECT_EQ(result.cseq, send.cseq);
  EXPECT_EQ(result.body, send.body);
  EXPECT_EQ(result.entry->seq, result.seq);
  EXPECT_EQ(result.entry->msgid, result.msgid);
  EXPECT_EQ(result.entry->cmid, send.cmid);
  EXPECT_EQ(result.entry->author, UserId(2));
  EXPECT_EQ(result.entry->bytes, 10u);
  EXPECT_EQ(result.entry->written, Instant{5});
  EXPECT_EQ(book.log().front().msgid, result.msgid);
}

TEST(Append, OfWhatIsTooLongIsRefusedForGood) {  // rule S4
  Book book;
  book.options.store.bytes_max = 9;
  EXPECT_EQ(book.code(message(via_of(1), 1, 100)), Code::Rejected);
  EXPECT_EQ(book.record.last(), Seq{});
  Send shorter = message(via_of(1), 2, 200);
  shorter.bytes = 9;
  EXPECT_EQ(book.code(shorter), Code::Committed) << "its number is used up";
  book.options.store.bytes_max = 10;
  EXPECT_EQ(book.code(message(via_of(1), 1, 100)), Code::Rejected) << "once and for all";
}

TEST(Append, BehindWhatWasRefusedWaitsForEverWhereThePolicySaysSo) {
  Book book;
  book.options.store.bytes_max = 9;
  book.options.outbox.rejected = OutboxOptions::Rejected::Blocks;
  EXPECT_EQ(book.code(message(via_of(1), 1, 100)), Code::Rejected);
  Send shorter = message(via_of(1), 2, 200);
  shorter.bytes = 9;
  EXPECT_EQ(book.code(shorter), Code::OutOfOrder);
}

TEST(Append, MsgidsOfTwoConversationsDiffer) {
  Book book, other;
  Send send = message(via_of(1), 1, 100);
  const Msgid here = book.append(send).msgid;
  send.conv = ConvId(8);
  EXPECT_NE(other.append(send).msgid, here);
}

TEST(Append, OfAnotherEpochIsFenced) {
  Book book;
  for (const std::uint64_t wrong : {0u, 2u}) {
    book.epoch = Epoch{wrong};
    EXPECT_EQ(book.code(message(via_of(1), 1, 100)), Code::Fenced);
  }
  EXPECT_EQ(book.record.last(), Seq{0});
  book.record.take({kConv, Epoch{1}});
  book.epoch = Epoch{1};
  EXPECT_EQ(book.code(message(via_of(1), 1, 100)), Code::Fenced) << "its owner was replaced";
  book.epoch = Epoch{2};
  EXPECT_EQ(book.code(message(via_of(1), 1, 100)), Code::Committed);
}

TEST(Append, IsFencedBeforeAnythingElseIsLookedAt) {
  Book book;
  const Send send = message(via_of(1), 1, 100);
  book.append(send);
  book.epoch = Epoch{0};
  EXPECT_EQ(book.code(send), Code::Fenced) << "even a repeat";
  EXPECT_EQ(book.code(message(via_of(1, 99), 1, 100)), Code::Fenced);
}

TEST(Append, OfAFormerOwnerIsTakenWhereNothingFences) {
  Book book;
  book.options.seq.fence = SeqOptions::Fence::None;
  book.epoch = Epoch{0};
  EXPECT_EQ(book.code(message(via_of(1), 1, 100)), Code::Committed);
}

TEST(Append, OfAnUnregisteredInstallationIsRefused) {
  Book book;
  EXPECT_EQ(book.code(message(via_of(1, 99), 1, 100)), Code::UnknownDevice);
  EXPECT_EQ(book.code(message(via_of(9), 1, 100)), Code::UnknownDevice);
  EXPECT_EQ(book.record.last(), Seq{0});
}

TEST(Append, OfAWipedInstallationIsRefusedForEver) {  // rule H47
  Book book;
  const Send send = message(via_of(1), 1, 100);
  book.append(send);
  book.replace(via_of(1, 11, 2), 0, 0);
  EXPECT_EQ(book.code(send), Code::UnknownDevice) << "a replay from a queue";
  EXPECT_EQ(book.code(message(via_of(1, 11, 2), 1, 101)), Code::Committed)
      << "the new one counts anew";
  EXPECT_EQ(book.record.last(), Seq{2});
}

TEST(Append, IsInTheSendersOrder) {
  Book book;
  const Appended early = book.append(message(via_of(1), 2, 102));
  EXPECT_EQ(early.code, Code::OutOfOrder);
  EXPECT_EQ(early.expected, Cseq{1});
  EXPECT_EQ(book.record.last(), Seq{0});
  book.append(message(via_of(1), 1, 101));
  EXPECT_EQ(book.append(message(via_of(1), 4, 104)).expected, Cseq{2});
  EXPECT_EQ(book.code(message(via_of(1), 2, 102)), Code::Committed);
  EXPECT_EQ(book.code(message(via_of(2), 1, 201)), Code::Committed) << "each sender has its own";
}

TEST(Append, OfARepeatAnswersAsAtTheFirstTime) {
  Book book;
  const Send first = message(via_of(1), 1, 101);
  const Appended committed = book.append(first);
  book.append(message(via_of(1), 2, 102));
  book.append(message(via_of(2), 1, 201));
  for (int i = 0; i < 2; ++i) {
    const Appended repeat = book.append(first);
    EXPECT_EQ(repeat.code, Code::Duplicate);
    EXPECT_EQ(repeat.seq, committed.seq);
    EXPECT_EQ(repeat.msgid, committed.msgid);
  }
  EXPECT_EQ(book.record.last(), Seq{3});
}

TEST(Append, OfARepeatAnswersAlikeAfterATrim) {
  Book book;
  const Send first = message(via_of(1), 1, 101);
  const Appended committed = book.append(first);
  book.advance(via_of(1), 1, 1);
  book.advance(via_of(2), 1, 1);
  ASSERT_EQ(book.record.floor(), Seq{1});
  EXPECT_EQ(book.code(first), Code::Duplicate);
  EXPECT_EQ(book.append(first).seq, committed.seq);
}

TEST(Append, OfAnotherContentUnderAKnownNumberIsAConflict) {
  Book book;
  book.append(message(via_of(1), 1, 101));
  EXPECT_EQ(book.code(message(via_of(1), 1, 999)), Code::Conflict) << "other content";
  Send renamed = message(via_of(1), 1, 101);
  renamed.cmid.n = 77;
  EXPECT_EQ(book.code(renamed), Code::Conflict) << "other message id";
  EXPECT_EQ(book.record.last(), Seq{1});
}

TEST(Append, TakesAnOlderMessageAsNewWhereOnlyTheLastOutcomeIsKept) {
  Book book;
  book.options.dedup.window = DedupOptions::Window::LastOnly;
  const Send first = message(via_of(1), 1, 101);
  const Send second = message(via_of(1), 2, 102);
  book.append(first);
  book.append(second);
  EXPECT_EQ(book.code(second), Code::Duplicate);
  EXPECT_EQ(book.code(first), Code::Committed) << "its outcome was forgotten";
  EXPECT_EQ(book.record.last(), Seq{3});
}

TEST(Append, TakesEveryTransmissionAsNewWithoutDeduplication) {
  Book book;
  book.options.dedup.window = DedupOptions::Window::None;
  const Send send = message(via_of(1), 1, 101);
  EXPECT_EQ(book.code(send), Code::Committed);
  EXPECT_EQ(book.code(send), Code::Committed);
  EXPECT_EQ(book.record.last(), Seq{2});
}

TEST(Append, TakesAnyOrderWherePipelined) {
  Book book;
  book.options.outbox.order = OutboxOptions::Order::Pipelined;
  EXPECT_EQ(book.code(message(via_of(1), 2, 102)), Code::Committed);
  EXPECT_EQ(book.code(message(via_of(1), 1, 101)), Code::Committed);
  EXPECT_EQ(book.code(message(via_of(1), 2, 102)), Code::Duplicate) << "still known by its id";
  EXPECT_EQ(book.append(message(via_of(1), 2, 102)).seq, Seq{1});
}

TEST(Append, TakesARenamedRetryAsNew) {
  Book book;
  book.options.dedup.identity = DedupOptions::Identity::PerTry;
  Send send = message(via_of(1), 1, 101);
  EXPECT_EQ(book.code(send), Code::Committed);
  EXPECT_EQ(book.code(send), Code::Duplicate);
  send.cmid.n = 2;
  EXPECT_EQ(book.code(send), Code::Committed) << "nothing tells that it is the same message";
}

/// What the probe of an acknowledgement goes by: another message may be at the place of a lost one.
TEST(Outcomes, TellWhichMessagesAreLacking) {
  Book book;
  const Send send = message(via_of(1), 1, 100);
  EXPECT_TRUE(book.record.lacks(DeviceId(1), send.cmid, book.options));
  book.append(send);
  EXPECT_FALSE(book.record.lacks(DeviceId(1), send.cmid, book.options));
  EXPECT_TRUE(book.record.lacks(DeviceId(1), {send.cmid.inst, 2}, book.options));
  EXPECT_FALSE(book.record.lacks(DeviceId(1), {InstId(99), 1}, book.options))
      << "of an installation that was replaced nothing is kept";
  book.options.dedup.window = DedupOptions::Window::LastOnly;
  EXPECT_FALSE(book.record.lacks(DeviceId(1), {send.cmid.inst, 2}, book.options));
}

TEST(Outcomes, TellWhatWasRefusedForGood) {
  Book book;
  book.options.store.bytes_max = 9;
  const Send send = message(via_of(1), 1, 100);
  EXPECT_FALSE(book.record.refused(send.cmid));
  book.append(send);
  EXPECT_TRUE(book.record.refused(send.cmid));
  EXPECT_FALSE(book.record.refused({send.cmid.inst, 2}));
}

}  // namespace
}  // namespace imstorm
