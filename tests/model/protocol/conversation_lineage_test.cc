#include "model/protocol/conversation_record.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <utility>
#include <vector>

#include "sim/core/ensure.h"
#include "tests/model/protocol/record.h"

namespace imstorm {
namespace {

// The writer's epoch.

TEST(ConversationLineage, SaysUpToWhereALineageIsCommon) {
  Book book;
  book.fill(3);
  book.record.fork(Lineage{5});
  EXPECT_EQ(book.record.lineage(), Lineage{5});
  EXPECT_EQ(book.record.common(Lineage{}), Seq{3});
  book.epoch = Epoch{(std::uint64_t{5} << 32) + 1};
  EXPECT_TRUE(book.record.take({kConv, Epoch{std::uint64_t{5} << 32}}).won)
      << "above every epoch that was forgotten";
  EXPECT_EQ(book.append(message(via_of(1), 4, 9)).seq, Seq{4});
  book.record.fork(Lineage{7});
  EXPECT_EQ(book.record.common(Lineage{5}), Seq{4});
  EXPECT_EQ(book.record.common(Lineage{}), Seq{3}) << "the least of all forks in between";
  EXPECT_EQ(book.record.common(Lineage{6}), Seq{0}) << "nothing is known of it";
  EXPECT_EQ(book.record.common(Lineage{7}), Seq{4});
}

TEST(ConversationLineage, TakesACursorOfAnotherLineageForWhatIsCommon) {
  Book book;
  book.fill(3);
  book.record.fork(Lineage{5});
  const Via via = via_of(2, 20, 2);
  const Position ahead{kConv, Lineage{}, Seq{9}, Seq{8}};
  const Attached attached = book.record.attach({via, ahead, true}, book.options);
  EXPECT_EQ(attached.recv, Seq{3});
  EXPECT_EQ(attached.consumed, Seq{3});
  book.advance(via, 7, 7);
  EXPECT_EQ(book.ask(via).recv, Seq{3}) << "in the lineage that is over";
}

TEST(ConversationLineage, RegistersASessionThatItHasForgotten) {
  Book book;
  book.fill(3);
  const Position at{kConv, Lineage{5}, Seq{3}, Seq{2}};
  EXPECT_EQ(book.record.attach({via_of(2, 20, 2), at, false}, book.options).recv, Seq{0});
  book.record.fork(Lineage{5});
  EXPECT_EQ(book.record.attach({via_of(2, 20, 2), at, false}, book.options).recv, Seq{3});
  EXPECT_EQ(book.ask(via_of(2, 20, 2)).consumed, Seq{2});
}

}  // namespace
}  // namespace imstorm
