#include "model/invariants/sorted_blocks.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstddef>
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
  // Some from anywhere, and so many from the end that a block goes with them.
  const auto gone = *rc::gen::container<std::vector<int>>(200, rc::gen::inRange(0, 997));
  for (const int one : gone) {
    const auto at = blocks.first([one](int other) { return other >= one; });
    if (blocks.is_end(at)) continue;
    model.erase(blocks[at]);
    blocks.erase(at);
  }
  for (int i = 0; i < 200; ++i) {
    RC_ASSERT(blocks.back() == *model.rbegin());
    const int last = *model.rbegin();
    if (i % 2 == 0) {
      blocks.pop_back();
    } else {
      RC_ASSERT(blocks.is_end(blocks.erase(blocks.first([last](int one) { return one >= last; }))));
    }
    model.erase(last);
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
  EXPECT_EQ(map.find_near(1, 1), map.find(1)) << "another key stands there";
}

}  // namespace
}  // namespace imstorm
