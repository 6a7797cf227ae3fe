#include "sim/net/path_graph.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "sim/core/ensure.h"

namespace imstorm {
namespace {

using Station = PathGraph::Station;

PathGraph of(std::size_t stations, const std::vector<std::pair<Station, Station>>& edges) {
  PathGraph graph;
  for (std::size_t i = 0; i < stations; ++i) graph.add();
  for (const auto& [from, to] : edges) graph.edge(from, to);
  return graph;
}

TEST(PathGraph, FindsWhatEveryWayPasses) {
  //   0 - 1 - 2 - 4
  //        \ 3 /
  const PathGraph graph = of(5, {{0, 1}, {1, 2}, {1, 3}, {2, 4}, {3, 4}});
  EXPECT_EQ(graph.unavoidable(0, 4), (std::vector<Station>{0, 1, 4}));
  EXPECT_EQ(graph.ways(0, 4), 2U);
}

TEST(PathGraph, KnowsThatThereIsNoWay) {
  const PathGraph graph = of(3, {{0, 1}});
  EXPECT_TRUE(graph.unavoidable(0, 2).empty());
  EXPECT_EQ(graph.ways(0, 2), 0U);
  EXPECT_EQ(graph.unavoidable(2, 2), (std::vector<Station>{2}));
}

TEST(PathGraph, StopsCountingAtItsLimit) {
  std::vector<std::pair<Station, Station>> edges;
  for (Station level = 0; level < 40; ++level) {  // 2^40 ways
    edges.emplace_back(level * 3, level * 3 + 1);
    edges.emplace_back(level * 3, level * 3 + 2);
    edges.emplace_back(level * 3 + 1, level * 3 + 3);
    edges.emplace_back(level * 3 + 2, level * 3 + 3);
  }
  EXPECT_EQ(of(121, edges).ways(0, 120), PathGraph::kWaysMax);
}

TEST(PathGraph, RefusesAStationThatIsNotThere) {
  PathGraph graph = of(1, {});
  EXPECT_THROW(graph.edge(0, 1), InternalError);
  EXPECT_THROW((void)graph.unavoidable(0, 1), InternalError);
  EXPECT_THROW((void)graph.ways(1, 0), InternalError);
}

/// Walks every way, one after the other.
void walk(const std::vector<std::pair<Station, Station>>& edges, std::vector<Station>& way,
          Station target, std::vector<std::vector<Station>>& ways) {
  if (way.back() == target) {
    ways.push_back(way);
    return;
  }
  for (const auto& [from, to] : edges) {
    if (from != way.back()) continue;
    way.push_back(to);
    walk(edges, way, target, ways);
    way.pop_back();
  }
}

RC_GTEST_PROP(PathGraph, AgreesWithWalkingEveryWay, ()) {
  const auto n = *rc::gen::inRange<Station>(2, 8);
  std::vector<std::pair<Station, Station>> edges;  // upwards only: no cycle
  for (Station from = 0; from < n; ++from) {
    for (Station to = from + 1; to < n; ++to) {
      if (*rc::gen::inRange(0, 2) == 0) edges.emplace_back(from, to);
    }
  }
  std::vector<std::vector<Station>> ways;
  std::vector<Station> way = {0};
  walk(edges, way, n - 1, ways);
  std::vector<Station> passed;
  for (Station station = 0; station < n; ++station) {
    const bool always = std::all_of(ways.begin(), ways.end(), [&](const auto& one) {
      return std::find(one.begin(), one.end(), station) != one.end();
    });
    if (always && !ways.empty()) passed.push_back(station);
  }
  const PathGraph graph = of(n, edges);
  RC_ASSERT(graph.ways(0, n - 1) == ways.size());
  RC_ASSERT(graph.unavoidable(0, n - 1) == passed);
}

}  // namespace
}  // namespace imstorm
