#include "model/invariants/position_set.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>
#include <utility>
#include <vector>

namespace imstorm {
namespace {

TEST(PositionSet, KeepsNeighboursAsOneRun) {
  PositionSet positions;
  for (const std::uint64_t seq : {1u, 2u, 5u, 4u, 3u}) EXPECT_TRUE(positions.add(Seq{seq}));
  EXPECT_EQ(positions.runs(), 1u);
  EXPECT_FALSE(positions.add(Seq{4}));
  EXPECT_TRUE(positions.has(Seq{5}));
  EXPECT_FALSE(positions.has(Seq{6}));
}

RC_GTEST_PROP(PositionSet, IsASetWithAsFewRunsAsPossible, ()) {
  const auto adds =
      *rc::gen::container<std::vector<std::uint64_t>>(rc::gen::weightedOneOf<std::uint64_t>(
          {{8, rc::gen::inRange<std::uint64_t>(0, 24)}, {1, rc::gen::element(~std::uint64_t{0})}}));
  PositionSet positions;
  std::set<std::uint64_t> model;
  for (const std::uint64_t seq : adds)
    RC_ASSERT(positions.add(Seq{seq}) == model.insert(seq).second);
  for (std::uint64_t seq = 0; seq < 26; ++seq) {
    RC_ASSERT(positions.has(Seq{seq}) == (model.count(seq) != 0));
  }
  std::size_t runs = 0;
  for (const std::uint64_t seq : model) runs += seq == 0 || model.count(seq - 1) == 0 ? 1 : 0;
  RC_ASSERT(positions.runs() == runs);
}

TEST(PositionSet, HoldsAnyNumberOfRuns) {
  constexpr std::uint64_t kRuns = 5'003;  // a prime, so that each step leads to another one
  PositionSet positions;
  std::set<std::uint64_t> model;
  const auto agrees = [&] {
    for (std::uint64_t seq = 1; seq <= 2 * kRuns; ++seq) {
      if (positions.has(Seq{seq}) != (model.count(seq) != 0)) return false;
    }
    return true;
  };
  for (std::uint64_t i = 0; i < kRuns; ++i) {
    const std::uint64_t seq = 2 * (i * 1'009 % kRuns) + 1;
    EXPECT_EQ(positions.add(Seq{seq}), model.insert(seq).second);
  }
  EXPECT_EQ(positions.runs(), kRuns);
  EXPECT_TRUE(agrees());
  positions.add(Seq{2'000}, Seq{5'000});
  for (std::uint64_t seq = 2'000; seq <= 5'000; ++seq) model.insert(seq);
  EXPECT_TRUE(agrees());
  for (std::uint64_t seq = 2; seq <= 600; seq += 2) {
    EXPECT_EQ(positions.add(Seq{seq}), model.insert(seq).second);
  }
  EXPECT_TRUE(agrees());
  for (const std::uint64_t last : {9'000, 4'000, 1'501, 0}) {
    positions.cut(Seq{last});
    model.erase(model.upper_bound(last), model.end());
    EXPECT_TRUE(agrees()) << last;
  }
  EXPECT_EQ(positions.runs(), 0U);
}

TEST(PositionSet, EndsWhereNumbersEnd) {
  PositionSet positions;
  positions.add(PositionSet::kEnd);
  EXPECT_EQ(positions.first_missing(PositionSet::kEnd), PositionSet::kEnd);
  EXPECT_EQ(positions.first_missing(Seq{7}), Seq{7});
  EXPECT_EQ(PositionSet().first_held(Seq{7}), PositionSet::kEnd);
}

RC_GTEST_PROP(PositionSet, AddsAndAsksForWholeStretches, ()) {
  const auto number = rc::gen::inRange<std::uint64_t>(1, 24);
  const auto adds = *rc::gen::container<std::vector<std::pair<std::uint64_t, std::uint64_t>>>(
      rc::gen::pair(number, rc::gen::inRange<std::uint64_t>(0, 6)));
  PositionSet positions;
  std::set<std::uint64_t> model;
  for (const auto& [first, length] : adds) {
    positions.add(Seq{first}, Seq{first + length - 1});
    for (std::uint64_t seq = first; seq < first + length; ++seq) model.insert(seq);
  }
  RC_ASSERT(positions.max() == Seq{model.empty() ? 0 : *model.rbegin()});
  for (std::uint64_t from = 1; from < 32; ++from) {
    std::uint64_t missing = from;
    while (model.count(missing) != 0) ++missing;
    RC_ASSERT(positions.first_missing(Seq{from}) == Seq{missing});
    const auto held = model.lower_bound(from);
    RC_ASSERT(positions.first_held(Seq{from}) ==
              (held == model.end() ? PositionSet::kEnd : Seq{*held}));
    for (std::uint64_t to = from - 1; to < 32; ++to) {
      RC_ASSERT(positions.has_all(Seq{from}, Seq{to}) == (missing > to));
      RC_ASSERT(positions.has_any(Seq{from}, Seq{to}) == (held != model.end() && *held <= to));
    }
  }
}

}  // namespace
}  // namespace imstorm
