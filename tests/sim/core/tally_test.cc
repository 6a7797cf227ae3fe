#include "sim/core/tally.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdint>
#include <map>
#include <vector>

namespace imstorm {
namespace {

TEST(Tally, CountsEachNameFromOne) {
  Tally tally;
  EXPECT_EQ(tally.next(7), 1u);
  EXPECT_EQ(tally.next(7), 2u);
  EXPECT_EQ(tally.next(8), 1u);
  EXPECT_EQ(tally.next(0), 1u) << "0 is a name like any other";
  EXPECT_EQ(tally.next(0), 2u);
  EXPECT_EQ(tally.next(7), 3u);
}

RC_GTEST_PROP(Tally, CountsAsAMapDoes, ()) {
  // Few names, met often; many of them fall on the same slots (equal low bits).
  const auto name = rc::gen::map(rc::gen::inRange<std::uint64_t>(0, 200), [](std::uint64_t n) {
    return n % 3 == 0 ? n : n % 3 == 1 ? n << 10 : n << 40;
  });
  const auto names = *rc::gen::scale(20, rc::gen::container<std::vector<std::uint64_t>>(name));
  Tally tally;
  std::map<std::uint64_t, std::uint32_t> counts;
  for (const std::uint64_t n : names) RC_ASSERT(tally.next(n) == ++counts[n]);
}

TEST(Tally, KeepsItsCountsWhileItGrows) {
  Tally tally;
  for (std::uint32_t round = 1; round <= 3; ++round) {
    for (std::uint64_t name = 0; name < 10'000; ++name) ASSERT_EQ(tally.next(name << 7), round);
  }
}

TEST(Tally, CopiesCountOnTheirOwn) {
  Tally tally;
  tally.next(1);
  Tally copy = tally;
  EXPECT_EQ(copy.next(1), 2u);
  EXPECT_EQ(copy.next(1), 3u);
  EXPECT_EQ(tally.next(1), 2u);
}

}  // namespace
}  // namespace imstorm
