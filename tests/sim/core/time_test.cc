#include "sim/core/time.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace imstorm {
namespace {

TEST(Time, UnitsAreNanoseconds) {
  EXPECT_EQ(nanoseconds(7).ns, 7);
  EXPECT_EQ(microseconds(7).ns, 7'000);
  EXPECT_EQ(milliseconds(7).ns, 7'000'000);
  EXPECT_EQ(seconds(7).ns, 7'000'000'000);
  EXPECT_EQ(minutes(7).ns, 420'000'000'000);
  EXPECT_EQ(hours(7).ns, 25'200'000'000'000);
}

TEST(Time, LengthsAddAndScale) {
  EXPECT_EQ(seconds(2) + milliseconds(500), milliseconds(2'500));
  EXPECT_EQ(seconds(2) - seconds(3), -seconds(1));
  EXPECT_EQ(milliseconds(200) * 3, milliseconds(600));
  EXPECT_EQ(seconds(1) / 4, milliseconds(250));
}

TEST(Time, AnInstantMovesByALength) {
  const Instant start{1'000};
  EXPECT_EQ(start + nanoseconds(5), Instant{1'005});
  EXPECT_EQ(start - nanoseconds(5), Instant{995});
  EXPECT_EQ(start + nanoseconds(-5), Instant{995});
  EXPECT_EQ(Instant{1'005} - start, nanoseconds(5));
  Instant moving = start;
  moving += nanoseconds(1);
  EXPECT_EQ(moving, Instant{1'001});
}

TEST(Time, NothingIsLaterThanNever) {
  EXPECT_EQ(kNever + nanoseconds(1), kNever);
  EXPECT_EQ(kNever + hours(1'000'000), kNever);
  EXPECT_EQ(Instant{kNever.ns - 5} + nanoseconds(5), kNever);
  EXPECT_EQ(Instant{kNever.ns - 5} + nanoseconds(6), kNever);
  EXPECT_EQ(Instant{kNever.ns - 5} + nanoseconds(4), Instant{kNever.ns - 1});
  EXPECT_LT(kNever + nanoseconds(-1), kNever);
}

RC_GTEST_PROP(Time, AddingALengthNeverGoesBack, (std::uint32_t base, std::uint64_t length)) {
  const Instant start{base};
  const Duration by{static_cast<std::int64_t>(length >> 1)};
  RC_ASSERT(start + by >= start);
  if (start + by != kNever) RC_ASSERT((start + by) - start == by);
}

}  // namespace
}  // namespace imstorm
