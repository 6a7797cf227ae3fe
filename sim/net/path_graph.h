#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace imstorm {

/// The ways that something can take: stations are vertices, each edge leads to a station that may
/// come next. Directed, and acyclic where paths are counted.
class PathGraph {
 public:
  using Station = std::size_t;

  Station add() { return stations_++; }
  /// REQUIRES: both were added.
  void edge(Station from, Station to);

  /// The stations that every way from `source` to `target` passes, both ends included, ascending;
  /// empty if there is no way. By the dominator tree (Lengauer and Tarjan 1979, Boost.Graph),
  /// O(edges * log stations).
  std::vector<Station> unavoidable(Station source, Station target) const;

  /// How many ways lead from `source` to `target`, at most `kWaysMax`. REQUIRES: no cycle.
  std::size_t ways(Station source, Station target) const;
  static constexpr std::size_t kWaysMax = 1'000'000;

 private:
  std::vector<bool> reachable(Station source) const;  // by station

  std::size_t stations_ = 0;
  std::vector<std::pair<Station, Station>> edges_;
};

}  // namespace imstorm
