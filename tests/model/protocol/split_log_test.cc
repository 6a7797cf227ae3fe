#include "model/protocol/split_log.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <string>

#include "tests/model/protocol/record.h"

namespace imstorm {
namespace {

Entry at(std::uint64_t seq) {
  Entry entry;
  entry.seq = Seq{seq};
  entry.body = BodyId(static_cast<int>(seq));
  return entry;
}

/// "4..6 7": a tombstone over 4 to 6, and what is stored at 7.
std::string told(const std::vector<Entry>& entries) {
  std::string text;
  for (const Entry& entry : entries) {
    if (!text.empty()) text += ' ';
    if (entry.tombstone()) text += std::to_string(entry.prev.value + 1) + "..";
    text += std::to_string(entry.seq.value);
  }
  return text;
}

TEST(SplitLog, WaitsForWhatComesBefore) {
  SplitLog log;
  log.insert(at(5));
  EXPECT_EQ(told(log.release(Seq{3})), "");
  EXPECT_EQ(log.top(), Seq{5});
  log.insert(at(4));
  EXPECT_EQ(told(log.release(Seq{3})), "4 5");
  EXPECT_EQ(log.top(), Seq{0});
}

TEST(SplitLog, BuriesWhatNobodyStored) {
  SplitLog log;
  log.insert(at(5));
  log.insert(at(9));
  log.bury(Seq{3}, Seq{7});
  EXPECT_TRUE(log.holds(Seq{4}));
  EXPECT_TRUE(log.holds(Seq{6}));
  EXPECT_FALSE(log.holds(Seq{8}));
  EXPECT_EQ(told(log.release(Seq{3})), "4..4 5 6..7");
  EXPECT_EQ(told(log.release(Seq{7})), "") << "8 may still come";
}

TEST(SplitLog, LetsReadersPastOnlyWhereItIsToldTo) {
  SplitLog log;
  log.insert(at(5));
  log.insert(at(9));
  log.skip(Seq{5});
  EXPECT_EQ(told(log.release(Seq{3})), "5");
}

RC_GTEST_PROP(SplitLog, ReleasesTheDecidedPrefix, (const std::vector<std::uint8_t>& deeds)) {
  SplitLog log;
  std::map<std::uint64_t, bool> decided;  // the oracle: position -> is it void
  Seq head;
  for (const std::uint8_t deed : deeds) {
    const std::uint64_t seq = deed % 16 + 1;
    if (deed < 200 && seq > head.value && !log.holds(Seq{seq})) {
      log.insert(at(seq));
      decided[seq] = false;
    } else if (deed >= 240) {
      log.bury(head, Seq{seq});
      for (std::uint64_t s = head.value + 1; s <= seq; ++s) decided.emplace(s, true);
    } else if (deed >= 200 && seq > head.value) {
      log.give_up(Seq{seq});
      decided.emplace(seq, true);
    }
    for (const Entry& entry : log.release(head)) {
      for (Seq s = head.next(); s < entry.seq; s = s.next()) RC_ASSERT(decided.at(s.value));
      RC_ASSERT(decided.at(entry.seq.value) == entry.tombstone());
      head = entry.seq;
    }
    RC_ASSERT(decided.count(head.value + 1) == 0u);
  }
}

// The same, as the store's transactions.

/// A conversation whose numbers come from elsewhere.
struct SplitBook : Book {
  SplitBook() { options.seq.source = SeqOptions::Source::RedisSync; }
  Appended insert(const Send& send, std::uint64_t seq) {
    return record.append({epoch, send, Seq{seq}, {}, 1},
                         UserId(static_cast<int>(send.via.device.value)), options);
  }
  Resolved bury(std::uint64_t upto) {
    return record.resolve({kConv, epoch, Seq{upto}, Resolve::How::Tombstones}, options);
  }
};

TEST(SplitConversation, ShowsNothingAboveAnUndecidedNumber) {
  SplitBook book;
  const Appended second = book.insert(message(via_of(1), 1, 11), 2);
  EXPECT_EQ(second.code, Appended::Code::Committed);
  EXPECT_EQ(second.hw, Seq{0});
  EXPECT_EQ(second.top, Seq{2});
  EXPECT_TRUE(book.log().empty());
  EXPECT_TRUE(book.record.take_decided().empty());
  EXPECT_EQ(book.insert(message(via_of(2), 1, 12), 1).hw, Seq{2});
  EXPECT_EQ(told(book.record.take_decided()), "1 2");
  EXPECT_EQ(told(book.log()), "1 2");
}

TEST(SplitConversation, LetsATombstoneWinOverALateWriter) {
  SplitBook book;
  book.insert(message(via_of(1), 1, 11), 2);
  EXPECT_TRUE(book.bury(2).done);
  EXPECT_EQ(told(book.record.take_decided()), "1..1 2");
  const Send late = message(via_of(2), 1, 12);
  EXPECT_EQ(book.insert(late, 1).code, Appended::Code::Occupied);
  EXPECT_EQ(book.insert(late, 3).code, Appended::Code::Committed) << "it is not its last chance";
  EXPECT_EQ(told(book.log()), "1..1 2 3");
}

TEST(SplitConversation, BuriesForTheCurrentWriterOnly) {
  SplitBook book;
  book.insert(message(via_of(1), 1, 11), 2);
  book.record.take({kConv, Epoch{1}});
  EXPECT_FALSE(book.bury(2).done);
  EXPECT_TRUE(book.record.take_decided().empty());
}

TEST(SplitConversation, BuriesTheNumberOfAMessageThatItDoesNotTake) {
  SplitBook book;
  const Send first = message(via_of(1), 1, 11);
  book.insert(first, 1);
  EXPECT_EQ(book.insert(first, 2).code, Appended::Code::Duplicate);
  EXPECT_EQ(book.insert(message(via_of(1), 3, 13), 3).code, Appended::Code::OutOfOrder);
  EXPECT_EQ(told(book.record.take_decided()), "1 2..2 3..3");
  EXPECT_EQ(book.record.last(), Seq{3});
}

TEST(SplitConversation, PutsAMessageBehindItsReadersWhereNothingStopsIt) {
  SplitBook book;
  book.options.seq.insert = SeqOptions::Insert::Blind;
  book.insert(message(via_of(1), 1, 11), 2);
  book.bury(2);
  book.record.take_decided();
  EXPECT_EQ(book.insert(message(via_of(2), 1, 12), 1).code, Appended::Code::Committed);
  EXPECT_EQ(told(book.record.take_decided()), "1");
}

TEST(SplitConversation, KeepsASenderInLineByPosition) {
  SplitBook book;
  book.insert(message(via_of(1), 1, 11), 5);
  const Send second = message(via_of(1), 2, 12);
  EXPECT_EQ(book.insert(second, 3).code, Appended::Code::Occupied) << "below its first message";
  EXPECT_EQ(book.insert(second, 6).code, Appended::Code::Committed);
  book.bury(6);
  EXPECT_EQ(told(book.log()), "1..2 3..3 4..4 5 6");
}

TEST(SplitConversation, TakesNothingAtAPositionThatIsDecided) {
  SplitBook book;
  book.insert(message(via_of(1), 1, 11), 4);
  book.bury(4);
  const Send late = message(via_of(2), 1, 12);
  EXPECT_EQ(book.insert(late, 2).code, Appended::Code::Occupied) << "in the middle of a hole";
  EXPECT_EQ(book.insert(late, 4).code, Appended::Code::Occupied);
  for (const int device : {1, 2}) book.advance(via_of(device), 4, 4);
  EXPECT_EQ(book.insert(late, 3).code, Appended::Code::Occupied) << "nobody will read that";
  EXPECT_EQ(told(book.log()), "");
}

TEST(SplitConversation, NamesEachEntrysPredecessorWhereReadersWereLetPastAHole) {
  SplitBook book;
  book.insert(message(via_of(1), 1, 11), 2);
  book.insert(message(via_of(1), 2, 12), 5);
  book.record.take({kConv, Epoch{1}});
  EXPECT_TRUE(book.record.resolve({kConv, Epoch{1}, Seq{5}, Resolve::How::Skip}, book.options).done)
      << "a suspicion needs no fence";
  ASSERT_EQ(told(book.log()), "2 5");
  EXPECT_EQ(book.log()[1].prev, Seq{2});
  book.epoch = Epoch{2};
  book.insert(message(via_of(2), 1, 13), 4);
  ASSERT_EQ(told(book.log()), "2 4 5") << "behind its readers";
  EXPECT_EQ(book.log()[1].prev, Seq{2});
  EXPECT_EQ(book.log()[2].prev, Seq{4});
}

TEST(SplitConversation, NamesMessagesByNumbersOfAnySize) {
  SplitBook book;
  const std::uint64_t large = std::uint64_t{1} << 40;
  const Msgid first = book.insert(message(via_of(1), 1, 11), large).msgid;
  EXPECT_EQ(first, Msgid{large});
  EXPECT_NE(book.insert(message(via_of(1), 2, 12), large + (std::uint64_t{1} << 32)).msgid, first);
}

TEST(SplitConversation, TrimsWholeTombstones) {
  SplitBook book;
  book.insert(message(via_of(1), 1, 11), 5);
  book.bury(5);
  for (const int device : {1, 2}) book.advance(via_of(device), 4, 4);
  EXPECT_EQ(book.record.floor(), Seq{4});
  EXPECT_EQ(told(book.log()), "5");
}

}  // namespace
}  // namespace imstorm
