#include "sim/net/path_graph.h"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/dominator_tree.hpp>
#include <boost/graph/topological_sort.hpp>
#include <iterator>

#include "sim/core/ensure.h"

namespace imstorm {
namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS>;

}  // namespace

void PathGraph::edge(Station from, Station to) {
  ensure(from < stations_ && to < stations_, "an edge to a station that is not there");
  edges_.emplace_back(from, to);
}

std::vector<PathGraph::Station> PathGraph::unavoidable(Station source, Station target) const {
  ensure(source < stations_ && target < stations_, "a way to a station that is not there");
  const std::vector<bool> reached = reachable(source);
  if (!reached[target]) return {};
  // Boost's algorithm is wrong about stations that are entered from where nobody comes to.
  std::vector<std::size_t> number(stations_);
  std::vector<Station> station;
  for (Station i = 0; i < stations_; ++i) {
    if (!reached[i]) continue;
    number[i] = station.size();
    station.push_back(i);
  }
  Graph graph(station.size());
  for (const auto& [from, to] : edges_) {
    if (reached[from]) boost::add_edge(number[from], number[to], graph);
  }
  std::vector<std::size_t> dominator(station.size(), Graph::null_vertex());
  boost::lengauer_tarjan_dominator_tree(
      graph, number[source],
      boost::make_iterator_property_map(dominator.begin(), boost::get(boost::vertex_index, graph)));
  std::vector<Station> passed = {target};
  while (passed.back() != source) passed.push_back(station[dominator[number[passed.back()]]]);
  std::sort(passed.begin(), passed.end());
  return passed;
}

std::vector<bool> PathGraph::reachable(Station source) const {
  const Graph graph(edges_.begin(), edges_.end(), stations_);
  std::vector<boost::default_color_type> colors(stations_, boost::white_color);
  boost::queue<Station> queue;
  boost::breadth_first_visit(
      graph, source, queue, boost::default_bfs_visitor(),
      boost::make_iterator_property_map(colors.begin(), boost::get(boost::vertex_index, graph)));
  std::vector<bool> reached(stations_);
  for (Station i = 0; i < stations_; ++i) reached[i] = colors[i] != boost::white_color;
  return reached;
}

std::size_t PathGraph::ways(Station source, Station target) const {
  ensure(source < stations_ && target < stations_, "a way to a station that is not there");
  const Graph graph(edges_.begin(), edges_.end(), stations_);
  std::vector<Station> backwards;  // each station after all that can follow it
  boost::topological_sort(graph, std::back_inserter(backwards));
  std::vector<std::size_t> count(stations_);
  count[target] = 1;
  for (const Station station : backwards) {
    if (station == target) continue;
    const auto [first, last] = boost::adjacent_vertices(station, graph);
    for (auto next = first; next != last; ++next) {
      count[station] = std::min(kWaysMax, count[station] + count[*next]);
    }
  }
  return count[source];
}

}  // namespace imstorm
