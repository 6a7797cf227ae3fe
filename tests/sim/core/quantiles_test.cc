#include "sim/core/quantiles.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>

namespace imstorm {
namespace {

constexpr std::uint64_t kLeast = 0;
constexpr std::uint64_t kMost = ~std::uint64_t{0};

/// The draw at which `ppm` millionths of all draws are smaller.
std::uint64_t draw_at(std::uint64_t ppm) {
  __extension__ using Wide = unsigned __int128;
  return static_cast<std::uint64_t>((Wide{ppm} << 64) / 1'000'000) + (std::uint64_t{1} << 33);
}

const Quantiles kEdge{milliseconds(10), milliseconds(20), milliseconds(60), milliseconds(240),
                      milliseconds(2'000)};

TEST(Quantiles, BeginAtTheBase) { EXPECT_EQ(kEdge.at(kLeast), kEdge.base); }

TEST(Quantiles, PassThroughEachPoint) {
  EXPECT_EQ(kEdge.at(draw_at(500'000)), kEdge.p50);
  EXPECT_EQ(kEdge.at(draw_at(900'000)), kEdge.p90);
  EXPECT_EQ(kEdge.at(draw_at(990'000)), kEdge.p99);
}

TEST(Quantiles, RunStraightBetweenThePoints) {
  EXPECT_EQ(kEdge.at(draw_at(250'000)), milliseconds(15));
  EXPECT_EQ(kEdge.at(draw_at(700'000)), milliseconds(40));
  EXPECT_EQ(kEdge.at(draw_at(945'000)), milliseconds(150));
  EXPECT_EQ(kEdge.at(draw_at(995'000)), milliseconds(1'120));
}

TEST(Quantiles, EndWithinTheLastStepOfTheMost) {
  EXPECT_LE(kEdge.at(kMost), kEdge.max);
  EXPECT_GE(kEdge.at(kMost), kEdge.max - (kEdge.max - kEdge.p99) / 10'000);
}

RC_GTEST_PROP(Quantiles, AreTheSameWhateverIsDrawnIfFixed, (std::uint64_t draw)) {
  const Duration d{*rc::gen::inRange<std::int64_t>(0, hours(1'000).ns)};
  RC_ASSERT(Quantiles::fixed(d).at(draw) == d);
}

/// Ascending points up to ten years apart: far more than any scenario may say.
Quantiles any_quantiles() {
  const std::int64_t most = *rc::gen::element(seconds(1).ns, hours(3).ns, hours(87'600).ns);
  auto points =
      *rc::gen::container<std::array<std::int64_t, 5>>(rc::gen::inRange<std::int64_t>(0, most));
  std::sort(points.begin(), points.end());
  return {{points[0]}, {points[1]}, {points[2]}, {points[3]}, {points[4]}};
}

RC_GTEST_PROP(Quantiles, GrowWithTheDraw, (std::uint64_t a, std::uint64_t b)) {
  const Quantiles quantiles = any_quantiles();
  // Small numbers are what is drawn most: spread them over the whole range as well.
  a = *rc::gen::element(a, a << 32, kMost - a);
  b = *rc::gen::element(b, b << 32, kMost - b);
  RC_ASSERT(quantiles.at(std::min(a, b)) <= quantiles.at(std::max(a, b)));
}

RC_GTEST_PROP(Quantiles, StayBetweenBaseAndMost, (std::uint32_t high)) {
  const Quantiles quantiles = any_quantiles();
  const Duration drawn = quantiles.at(std::uint64_t{high} << 32 | 0xffffffff);
  RC_ASSERT(drawn >= quantiles.base);
  RC_ASSERT(drawn <= quantiles.max);
}

}  // namespace
}  // namespace imstorm
