// By what a repeat is recognised, and for how long.
#include <gtest/gtest.h>

#include "tests/model/protocol/record.h"

namespace imstorm {
namespace {

using Code = Appended::Code;

struct Ledger : Book {
  Instant now{};
  explicit Ledger(DedupOptions::Window window) { options.dedup.window = window; }
  Code send(std::uint32_t n) {
    return record
        .append({epoch, message(via_of(1), n, static_cast<int>(n))}, UserId(1), options, now)
        .code;
  }
};

TEST(DedupWindow, KeepsAnOutcomeForItsTimeToTheMoment) {
  Ledger ledger(DedupOptions::Window::Ttl);
  ledger.options.dedup.ttl = seconds(10);
  ledger.now = Instant{} + seconds(100);
  EXPECT_EQ(ledger.send(1), Code::Committed);
  ledger.now += seconds(10);
  EXPECT_EQ(ledger.send(1), Code::Duplicate);
  ledger.now += nanoseconds(1);
  EXPECT_EQ(ledger.send(1), Code::Committed) << "and asking did not prolong it";
}

TEST(DedupWindow, KeepsTheOutcomesThatWereAskedForLast) {
  Ledger ledger(DedupOptions::Window::Lru);
  ledger.options.dedup.lru_max = 2;
  const auto later = [&](std::uint32_t n) {
    ledger.now += seconds(1);
    return ledger.send(n);
  };
  EXPECT_EQ(later(1), Code::Committed);
  EXPECT_EQ(later(2), Code::Committed);
  EXPECT_EQ(later(1), Code::Duplicate);
  EXPECT_EQ(later(3), Code::Committed);
  EXPECT_EQ(later(1), Code::Duplicate) << "asked for after 2";
  EXPECT_EQ(later(3), Code::Duplicate);
  EXPECT_EQ(later(2), Code::Committed) << "the one that went";
}

TEST(DedupWindow, SwallowsANewMessageUnderAnOldCounterAndGoesOn) {
  Book book;
  book.options.dedup.identity = DedupOptions::Identity::VolatileCounter;
  const auto counted = [](std::uint32_t n, std::uint32_t counter) {
    Send send = message(via_of(1), n, static_cast<int>(n));
    send.counter = counter;
    return send;
  };
  EXPECT_EQ(book.code(counted(1, 1)), Code::Committed);
  EXPECT_EQ(book.code(counted(2, 1)), Code::Duplicate) << "after a restart of the app";
  EXPECT_EQ(book.code(counted(3, 2)), Code::Committed);
  EXPECT_EQ(book.record.last(), Seq{2});
}

TEST(DedupWindow, AssertsNoOrderOfSendersThatItHasForgotten) {
  Book book;
  book.fill(2);
  book.record.forget_senders();
  EXPECT_EQ(book.code(message(via_of(1), 3, 3)), Code::Committed);
  EXPECT_EQ(book.code(message(via_of(1), 5, 5)), Code::OutOfOrder) << "known again";
}

}  // namespace
}  // namespace imstorm
