#include "model/protocol/section.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <set>
#include <vector>

#include "model/protocol/block_book.h"

namespace imstorm {
namespace {

constexpr std::uint64_t kKey = 77;
constexpr std::uint32_t kStep = 10;
constexpr Duration kLease = seconds(6);
const ProcessId kOne(1), kTwo(2);

Instant at(std::int64_t s) { return Instant{} + seconds(s); }

SeqOptions leased(SeqOptions::Section how = SeqOptions::Section::Leased) {
  SeqOptions options;
  options.source = SeqOptions::Source::Seqsvr;
  options.section = how;
  options.section_lease = kLease;
  return options;
}

Lease ask(std::uint64_t keep = 0, std::uint64_t above = 0) { return {kKey, kStep, above, 1, keep}; }

TEST(BlockBook, LendsASectionToOneServerUntilItsLeaseEnds) {
  BlockBook book;
  const Leased first = book.lease(ask(), kOne, leased(), at(0));
  EXPECT_TRUE(first.held);
  EXPECT_EQ(first.first, 1u);
  EXPECT_EQ(first.count, kStep);
  const Leased other = book.lease(ask(), kTwo, leased(), at(4));
  EXPECT_FALSE(other.held);
  EXPECT_EQ(other.wait, seconds(2));
  const Leased later = book.lease(ask(), kTwo, leased(), at(6));
  EXPECT_TRUE(later.held);
  EXPECT_EQ(later.first, 11u);
}

TEST(BlockBook, RenewsTheLeaseOfWhoHasItAndLeavesItsBlock) {
  BlockBook book;
  book.lease(ask(), kOne, leased(), at(0));
  const Leased renewed = book.lease(ask(10), kOne, leased(), at(5));
  EXPECT_TRUE(renewed.held);
  EXPECT_EQ(renewed.count, 0u);
  EXPECT_EQ(book.lease(ask(), kTwo, leased(), at(7)).wait, seconds(4));
  EXPECT_EQ(book.lease(ask(10), kOne, leased(), at(99)).count, 0u) << "nobody took it meanwhile";
}

TEST(BlockBook, GivesAFormerHolderABlockAboveItsSuccessors) {
  BlockBook book;
  book.lease(ask(), kOne, leased(), at(0));
  book.lease(ask(), kTwo, leased(), at(10));
  const Leased back = book.lease(ask(10), kOne, leased(), at(20));
  EXPECT_TRUE(back.held);
  EXPECT_EQ(back.first, 21u);
}

TEST(BlockBook, RenewsNoBlockThatALaterOneHasReplaced) {
  BlockBook book;
  book.lease(ask(), kOne, leased(), at(0));
  book.lease(ask(), kTwo, leased(), at(10));
  EXPECT_EQ(book.lease(ask(10), kOne, leased(), at(20)).first, 21u) << "an answer that is lost";
  EXPECT_EQ(book.lease(ask(10), kOne, leased(), at(21)).first, 31u);
}

TEST(BlockBook, LetsAnybodyInWhereSectionsChangeHandsAtOnce) {
  const SeqOptions options = leased(SeqOptions::Section::AtOnce);
  BlockBook book;
  EXPECT_EQ(book.lease(ask(), kOne, options, at(0)).first, 1u);
  EXPECT_EQ(book.lease(ask(), kTwo, options, at(0)).first, 11u);
  EXPECT_EQ(book.lease(ask(10), kOne, options, at(1)).count, 0u) << "its old block is still used";
}

TEST(BlockBook, SkipsWhatMayHaveBeenHandedOutAndForgotten) {
  BlockBook book;
  book.skip(kKey, 1'000);
  book.skip(kKey, 10);
  EXPECT_EQ(book.reserve({kKey, kStep, 0}).first, 1'001u);
  EXPECT_EQ(book.lease(ask(0, 5'000), kOne, leased(), at(0)).first, 5'001u);
}

/// A server that has been lent 1 to 10 since second 0.
Section holder() {
  Section section;
  const auto asked = section.wants(kKey, kStep, kLease, at(0));
  section.grant({kKey, asked->turn, true, 1, kStep, {}}, kLease);
  return section;
}

TEST(Section, GivesNothingOutBeforeItIsLent) {
  Section section;
  EXPECT_FALSE(section.next(kKey, 0, at(0)));
  EXPECT_FALSE(section.newest(kKey, 5, at(0)));
  const auto asked = section.wants(kKey, kStep, kLease, at(0));
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->above, 5u);
  EXPECT_EQ(asked->keep, 0u);
  EXPECT_FALSE(section.wants(kKey, kStep, kLease, at(1))) << "it is under way";
  EXPECT_TRUE(section.wants(kKey, kStep, kLease, at(6))) << "and nobody answered for a whole lease";
}

TEST(Section, StopsWhenItsLeaseEndsAndNotBefore) {
  Section section = holder();
  EXPECT_EQ(section.newest(kKey, 0, at(0)), 0u);
  EXPECT_EQ(section.next(kKey, 0, at(0)), 1u);
  EXPECT_EQ(section.newest(kKey, 0, at(1)), 1u);
  EXPECT_EQ(section.next(kKey, 0, Instant{at(6).ns - 1}), 2u);
  EXPECT_FALSE(section.next(kKey, 0, at(6)));
  EXPECT_FALSE(section.newest(kKey, 0, at(6)));
}

TEST(Section, GoesOnAboveWhatItIsTold) {
  Section section = holder();
  EXPECT_EQ(section.next(kKey, 7, at(0)), 8u);
  EXPECT_EQ(section.newest(kKey, 9, at(0)), 9u);
  EXPECT_EQ(section.next(kKey, 0, at(0)), 10u);
  EXPECT_FALSE(section.next(kKey, 0, at(0))) << "the block is used up";
  const auto block = section.wants(kKey, kStep, kLease, at(0));
  ASSERT_TRUE(block);
  EXPECT_EQ(block->keep, 0u);
  EXPECT_EQ(block->above, 10u);
}

TEST(Section, RenewsItsLeaseWhenAThirdOfItIsLeft) {
  Section section = holder();
  EXPECT_FALSE(section.wants(kKey, kStep, kLease, Instant{at(4).ns - 1}));
  const auto renewal = section.wants(kKey, kStep, kLease, at(4));
  ASSERT_TRUE(renewal);
  EXPECT_EQ(renewal->keep, 10u);
  section.grant({kKey, renewal->turn, true, 0, 0, {}}, kLease);
  EXPECT_EQ(section.next(kKey, 0, Instant{at(10).ns - 1}), 1u) << "from when it was asked for";
  EXPECT_FALSE(section.next(kKey, 0, at(10)));
}

TEST(Section, HeedsNoAnswerToAnEarlierQuestion) {
  Section section;
  const auto early = section.wants(kKey, kStep, kLease, at(0));
  section.ask_again();
  const auto late = section.wants(kKey, kStep, kLease, at(5));
  EXPECT_NE(early->turn, late->turn);
  section.grant({kKey, early->turn, true, 1, kStep, {}}, kLease);
  EXPECT_FALSE(section.next(kKey, 0, at(5)));
  section.clear();
  const auto anew = section.wants(kKey, kStep, kLease, at(7));
  EXPECT_NE(late->turn, anew->turn) << "nor to its predecessor's";
}

TEST(Section, WaitsWhileAnotherServerHasIt) {
  Section section;
  const auto asked = section.wants(kKey, kStep, kLease, at(0));
  section.grant({kKey, asked->turn, false, 0, 0, seconds(3)}, kLease);
  EXPECT_FALSE(section.next(kKey, 0, at(1)));
  EXPECT_TRUE(section.wants(kKey, kStep, kLease, at(3)));
}

/// Three servers, whose questions and answers are late, and one store: choices say who is asked for
/// a number, when time passes and which answer arrives.
struct Office {
  explicit Office(SeqOptions::Section how) : options(leased(how)) {}

  void ask(std::size_t server) {
    if (const auto number = servers[server].next(kKey, 0, now)) given.push_back(*number);
    const auto wanted = servers[server].wants(kKey, 3, kLease, now);
    if (wanted) answers[server].push_back(book.lease(*wanted, ProcessId(server), options, now));
  }
  void hear(std::size_t server) {
    if (answers[server].empty()) return;
    servers[server].grant(answers[server].front(), kLease);
    answers[server].erase(answers[server].begin());
  }
  void play(const std::vector<std::uint32_t>& choices) {
    for (const std::uint32_t n : choices) {
      if (n % 4 == 0) now = now + milliseconds(n % 3'000);
      if (n % 4 == 1) hear(n / 4 % 3);
      if (n % 4 >= 2) ask(n / 4 % 3);
    }
  }

  SeqOptions options;
  BlockBook book;
  std::array<Section, 3> servers;
  std::array<std::vector<Leased>, 3> answers;
  Instant now;
  std::vector<std::uint64_t> given;
};

std::vector<std::uint32_t> choices() {
  return *rc::gen::scale(5.0, rc::gen::container<std::vector<std::uint32_t>>(
                                  rc::gen::inRange<std::uint32_t>(0, 1U << 20)));
}

RC_GTEST_PROP(Sections, GiveNumbersThatOnlyGrowWhereClocksAgree, ()) {
  Office office(SeqOptions::Section::Leased);
  office.play(choices());
  for (std::size_t i = 1; i < office.given.size(); ++i) {
    RC_ASSERT(office.given[i - 1] < office.given[i]);
  }
}

RC_GTEST_PROP(Sections, GiveNoNumberTwiceEvenAtOnce, ()) {
  Office office(SeqOptions::Section::AtOnce);
  office.play(choices());
  const std::set<std::uint64_t> different(office.given.begin(), office.given.end());
  RC_ASSERT(different.size() == office.given.size());
}

}  // namespace
}  // namespace imstorm
