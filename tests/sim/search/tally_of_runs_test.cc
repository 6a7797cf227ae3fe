#include "sim/search/tally_of_runs.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <utility>

#include <vector>

#include "sim/core/decision.h"
#include "sim/search/batch.h"
#include "sim/search/tally_text.h"

namespace imstorm {
namespace {

Observation seen(std::uint64_t seed, std::vector<std::uint64_t> behaviours,
                 std::vector<std::string> signatures = {}) {
  Observation observation;
  observation.draw.seed = seed;
  observation.counts = {1, seed};
  observation.behaviours = std::move(behaviours);
  observation.signatures = std::move(signatures);
  return observation;
}

/// Runs with something of everything in them.
std::vector<Observation> sample(std::size_t runs) {
  const Decider decider = Decider::seeded(5);
  std::vector<Observation> all;
  for (std::size_t i = 0; i < runs; ++i) {
    const auto draw = [&](std::uint64_t nth, std::uint64_t n) {
      return decider.below({Choice::Workload, i, nth, 0}, n);
    };
    Observation one = seen(draw(0, 1'000), {draw(1, 40), 100 + draw(2, 400)});
    if (draw(3, 3) == 0) one.draw.mutations = {draw(4, 9)};
    one.independent = one.draw.mutations.empty();
    if (draw(5, 5) == 0) one.signatures = {"law " + std::to_string(draw(6, 4))};
    if (draw(7, 5) == 0) one.notes["a limit\tof some kind"] = 1 + draw(8, 3);
    all.push_back(one);
  }
  return all;
}

TallyOfRuns tally_of(const std::vector<Observation>& runs, std::size_t from, std::size_t step) {
  TallyOfRuns tally;
  for (std::size_t i = from; i < runs.size(); i += step) tally.add(i, runs[i]);
  return tally;
}

TEST(TallyOfRuns, DoesNotDependOnWhoDidWhat) {
  const std::vector<Observation> runs = sample(300);
  const TallyOfRuns whole = tally_of(runs, 0, 1);
  for (const std::size_t shards : {2U, 3U, 7U}) {
    TallyOfRuns forth;
    TallyOfRuns back;
    for (std::size_t s = 0; s < shards; ++s) {
      forth.add(tally_of(runs, s, shards));
      back.add(tally_of(runs, shards - 1 - s, shards));
    }
    EXPECT_EQ(forth, whole);
    EXPECT_EQ(back, whole);
  }
}

TEST(TallyOfRuns, LosesNothingWhenABatchLeavesOutWhatItMay) {
  TallyOfRuns all;
  TallyOfRuns told;
  for (std::uint64_t number = 0; number < 3; ++number) {
    for (Batch batch(9, number, Guidance::Guided); !batch.done();) {
      Observation one = seen(0, {});
      const std::uint64_t run = batch.run();
      one.draw = batch.next();
      one.independent = one.draw.mutations.empty();
      const std::uint64_t a = chance_of(3, {Choice::Workload, run, 0, 0});
      one.behaviours = {a % 30, 1'000 + a / 64 % 3'000};
      all.add(run, one);
      one.behaviours = batch.take(one.draw, one.behaviours);
      told.add(run, one);
    }
  }
  EXPECT_EQ(told, all);
}

TEST(TallyOfRuns, KeepsTheFirstRunOfEachFinding) {
  TallyOfRuns tally;
  tally.add(7, seen(70, {}, {"a", "b"}));
  tally.add(3, seen(30, {}, {"a"}));
  tally.add(9, seen(90, {}, {"a"}));
  EXPECT_EQ(tally.findings().at("a"), (TallyOfRuns::Finding{3, {30, {}}, 3}));
  EXPECT_EQ(tally.findings().at("b"), (TallyOfRuns::Finding{7, {70, {}}, 1}));
  EXPECT_EQ(tally.runs(), 3U);
  EXPECT_EQ(tally.counts(), (std::vector<std::uint64_t>{3, 190}));
}

TEST(TallyOfRuns, SaysWhenThereIsMoreThanItKeeps) {
  TallyOfRuns tally;
  for (std::size_t i = 0; i < TallyOfRuns::kFindingsMax; ++i) {
    tally.add(i, seen(i, {}, {std::to_string(i)}));
  }
  EXPECT_FALSE(tally.full());
  tally.add(5'000, seen(1, {}, {"one more"}));
  EXPECT_TRUE(tally.full());
  EXPECT_EQ(tally.findings().size(), TallyOfRuns::kFindingsMax);
}

TEST(TallyOfRuns, ReadsBackAsItWasWritten) {
  const TallyOfRuns tally = tally_of(sample(300), 0, 1);
  TallyOfRuns again;
  for (const std::string& line : lines_of(tally)) {
    EXPECT_EQ(line.find('\n'), std::string::npos);
    EXPECT_TRUE(read_line(line, again)) << line;
  }
  EXPECT_EQ(lines_of(again), lines_of(tally));
  for (const char* bad : {"", "seen\t1", "runs\t1", "counts\t2 9:1", "finding\t1\t0x1\t1", "x"}) {
    EXPECT_FALSE(read_line(bad, again)) << bad;
  }
}

TEST(TallyOfRuns, ARunReadsBackAsItWasWritten) {
  for (Observation one : sample(100)) {
    const auto again = read_observation(line_of(17, one));
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->first, 17U);
    if (!one.notes.empty()) one.notes = {{"a limit of some kind", one.notes.begin()->second}};
    EXPECT_EQ(again->second, one);
  }
  EXPECT_FALSE(read_observation("run\t1\t0x1").has_value());
}

TEST(ResidualRisk, IsTheShareOfRunsThatShowedWhatNoOtherDid) {
  TallyOfRuns tally;
  for (std::uint64_t run = 0; run < 100; ++run) tally.add(run, seen(run, {1, 2}));
  EXPECT_EQ(residual_risk(tally).lone, 0U);
  EXPECT_EQ(residual_risk(tally).chance_ppm(), 1'000'000U / 101);  // never nothing
  tally.add(100, seen(100, {1, 50, 51}));
  tally.add(101, seen(101, {60}));
  const ResidualRisk risk = residual_risk(tally);
  EXPECT_EQ(risk.lone, 2U);  // runs, not behaviours
  EXPECT_EQ(risk.behaviours, 5U);
  EXPECT_EQ(risk.late, 3U);
  EXPECT_EQ(risk.chance_ppm(), 2U * 1'000'000 / 102);
}

TEST(ResidualRisk, CountsIndependentRunsOnly) {
  TallyOfRuns tally;
  Observation mutant = seen(1, {9});
  mutant.independent = false;
  tally.add(0, seen(1, {1}));
  tally.add(1, mutant);
  tally.add(2, seen(2, {1}));
  EXPECT_EQ(residual_risk(tally).runs, 2U);
  EXPECT_EQ(residual_risk(tally).lone, 0U);
  EXPECT_EQ(residual_risk(tally).behaviours, 2U);
}

/// The estimate against the truth: behaviours of a known distribution, by what ten thousand further
/// runs show. The mean of twenty campaigns, since one of 500 runs is off by a few percent.
TEST(ResidualRisk, IsNearTheTruth) {
  std::uint64_t estimated = 0;
  std::uint64_t true_ppm = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto shown = [seed](std::uint64_t run) {
      const std::uint64_t value = chance_of(seed, {Choice::Workload, run, 0, 0});
      return (value % 1'000) * (value / 1'024 % 1'000) / 1'000;  // few are common, many are rare
    };
    TallyOfRuns tally;
    std::set<std::uint64_t> met;
    for (std::uint64_t run = 0; run < 500; ++run) {
      tally.add(run, seen(run, {shown(run)}));
      met.insert(shown(run));
    }
    for (std::uint64_t run = 500; run < 10'500; ++run) true_ppm += met.contains(shown(run)) ? 0 : 5;
    estimated += residual_risk(tally).chance_ppm() / 20;
  }
  EXPECT_NEAR(static_cast<double>(estimated), static_cast<double>(true_ppm), 30'000);
}

}  // namespace
}  // namespace imstorm
