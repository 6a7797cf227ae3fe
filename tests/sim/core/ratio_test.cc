#include "sim/core/ratio.h"

#include <gtest/gtest.h>

namespace imstorm {
namespace {

TEST(Ratio, CountsPartsPerMillion) {
  EXPECT_EQ(Ratio{}.ppm, 0u);
  EXPECT_EQ(percent(1).ppm, 10'000u);
  EXPECT_EQ(percent(0), Ratio{});
  EXPECT_EQ(percent(100), kAlways);
  EXPECT_LT(percent(50), kAlways);
}

}  // namespace
}  // namespace imstorm
