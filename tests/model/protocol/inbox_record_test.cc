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
  Seq deliver(const Entry& entry) { return record.deliver(entry, options.group.fanout).seq; }
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
  ASSERT_EQ(page.origins.size(), 2U);
  EXPECT_EQ(page.origins[0].floor, Seq{4});
  EXPECT_EQ(page.origins[1].floor, Seq{9});
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
