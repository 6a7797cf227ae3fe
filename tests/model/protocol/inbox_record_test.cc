#include <gtest/gtest.h>

#include "tests/model/protocol/record.h"

namespace imstorm {
namespace {

using Fanout = GroupOptions::Fanout;

Entry copy(std::uint64_t origin_seq, int origin = 7) {
  Entry entry;
  entry.origin = ConvId(origin);
  entry.origin_seq = Seq{origin_seq};
  entry.body = BodyId(static_cast<int>(origin_seq));
  return entry;
}

/// The inbox of a user with devices 1 and 2.
struct Inbox : Book {
  explicit Inbox(Fanout fanout = Fanout::WriteOutbox) { options.group.fanout = fanout; }
  Seq deliver(const Entry& entry) { return record.deliver(entry, options).seq; }
};

TEST(InboxRecord, NumbersCopiesInTheOrderOfTheirArrival) {
  Inbox inbox;
  EXPECT_EQ(inbox.deliver(copy(4, 7)), Seq{1});
  EXPECT_EQ(inbox.deliver(copy(1, 8)), Seq{2});
  const Page page = inbox.page(0, 10);
  ASSERT_EQ(page.entries.size(), 2U);
  EXPECT_EQ(page.entries[1].origin, ConvId(8));
  EXPECT_EQ(page.entries[1].origin_seq, Seq{1});
  EXPECT_EQ(page.entries[1].prev, Seq{1});
}

TEST(InboxRecord, RecognisesARepeatedCopy) {  // rule M2
  Inbox inbox;
  inbox.deliver(copy(4));
  EXPECT_EQ(inbox.deliver(copy(4)), Seq{0});
  EXPECT_EQ(inbox.record.last(), Seq{1});
  EXPECT_TRUE(inbox.record.had(ConvId(7), Seq{4}));
  EXPECT_FALSE(inbox.record.had(ConvId(7), Seq{5}));
}

TEST(InboxRecord, TakesARepeatedCopyAsNewWhereRetriesAreNotRecognised) {
  Inbox inbox(Fanout::WriteRetry);
  inbox.deliver(copy(4));
  EXPECT_EQ(inbox.deliver(copy(4)), Seq{2});
}

TEST(InboxRecord, SaysOfWhatIsTrimmedHowFarEachConversationIsGone) {
  Inbox inbox;
  inbox.deliver(copy(4, 7));
  inbox.deliver(copy(9, 8));
  inbox.deliver(copy(5, 7));
  for (const int device : {1, 2}) inbox.advance(via_of(device), 2, 2);
  EXPECT_EQ(inbox.record.floor(), Seq{2});
  const Page page = inbox.page(0, 10);
  ASSERT_EQ(page.origins->size(), 2U);
  EXPECT_EQ((*page.origins)[0].floor, Seq{4});
  EXPECT_EQ((*page.origins)[1].floor, Seq{9});
}

/// A laptop in a drawer fills nobody's inbox for ever.
TEST(InboxRecord, WaitsForNoDeviceLongerThanItIsTold) {  // rule D3
  Inbox inbox;
  inbox.options.ack.retain = seconds(20);
  const auto reads = [&](int device, std::uint64_t seq, int s) {
    const Via via = via_of(device);
    inbox.record.advance({kConv, {{via.device, via.inst, via.session, Seq{seq}, Seq{seq}}}},
                         inbox.options, Instant{} + seconds(s));
  };
  inbox.deliver(copy(4, 7));
  reads(2, 1, 5);
  inbox.deliver(copy(9, 8));
  inbox.deliver(copy(5, 7));
  reads(1, 3, 25);
  EXPECT_EQ(inbox.record.floor(), Seq{1}) << "20 s are not over yet";
  EXPECT_TRUE(inbox.record.take_given_up().empty());
  reads(1, 3, 26);
  EXPECT_EQ(inbox.record.floor(), Seq{3});
  const auto given_up = inbox.record.take_given_up();
  ASSERT_EQ(given_up.size(), 2U) << "of each conversation";
  for (const auto& one : given_up) EXPECT_EQ(one.device, via_of(2).device);
  EXPECT_EQ(given_up[0].origin, ConvId(7));
  EXPECT_EQ(given_up[0].upto, Seq{5});
  EXPECT_EQ(given_up[1].origin, ConvId(8));
  EXPECT_EQ(given_up[1].upto, Seq{9});
}

TEST(InboxRecord, OfSomebodyWhoIsAwayDoesNotGrowForEver) {
  Inbox inbox;
  inbox.options.ack.retain = seconds(20);
  const auto at = [](int s) { return Instant{} + seconds(s); };
  inbox.record.deliver(copy(1), inbox.options, at(1));
  inbox.record.deliver(copy(2), inbox.options, at(20));
  EXPECT_EQ(inbox.record.size(), 2U) << "20 s are not over yet";
  inbox.record.deliver(copy(3), inbox.options, at(21));
  EXPECT_EQ(inbox.record.size(), 0U);
  EXPECT_EQ(inbox.record.take_given_up().size(), 2U) << "by device";
}

/// Nobody pulls from a conversation that is copied.
TEST(InboxRecord, ItsSourceGivesNobodyUp) {
  Inbox source;
  source.options.ack.retain = seconds(1);
  source.fill(3);
  const Via via = via_of(1);
  for (const int s : {5, 50}) {
    source.record.advance({kConv, {{via.device, via.inst, via.session, Seq{3}, Seq{3}}}},
                          source.options, Instant{} + seconds(s));
  }
  EXPECT_TRUE(source.record.take_given_up().empty());
}

TEST(InboxRecord, LetsItsSourceTrimWhatEverybodyHasACopyOf) {
  Inbox source;
  source.fill(3);
  source.record.fanned({kConv, Epoch{1}, Seq{2}}, source.options);
  EXPECT_EQ(source.record.floor(), Seq{2});
  EXPECT_EQ(source.record.take({kConv, Epoch{1}}).fanned, Seq{2});
  source.record.fanned({kConv, Epoch{2}, Seq{1}}, source.options);
  EXPECT_EQ(source.record.take({kConv, Epoch{2}}).fanned, Seq{2}) << "it never goes back";
  source.record.fanned({kConv, Epoch{3}, Seq{9}}, source.options);
  EXPECT_EQ(source.record.take({kConv, Epoch{3}}).fanned, Seq{3}) << "nor beyond the log";
}

/// It may have copied without knowing who had joined since.
TEST(InboxRecord, DoesNotBelieveAFormerWriter) {
  Inbox source;
  source.fill(3);
  ASSERT_TRUE(source.record.take({kConv, Epoch{1}}).won);
  source.record.fanned({kConv, Epoch{1}, Seq{2}}, source.options);
  EXPECT_EQ(source.record.take({kConv, Epoch{2}}).fanned, Seq{0});
}

TEST(InboxRecord, KeepsItsSourceUntilTheCopiesAreMade) {
  Inbox source;
  source.fill(2);
  for (const int device : {1, 2}) source.advance(via_of(device), 2, 2);
  EXPECT_EQ(source.record.floor(), Seq{0});
}

}  // namespace
}  // namespace imstorm
