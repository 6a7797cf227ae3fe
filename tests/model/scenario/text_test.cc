#include "model/scenario/text.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace imstorm {
namespace {

TEST(DurationText, IsExactInEveryUnit) {
  EXPECT_EQ(read_duration("30s"), seconds(30));
  EXPECT_EQ(read_duration("200ms"), milliseconds(200));
  EXPECT_EQ(read_duration("1h30m"), minutes(90));
  EXPECT_EQ(read_duration("-5m"), -minutes(5));
  EXPECT_EQ(read_duration("1.5s"), milliseconds(1'500));
  EXPECT_EQ(read_duration("0.000000001s"), nanoseconds(1));
  EXPECT_EQ(read_duration("2d"), hours(48));
  EXPECT_EQ(read_duration("1_000us"), milliseconds(1));
  EXPECT_EQ(read_duration("0"), Duration{});
}

TEST(DurationText, IsRefusedIfItIsNotWholeNanosecondsOrHasNoUnit) {
  for (const char* text : {"", "5", "s", "1.s", ".5s", "0.1ns", "1s1h", "1s2s", "five", "1 s", "-",
                           "1e3s", "101y", "9999999999h", "1x", "--1s", "99999999999999999999s"}) {
    EXPECT_FALSE(read_duration(text)) << text;
  }
}

TEST(DurationText, IsWrittenShort) {
  EXPECT_EQ(to_text(Duration{}), "0s");
  EXPECT_EQ(to_text(minutes(90)), "1h30m");
  EXPECT_EQ(to_text(nanoseconds(503'250'000)), "503.25ms");
  EXPECT_EQ(to_text(milliseconds(61'500)), "1m1.5s");
  EXPECT_EQ(to_text(-microseconds(1)), "-1us");
  EXPECT_EQ(to_text(nanoseconds(999)), "999ns");
}

RC_GTEST_PROP(DurationText, ReadsBackAsTheSameDuration, ()) {
  const auto year = hours(24 * 366).ns;
  const Duration duration{
      *rc::gen::oneOf(rc::gen::inRange<std::int64_t>(-year, year),
                      rc::gen::inRange<std::int64_t>(-2'000'000'000, 2'000'000'000))};
  RC_ASSERT(read_duration(to_text(duration)) == duration);
}

TEST(RatioText, IsASharePercentOrNot) {
  EXPECT_EQ(read_ppm("1%"), 10'000);
  EXPECT_EQ(read_ppm("0.5%"), 5'000);
  EXPECT_EQ(read_ppm("0.01"), 10'000);
  EXPECT_EQ(read_ppm("2"), 2'000'000);
  EXPECT_EQ(read_ppm("-1"), -1'000'000);
  for (const char* text : {"", "%", "1%%", "0.0000001", "half", "1.2.3", "1e-2", "nan", "inf"}) {
    EXPECT_FALSE(read_ppm(text)) << text;
  }
}

RC_GTEST_PROP(RatioText, ReadsBackAsTheSameRatio, ()) {
  const Ratio ratio{*rc::gen::inRange<std::uint32_t>(0, 1'000'001)};
  RC_ASSERT(read_ppm(to_text(ratio)) == std::int64_t{ratio.ppm});
}

TEST(CountText, TakesUnderscoresThousandsAndHexadecimals) {
  EXPECT_EQ(read_count("10_000"), 10'000);
  EXPECT_EQ(read_count("50k"), 50'000);
  EXPECT_EQ(read_count("2M"), 2'000'000);
  EXPECT_EQ(read_count("0xff"), 255);
  EXPECT_EQ(read_count("-5"), -5);
  for (const char* text : {"", "k", "1.5", "ten", "0x", "9223372036854775808", "1 000", "_1"}) {
    EXPECT_FALSE(read_count(text)) << text;
  }
  EXPECT_EQ(read_seed("18446744073709551615"), ~std::uint64_t{0});
  EXPECT_EQ(read_seed("0xffffffffffffffff"), ~std::uint64_t{0});
  EXPECT_FALSE(read_seed("18446744073709551616"));
  EXPECT_FALSE(read_seed("-1"));
}

TEST(Ordinals, EndAsInSpeech) {
  EXPECT_EQ(ordinal(1), "1st");
  EXPECT_EQ(ordinal(2), "2nd");
  EXPECT_EQ(ordinal(3), "3rd");
  EXPECT_EQ(ordinal(4), "4th");
  EXPECT_EQ(ordinal(11), "11th");
  EXPECT_EQ(ordinal(112), "112th");
  EXPECT_EQ(ordinal(121), "121st");
}

TEST(Patterns, MatchAnythingAtAStar) {
  EXPECT_TRUE(matches("user-*", "user-12"));
  EXPECT_TRUE(matches("*", ""));
  EXPECT_TRUE(matches("*.phone", "a.b.phone"));
  EXPECT_TRUE(matches("a*b*c", "axxbyybzc"));
  EXPECT_FALSE(matches("user-*", "user"));
  EXPECT_FALSE(matches("a*b", "abc"));
  EXPECT_FALSE(matches("", "a"));
}

}  // namespace
}  // namespace imstorm
