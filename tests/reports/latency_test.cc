#include "reports/latency.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

namespace imstorm {
namespace {

TEST(Latency, OfOneSampleIsThatSampleEverywhere) {
  const Result::Latency series = summarise("one", {42});
  EXPECT_EQ(series.count, 1u);
  EXPECT_EQ(series.p50, 42u);
  EXPECT_EQ(series.p99, 42u);
  EXPECT_EQ(series.max, 42u);
  ASSERT_EQ(series.bins.size(), 1u);
  EXPECT_EQ(series.bins[0].up_to, 50u);
}

TEST(Latency, OfNothingIsNothing) {
  const Result::Latency series = summarise("none", {});
  EXPECT_EQ(series.count, 0u);
  EXPECT_EQ(series.max, 0u);
  EXPECT_TRUE(series.bins.empty());
}

TEST(Latency, TakesTheNearestRank) {
  std::vector<std::int64_t> samples(100);
  std::iota(samples.rbegin(), samples.rend(), 1);
  const Result::Latency series = summarise("hundred", samples);
  EXPECT_EQ(series.p50, 50u);
  EXPECT_EQ(series.p90, 90u);
  EXPECT_EQ(series.p99, 99u);
  EXPECT_EQ(series.max, 100u);
}

TEST(Latency, BinsEndAtOneTwoAndFiveTimesPowersOfTen) {
  const Result::Latency series = summarise("bins", {3, 5, 6, 100});
  std::vector<std::pair<std::uint64_t, std::uint64_t>> bins;
  for (const Result::Bin& bin : series.bins) bins.emplace_back(bin.up_to, bin.count);
  const std::vector<std::pair<std::uint64_t, std::uint64_t>> expected = {
      {5, 2}, {10, 1}, {20, 0}, {50, 0}, {100, 1}};
  EXPECT_EQ(bins, expected);
}

TEST(Latency, SurvivesTheLongestTimes) {
  const Result::Latency series = summarise("long", {-5, std::numeric_limits<std::int64_t>::max()});
  EXPECT_EQ(series.p50, 0u);
  EXPECT_EQ(series.bins.front().count, 1u);
  EXPECT_EQ(series.bins.back().count, 1u);
}

RC_GTEST_PROP(Latency, BinsHoldEverySampleOnceAndQuantilesGrow,
              (std::vector<std::int64_t> samples)) {
  RC_PRE(!samples.empty());
  const Result::Latency series = summarise("any", samples);
  std::uint64_t binned = 0;
  std::uint64_t edge = 0;
  for (const Result::Bin& bin : series.bins) {
    RC_ASSERT(bin.up_to > edge);
    edge = bin.up_to;
    binned += bin.count;
  }
  RC_ASSERT(binned == samples.size());
  RC_ASSERT(edge >= series.max);
  RC_ASSERT(series.p50 <= series.p90);
  RC_ASSERT(series.p90 <= series.p99);
  RC_ASSERT(series.p99 <= series.max);
  // The definition: at least half do not exceed the median, and none smaller does the same.
  const auto not_above = std::count_if(samples.begin(), samples.end(), [&](std::int64_t sample) {
    return sample <= static_cast<std::int64_t>(series.p50);
  });
  const auto below = std::count_if(samples.begin(), samples.end(), [&](std::int64_t sample) {
    return std::max<std::int64_t>(sample, 0) < static_cast<std::int64_t>(series.p50);
  });
  RC_ASSERT(static_cast<std::size_t>(not_above) * 2 >= samples.size());
  RC_ASSERT(static_cast<std::size_t>(below) * 2 < samples.size());
}

}  // namespace
}  // namespace imstorm
