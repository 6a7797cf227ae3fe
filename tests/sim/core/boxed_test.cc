#include "sim/core/boxed.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace imstorm {
namespace {

TEST(Boxed, ReadsAsNothingWhereItWasNeverSet) {
  const Boxed<std::vector<int>> box;
  EXPECT_TRUE(box->empty());
}

TEST(Boxed, IsAValue) {
  Boxed<int> box = 1;
  Boxed<int> copy = box;
  box = 2;
  EXPECT_EQ(*copy, 1);
  copy = box;
  EXPECT_EQ(*copy, 2);
  EXPECT_EQ(*std::exchange(copy, {}), 2);
  EXPECT_EQ(*copy, 0);
}

}  // namespace
}  // namespace imstorm
