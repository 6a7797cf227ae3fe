#include "sim/net/topology_graph.h"

#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <utility>

#include "sim/core/ensure.h"

namespace imstorm {

void TopologyGraph::link(ProcessId a, ProcessId b) {
  ensure(a.index() < processes_ && b.index() < processes_, "a link to a process that is not there");
  links_.emplace_back(a, b);
}

std::vector<bool> TopologyGraph::reaching(const std::vector<ProcessId>& targets) const {
  // One vertex more than there are processes: it stands before all targets, so one search does.
  const std::size_t source = processes_;
  std::vector<std::pair<std::size_t, std::size_t>> edges;
  for (const auto& [a, b] : links_) {
    edges.emplace_back(a.index(), b.index());
    edges.emplace_back(b.index(), a.index());
  }
  for (const ProcessId target : targets) edges.emplace_back(source, target.index());
  using Graph = boost::compressed_sparse_row_graph<boost::directedS>;
  const Graph graph(boost::edges_are_unsorted_multi_pass, edges.begin(), edges.end(),
                    processes_ + 1);
  std::vector<boost::default_color_type> colors(processes_ + 1, boost::white_color);
  boost::queue<std::size_t> queue;
  boost::breadth_first_visit(
      graph, source, queue, boost::default_bfs_visitor(),
      boost::make_iterator_property_map(colors.begin(), boost::get(boost::vertex_index, graph)));
  std::vector<bool> reached(processes_);
  for (std::size_t i = 0; i < processes_; ++i) reached[i] = colors[i] != boost::white_color;
  return reached;
}

}  // namespace imstorm
