#include "tools/imstorm/sum_of_runs.h"

#include <gtest/gtest.h>

namespace imstorm {
namespace {

RunRecord record(Outcome outcome, std::uint64_t n) {
  RunRecord run;
  RunRecord::Law law;
  law.name = "no-loss";
  law.verdict.outcome = outcome;
  law.verdict.exercised = n;
  law.verdict.permitted = 1;
  law.verdict.because = outcome == Outcome::Broken ? "run " + std::to_string(n) : "";
  run.laws = {law};
  run.outcome = outcome;
  run.events = run.messages = run.deliveries = n;
  run.packets = run.client_packets = run.bytes = n;
  run.ended = Instant{} + seconds(static_cast<std::int64_t>(n));
  run.packets_by_kind[3] = run.client_packets_by_kind[4] = n;
  run.faults[2] = {n, 1};
  run.latency = {{"sent to consumed", {static_cast<std::int64_t>(n)}}};
  run.limits = {{"a limit", n}};
  run.history.resize(3);
  return run;
}

RunRecord sum_of(const std::vector<Outcome>& outcomes) {
  SumOfRuns sum;
  std::uint64_t n = 1;
  for (const Outcome outcome : outcomes) sum.add(record(outcome, n++));
  EXPECT_EQ(sum.runs(), outcomes.size());
  return sum.record();
}

TEST(SumOfRuns, AddsUpEveryCount) {
  const RunRecord sum = sum_of({Outcome::Holds, Outcome::Holds, Outcome::Holds});
  for (const std::uint64_t n :
       {sum.events, sum.messages, sum.deliveries, sum.packets, sum.client_packets, sum.bytes,
        sum.packets_by_kind[3], sum.client_packets_by_kind[4], sum.faults[2].injected}) {
    EXPECT_EQ(n, 6U);
  }
  EXPECT_EQ(sum.faults[2].effective, 3U);
  EXPECT_EQ(sum.ended, Instant{} + seconds(6));
  EXPECT_EQ(sum.latency[0].samples, (std::vector<std::int64_t>{1, 2, 3}));
  ASSERT_EQ(sum.limits.size(), 1U);
  EXPECT_EQ(sum.limits[0].second, 6U);
  EXPECT_EQ(sum.laws[0].verdict.exercised, 6U);
  EXPECT_EQ(sum.laws[0].verdict.permitted, 3U);
  EXPECT_TRUE(sum.history.empty());
}

TEST(SumOfRuns, HasTheHeaviestVerdictAndTheWordsOfTheFirstThatHadIt) {
  const RunRecord sum =
      sum_of({Outcome::Holds, Outcome::Broken, Outcome::Undecided, Outcome::Broken});
  EXPECT_EQ(sum.outcome, Outcome::Broken);
  EXPECT_EQ(sum.laws[0].verdict.outcome, Outcome::Broken);
  EXPECT_EQ(sum.laws[0].verdict.because, "run 2");
  EXPECT_EQ(sum_of({Outcome::Holds, Outcome::Undecided}).outcome, Outcome::Undecided);
}

TEST(SumOfRuns, IsVacuousOnlyWhereEveryRunWas) {
  EXPECT_EQ(sum_of({Outcome::Vacuous, Outcome::Vacuous}).outcome, Outcome::Vacuous);
  EXPECT_EQ(sum_of({Outcome::Vacuous, Outcome::Holds}).outcome, Outcome::Holds);
  EXPECT_EQ(sum_of({Outcome::Holds, Outcome::Vacuous}).outcome, Outcome::Holds);
  EXPECT_EQ(sum_of({Outcome::Vacuous, Outcome::Broken}).outcome, Outcome::Broken);
}

}  // namespace
}  // namespace imstorm
