#include "sim/core/dense.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <utility>
#include <vector>

#include "sim/core/ids.h"

namespace imstorm {
namespace {

TEST(DenseVector, GrowsToTheLargestIdAskedFor) {
  DenseVector<HostId, int> items;
  EXPECT_EQ(items.size(), 0u);
  items[HostId(3)] = 7;
  EXPECT_EQ(items.size(), 4u);
  EXPECT_EQ(items[HostId(1)], 0);
  EXPECT_EQ(items[HostId(3)], 7);
  EXPECT_EQ(items.size(), 4u) << "asking for what is there adds nothing";
}

TEST(DenseVector, FindsOnlyWhatWasReached) {
  DenseVector<HostId, int> items;
  items[HostId(1)] = 5;
  const DenseVector<HostId, int>& seen = items;
  ASSERT_NE(seen.find(HostId(0)), nullptr);
  EXPECT_EQ(*seen.find(HostId(0)), 0);
  EXPECT_EQ(*seen.find(HostId(1)), 5);
  EXPECT_EQ(seen.find(HostId(2)), nullptr);
  EXPECT_EQ(seen.find(HostId{}), nullptr);
}

RC_GTEST_PROP(FlatMap, IsAMap, ()) {
  FlatMap<int, int> flat;
  std::map<int, int> model;
  const auto steps = *rc::gen::container<std::vector<std::pair<int, int>>>(
      rc::gen::pair(rc::gen::inRange(0, 20), rc::gen::inRange(0, 5)));
  int value = 0;
  for (const auto& [key, step] : steps) {
    if (step < 3) {
      flat[key] = ++value;
      model[key] = value;
    } else if (step == 3) {
      RC_ASSERT(flat.erase(key) == (model.erase(key) > 0));
    } else {
      const int* found = std::as_const(flat).find(key);
      RC_ASSERT((found != nullptr) == model.contains(key));
      if (found != nullptr) RC_ASSERT(*found == model[key]);
      const auto anywhere = static_cast<std::size_t>(value % 7);
      RC_ASSERT(std::as_const(flat).find_near(key, anywhere) == found);
    }
    RC_ASSERT(flat.size() == model.size());
    RC_ASSERT(flat.empty() == model.empty());
    RC_ASSERT(std::equal(
        flat.begin(), flat.end(), model.begin(), model.end(),
        [](const auto& a, const auto& b) { return a.first == b.first && a.second == b.second; }));
  }
  flat.clear();
  RC_ASSERT(flat.empty());
}

TEST(FlatMap, GivesANewKeyTheDefault) {
  FlatMap<int, int> flat;
  EXPECT_EQ(flat[5], 0);
  EXPECT_EQ(flat.size(), 1u);
  *flat.find(5) = 6;
  EXPECT_EQ(flat[5], 6);
  EXPECT_EQ(flat.find(4), nullptr);
  EXPECT_EQ(flat.find(6), nullptr);
}

TEST(SparseVector, HasWhatItWasAskedForInTheOrderOfIds) {
  SparseVector<HostId, int> few;
  few[HostId(7)] = 1;
  few[HostId(2)] = 2;
  EXPECT_EQ(few[HostId(7)], 1);
  std::vector<std::pair<HostId, int>> seen;
  few.each([&](HostId id, int item) { seen.emplace_back(id, item); });
  EXPECT_EQ(seen, (std::vector<std::pair<HostId, int>>{{HostId(2), 2}, {HostId(7), 1}}));
}

TEST(Grid, HasRowsAndColumns) {
  Grid<HostId, ProcessId, int> grid;
  grid.at(HostId(2), ProcessId(9)) = 1;
  grid.at(HostId(2), ProcessId(4)) = 2;
  EXPECT_EQ(*grid.find(HostId(2), ProcessId(9)), 1);
  EXPECT_EQ(grid.find(HostId(2), ProcessId(5)), nullptr);
  EXPECT_EQ(grid.find(HostId(1), ProcessId(9)), nullptr);
  EXPECT_EQ(grid.find(HostId(7), ProcessId(9)), nullptr);
  EXPECT_EQ(grid.rows().size(), 3u);
  EXPECT_EQ(grid.row(HostId(2)).begin()->first, ProcessId(4)) << "columns are in their order";
}

}  // namespace
}  // namespace imstorm
