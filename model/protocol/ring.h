#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "sim/core/hash.h"
#include "sim/core/ids.h"

namespace imstorm {

/// A consistent-hash ring (Karger et al., STOC'97): each process owns the arcs that end at its
/// points, so that a process that goes takes only its own keys along. Whoever routes holds one
/// version of it; versions are numbered in the order in which they are published.
class Ring {
 public:
  /// `name_key` is a stable hash of the process's name; `points` is how finely it is spread.
  void add(ProcessId process, std::uint64_t name_key, std::uint32_t points);

  /// Everybody on it, in the order of their coming.
  const std::vector<ProcessId>& processes() const { return processes_; }

  /// The owner of `key`, whether or not it can be reached; a default id on an empty ring.
  ProcessId owner(std::uint64_t key) const {
    return owner(key, [](ProcessId) { return true; });
  }

  /// The owner of `key` among the processes for which `alive(process)` holds; a default id if none
  /// is.
  template <class Alive>
  ProcessId owner(std::uint64_t key, const Alive& alive) const {
    const std::size_t first = successor(hash_mix(key, 0));
    for (std::size_t step = 0; step < points_.size(); ++step) {
      const ProcessId process = points_[(first + step) % points_.size()].second;
      if (alive(process)) return process;
    }
    return {};
  }

 private:
  std::size_t successor(std::uint64_t position) const;  // index of the first point at or after it
  std::vector<std::pair<std::uint64_t, ProcessId>> points_;  // ascending
  std::vector<ProcessId> processes_;
};

}  // namespace imstorm
