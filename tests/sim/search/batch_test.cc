#include "sim/search/batch.h"

#include <gtest/gtest.h>

#include <set>

namespace imstorm {
namespace {

/// A trial of a toy: a run shows what the lowest bits of its draw say.
std::vector<std::uint64_t> show(const Draw& draw) {
  std::uint64_t value = draw.seed;
  for (const std::uint64_t mutation : draw.mutations) value ^= mutation;
  return {value % 50, 100 + value / 50 % 7};
}

std::vector<Draw> draws_of(std::uint64_t seed, std::uint64_t number, Guidance guidance) {
  std::vector<Draw> draws;
  for (Batch batch(seed, number, guidance); !batch.done();) {
    draws.push_back(batch.next());
    batch.take(draws.back(), show(draws.back()));
  }
  return draws;
}

TEST(Batch, DependsOnNothingButSeedAndNumber) {
  EXPECT_EQ(draws_of(1, 3, Guidance::Guided), draws_of(1, 3, Guidance::Guided));
  EXPECT_NE(draws_of(1, 3, Guidance::Guided), draws_of(1, 4, Guidance::Guided));
  EXPECT_NE(draws_of(1, 3, Guidance::Guided), draws_of(2, 3, Guidance::Guided));
}

TEST(Batch, BlindOneHasDifferentSeedsOnly) {
  std::set<std::uint64_t> seeds;
  for (std::uint64_t number = 0; number < 4; ++number) {
    for (const Draw& draw : draws_of(1, number, Guidance::Blind)) {
      EXPECT_TRUE(draw.mutations.empty());
      seeds.insert(draw.seed);
    }
  }
  EXPECT_EQ(seeds.size(), 4 * kBatchRuns);
}

TEST(Batch, InTheSecondHalfOfAGuidedOneEverySecondRunIsAMutantOfAKeptRun) {
  std::size_t mutants = 0;
  std::size_t nth = 0;
  std::set<std::uint64_t> seeds;
  for (const Draw& draw : draws_of(1, 0, Guidance::Guided)) {
    ++nth;
    if (draw.mutations.empty()) seeds.insert(draw.seed);
    if (draw.mutations.empty()) continue;
    ++mutants;
    EXPECT_GT(nth, kBatchRuns / 2);
    EXPECT_TRUE(seeds.contains(draw.seed)) << "a mutant of nobody";
    EXPECT_LE(draw.mutations.size(), Draw::kMutationsMax);
  }
  EXPECT_EQ(mutants, kBatchRuns / 4);
}

TEST(Batch, TellsWhatIsNewAndTheFirstTwoTimesOfIndependentRuns) {
  Batch batch(1, 0, Guidance::Guided);
  const Draw independent{1, {}};
  const Draw mutant{1, {2}};
  EXPECT_EQ(batch.take(mutant, {5, 6}), (std::vector<std::uint64_t>{5, 6}));
  EXPECT_EQ(batch.take(mutant, {5, 7}), (std::vector<std::uint64_t>{7}));
  EXPECT_EQ(batch.take(independent, {5}), (std::vector<std::uint64_t>{5}));
  EXPECT_EQ(batch.take(independent, {5}), (std::vector<std::uint64_t>{5}));
  EXPECT_TRUE(batch.take(independent, {5}).empty());
}

TEST(Batch, GoesOnTheSameFromWhatItTold) {
  Batch whole(1, 2, Guidance::Guided);
  std::vector<std::pair<Draw, std::vector<std::uint64_t>>> journal;
  for (int i = 0; i < 200; ++i) {
    const Draw draw = whole.next();
    journal.emplace_back(draw, whole.take(draw, show(draw)));
  }
  Batch resumed(1, 2, Guidance::Guided);
  for (const auto& [draw, told] : journal) resumed.take(draw, told);
  while (!whole.done()) {
    EXPECT_EQ(resumed.next(), whole.next());
    const Draw draw = whole.next();
    EXPECT_EQ(resumed.take(draw, show(draw)), whole.take(draw, show(draw)));
  }
}

}  // namespace
}  // namespace imstorm
