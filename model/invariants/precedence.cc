#include "model/invariants/precedence.h"

#include <algorithm>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/filtered_graph.hpp>
#include <boost/graph/strong_components.hpp>
#include <utility>

#include "sim/core/ensure.h"

namespace imstorm {

Precedence::Node Precedence::add_node() {
  const auto node = static_cast<Node>(nodes_.size());
  nodes_.push_back(Out{kNone, node});
  order_.push_back(node);
  return node;
}

bool Precedence::known(Node before, Node after) const {
  for (Pair p = nodes_[before].first; p != kNone; p = pairs_[p].next) {
    if (pairs_[p].after == after) return true;
  }
  return false;
}

Precedence::Pair Precedence::add(Node before, Node after) {
  ensure(consistent(), "a contradiction cannot be extended");
  if (before == after || known(before, after)) return kNone;
  const auto pair = static_cast<Pair>(pairs_.size());
  pairs_.push_back(Edge{before, after, nodes_[before].first});
  nodes_[before].first = pair;
  if (nodes_[before].rank > nodes_[after].rank && !reorder(before, after)) closing_ = pair;
  return pair;
}

/// Moves `after`, and what must follow it, behind `before`. False if `before` must follow `after`.
bool Precedence::reorder(Node before, Node after) {
  const std::uint32_t low = nodes_[after].rank;
  const std::uint32_t high = nodes_[before].rank;
  std::vector<bool> follows(high - low + 1);  // by rank
  std::vector<Node> open{after};
  follows[0] = true;
  while (!open.empty()) {
    const Node node = open.back();
    open.pop_back();
    for (Pair p = nodes_[node].first; p != kNone; p = pairs_[p].next) {
      const Node next = pairs_[p].after;
      if (next == before) return false;
      const std::uint32_t rank = nodes_[next].rank;
      if (rank > high || follows[rank - low]) continue;
      follows[rank - low] = true;
      open.push_back(next);
    }
  }
  const auto begin = order_.begin() + low;
  std::stable_partition(begin, order_.begin() + high + 1,
                        [&](Node node) { return !follows[nodes_[node].rank - low]; });
  for (std::uint32_t rank = low; rank <= high; ++rank) nodes_[order_[rank]].rank = rank;
  return true;
}

namespace {

using Graph = boost::compressed_sparse_row_graph<boost::directedS>;

struct WithinOne {  // component
  const std::vector<std::size_t>* component = nullptr;
  std::size_t wanted = 0;
  bool operator()(std::size_t node) const { return (*component)[node] == wanted; }
};

}  // namespace

std::vector<Precedence::Pair> Precedence::shortest_cycle() const {
  if (consistent()) return {};
  std::vector<std::pair<std::size_t, std::size_t>> edges;
  for (const Edge& pair : pairs_) edges.emplace_back(pair.before, pair.after);
  const Graph graph(boost::edges_are_unsorted, edges.begin(), edges.end(), nodes_.size());

  std::vector<std::size_t> component(nodes_.size());
  boost::strong_components(
      graph, boost::make_iterator_property_map(component.begin(), get(boost::vertex_index, graph)));
  // Without the closing pair there was no cycle: the shortest one is that pair and the shortest way
  // back from its end to its beginning, which cannot leave their component.
  const Edge& closing = pairs_[closing_];
  ensure(component[closing.before] == component[closing.after], "a cycle lies in one component");
  const boost::filtered_graph<Graph, boost::keep_all, WithinOne> knot(
      graph, boost::keep_all(), WithinOne{&component, component[closing.before]});
  std::vector<std::size_t> came_from(nodes_.size(), kNone);
  boost::breadth_first_search(knot, closing.after,
                              boost::visitor(boost::make_bfs_visitor(boost::record_predecessors(
                                  came_from.data(), boost::on_tree_edge()))));

  std::vector<Pair> cycle{closing_};
  for (Node node = closing.before; node != closing.after;) {
    const auto from = static_cast<Node>(came_from[node]);
    Pair pair = nodes_[from].first;
    while (pairs_[pair].after != node) pair = pairs_[pair].next;
    cycle.push_back(pair);
    node = from;
  }
  std::reverse(cycle.begin() + 1, cycle.end());
  return cycle;
}

}  // namespace imstorm
