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

TEST(Boxed, IsMadeWhenItIsToBeChanged) {
  Boxed<std::vector<int>> box;
  box.own().push_back(1);
  Boxed<std::vector<int>> copy = box;
  copy.own().push_back(2);
  EXPECT_EQ(*box, (std::vector<int>{1}));
  EXPECT_EQ(*copy, (std::vector<int>{1, 2}));
}

}  // namespace
}  // namespace imstorm
