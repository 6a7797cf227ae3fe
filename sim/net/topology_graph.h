#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "sim/core/ids.h"

namespace imstorm {

/// Who can open a connection to whom: processes are vertices, links are edges both ways.
class TopologyGraph {
 public:
  explicit TopologyGraph(std::size_t processes) : processes_(processes) {}

  /// REQUIRES: both are below the number of processes.
  void link(ProcessId a, ProcessId b);

  /// By process: does a path lead from it to at least one of these? O(processes + links), breadth
  /// first (Boost.Graph).
  std::vector<bool> reaching(const std::vector<ProcessId>& targets) const;

 private:
  std::size_t processes_;
  std::vector<std::pair<ProcessId, ProcessId>> links_;
};

}  // namespace imstorm
