#include "model/invariants/sorted_blocks.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstddef>
#include <iterator>
#include <set>
#include <vector>

namespace imstorm {
namespace {

/// All of it, one after the other.
std::vector<int> all(const SortedBlocks<int>& blocks) {
  std::vector<int> items;
  auto at = blocks.first([](int) { return true; });
  while (!blocks.is_end(at)) {
    items.push_back(blocks[at]);
    const int last = items.back();
    at = blocks.first([last](int one) { return one > last; });
  }
  return items;
}

RC_GTEST_PROP(SortedBlocks, IsASortedSequenceHoweverItGrowsAndShrinks, ()) {
  SortedBlocks<int> blocks;
  std::set<int> model;
  // Enough for several blocks, and a stride that leads all over them.
  const auto stride = *rc::gen::element(1, 7, 389, 996);
  for (int i = 0; i < 600; ++i) {
    const int one = i * stride % 997;
    if (!model.insert(one).second) continue;
    blocks.insert(blocks.first([one](int other) { return other > one; }), one);
  }
  const auto gone = *rc::gen::container<std::vector<int>>(200, rc::gen::inRange(0, 997));
  for (const int one : gone) {
    const auto at = blocks.first([one](int other) { return other >= one; });
    if (blocks.is_end(at)) continue;
    model.erase(blocks[at]);
    blocks.erase(at);
  }
  for (int i = 0; i < 50 && !model.empty(); ++i) {
    RC_ASSERT(blocks.back() == *model.rbegin());
    blocks.pop_back();
    model.erase(std::prev(model.end()));
  }
  RC_ASSERT(all(blocks) == std::vector<int>(model.begin(), model.end()));
  RC_ASSERT(blocks.size() == model.size());
}

TEST(BlockMap, FindsAKeyWhereverItIsThoughtToBe) {
  BlockMap<int, int> map;
  for (int key = 1; key <= 300; key += 2) map[key] = 10 * key;
  for (std::size_t place : {std::size_t{0}, std::size_t{5}, ~std::size_t{0}}) {
    EXPECT_EQ(*map.find_near(11, place), 110);
    EXPECT_EQ(map.find_near(12, place), nullptr);
  }
}

TEST(BlockMap, LooksAtThePlaceFirst) {
  BlockMap<int, int> map;
  map[1] = 10;
  map[2] = 20;
  EXPECT_EQ(map.find_near(2, 1), map.find(2));
}

}  // namespace
}  // namespace imstorm
