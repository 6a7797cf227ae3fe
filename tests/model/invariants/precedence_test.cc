#include "model/invariants/precedence.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "sim/core/ensure.h"

namespace imstorm {
namespace {

using Pairs = std::vector<std::pair<Precedence::Node, Precedence::Node>>;

TEST(Precedence, KnowsAPairTheSecondTime) {
  Precedence order;
  const auto a = order.add_node();
  const auto b = order.add_node();
  EXPECT_EQ(order.add(a, b), 0U);
  EXPECT_EQ(order.add(a, b), Precedence::kNone);
  EXPECT_EQ(order.add(a, a), Precedence::kNone);
  EXPECT_TRUE(order.consistent());
  EXPECT_TRUE(order.shortest_cycle().empty());
}

TEST(Precedence, RefusesMoreAfterAContradiction) {
  Precedence order;
  const auto a = order.add_node();
  const auto b = order.add_node();
  order.add(a, b);
  EXPECT_EQ(order.add(b, a), 1U);
  EXPECT_FALSE(order.consistent());
  EXPECT_EQ(order.shortest_cycle(), (std::vector<Precedence::Pair>{1, 0}));
  EXPECT_THROW(order.add(a, b), InternalError);
}

constexpr std::size_t kNodes = 7;
constexpr std::size_t kFar = 1000;

/// The least steps from each node to each, at least one.
std::vector<std::vector<std::size_t>> distances(const Pairs& pairs) {
  std::vector<std::vector<std::size_t>> steps(kNodes, std::vector<std::size_t>(kNodes, kFar));
  for (const auto& [from, to] : pairs) steps[from][to] = 1;
  for (std::size_t via = 0; via < kNodes; ++via) {
    for (std::size_t a = 0; a < kNodes; ++a) {
      for (std::size_t b = 0; b < kNodes; ++b) {
        steps[a][b] = std::min(steps[a][b], steps[a][via] + steps[via][b]);
      }
    }
  }
  return steps;
}

RC_GTEST_PROP(Precedence, NoticesTheFirstCycleAndShowsItsShortestForm, ()) {
  const auto node = rc::gen::inRange<Precedence::Node>(0, kNodes);
  const auto wanted = *rc::gen::container<Pairs>(rc::gen::pair(node, node));
  Precedence order;
  for (std::size_t i = 0; i < kNodes; ++i) order.add_node();
  Pairs pairs;
  for (const auto& pair : wanted) {
    const auto number = order.add(pair.first, pair.second);
    const bool is_new =
        pair.first != pair.second && std::find(pairs.begin(), pairs.end(), pair) == pairs.end();
    RC_ASSERT(number == (is_new ? pairs.size() : Precedence::kNone));
    if (!is_new) continue;
    pairs.push_back(pair);
    const auto steps = distances(pairs);
    std::size_t shortest = kFar;
    for (std::size_t n = 0; n < kNodes; ++n) shortest = std::min(shortest, steps[n][n]);
    RC_ASSERT(order.consistent() == (shortest >= kFar));
    if (order.consistent()) continue;
    const auto cycle = order.shortest_cycle();
    RC_ASSERT(cycle.size() == shortest);
    for (std::size_t i = 0; i < cycle.size(); ++i) {
      RC_ASSERT(pairs[cycle[i]].second == pairs[cycle[(i + 1) % cycle.size()]].first);
    }
    RC_TAG("cyclic");
    return;
  }
}

}  // namespace
}  // namespace imstorm
