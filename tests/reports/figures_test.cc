#include "reports/figures.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <limits>

namespace imstorm {
namespace {

TEST(Figures, GroupDigitsByThrees) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1'000), "1,000");
  EXPECT_EQ(grouped(std::numeric_limits<std::uint64_t>::max()), "18,446,744,073,709,551,615");
}

RC_GTEST_PROP(Figures, KeepEveryDigitWhenTheyGroup, (std::uint64_t n)) {
  std::string digits = grouped(n);
  digits.erase(std::remove(digits.begin(), digits.end(), ','), digits.end());
  RC_ASSERT(digits == std::to_string(n));
}

TEST(Figures, CountOneThingAndManyThings) {
  EXPECT_EQ(counted(1, "run"), "1 run");
  EXPECT_EQ(counted(0, "run"), "0 runs");
  EXPECT_EQ(counted(3'812, "event"), "3,812 events");
}

TEST(Figures, SayALengthInTheUnitThatFits) {
  EXPECT_EQ(length_of(0), "0 ns");
  EXPECT_EQ(length_of(999), "999 ns");
  EXPECT_EQ(length_of(1'000), "1.00 us");
  EXPECT_EQ(length_of(12'345), "12.3 us");
  EXPECT_EQ(length_of(999'999), "999 us");
  EXPECT_EQ(length_of(1'230'000), "1.23 ms");
  EXPECT_EQ(length_of(2'400'000'000), "2.40 s");
  EXPECT_EQ(length_of(59'999'999'999), "59.9 s");
  EXPECT_EQ(length_of(123'000'000'000), "2m 03s");
  EXPECT_EQ(length_of(3'600'000'000'000), "1h 00m");
  EXPECT_EQ(length_of(3'599'000'000'000), "59m 59s");
}

TEST(Figures, ShowAnInstantAsAClockDoes) {
  EXPECT_EQ(clock_of(0), "00:00.000000");
  EXPECT_EQ(clock_of(12'500'000'999), "00:12.500000");
  EXPECT_EQ(clock_of(3'611'500'000'000), "1:00:11.500000");
  EXPECT_EQ(clock_of(-1'500'000'000), "-00:01.500000");
  EXPECT_EQ(clock_of(std::numeric_limits<std::int64_t>::min()).substr(0, 1), "-");
}

TEST(Figures, RoundAShareToTwoPlaces) {
  EXPECT_EQ(two_places(30, 6), "5.00");
  EXPECT_EQ(two_places(1, 3), "0.33");
  EXPECT_EQ(two_places(2, 3), "0.67");
  EXPECT_EQ(two_places(199'999, 200'000), "1.00");
  EXPECT_EQ(two_places(5, 0), "0.00");
}

}  // namespace
}  // namespace imstorm
