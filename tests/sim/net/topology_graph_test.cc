#include "sim/net/topology_graph.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sim/core/ensure.h"

namespace imstorm {
namespace {

TEST(TopologyGraph, FindsWhoReachesATargetOverAnyPath) {
  TopologyGraph graph(6);
  graph.link(ProcessId{0}, ProcessId{1});
  graph.link(ProcessId{2}, ProcessId{1});
  graph.link(ProcessId{4}, ProcessId{5});
  EXPECT_EQ(graph.reaching({ProcessId{2}}),
            (std::vector<bool>{true, true, true, false, false, false}));
  EXPECT_EQ(graph.reaching({ProcessId{2}, ProcessId{5}}),
            (std::vector<bool>{true, true, true, false, true, true}));
}

TEST(TopologyGraph, ReachesNothingWithoutTargets) {
  TopologyGraph graph(2);
  graph.link(ProcessId{0}, ProcessId{1});
  EXPECT_EQ(graph.reaching({}), (std::vector<bool>{false, false}));
}

TEST(TopologyGraph, RefusesAProcessThatIsNotThere) {
  TopologyGraph graph(2);
  EXPECT_THROW(graph.link(ProcessId{0}, ProcessId{2}), InternalError);
}

RC_GTEST_PROP(TopologyGraph, AgreesWithSpreadingUntilNothingChanges, ()) {
  const auto n = *rc::gen::inRange<std::uint32_t>(1, 12);
  const auto process = rc::gen::inRange<std::uint32_t>(0, n);
  const auto links = *rc::gen::container<std::vector<std::pair<std::uint32_t, std::uint32_t>>>(
      rc::gen::pair(process, process));
  const auto target = *process;
  TopologyGraph graph(n);
  for (const auto& [a, b] : links) graph.link(ProcessId{a}, ProcessId{b});
  std::vector<bool> reached(n);
  reached[target] = true;
  for (std::uint32_t round = 0; round < n; ++round) {
    for (const auto& [a, b] : links) {
      if (reached[a] || reached[b]) reached[a] = reached[b] = true;
    }
  }
  RC_ASSERT(graph.reaching({ProcessId{target}}) == reached);
}

}  // namespace
}  // namespace imstorm
