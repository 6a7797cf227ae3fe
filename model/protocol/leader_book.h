#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "model/types/ids.h"
#include "sim/core/dense.h"
#include "sim/core/ids.h"

namespace imstorm {

/// As the `min_hw` of a read: only the replica that leads may answer it, whatever others know.
inline constexpr Seq kAskLeader{~std::uint64_t{0}};

/// Which replica of each shard of the store one of its clients asks: the one that it was told
/// leads, or another one while that cannot be reached. Hints only; a replica that does not lead
/// says so.
class LeaderBook {
 public:
  void up(ProcessId replica) { up_[replica] = true; }
  void down(ProcessId replica) { up_.erase(replica); }
  /// Of whatever server it was told.
  bool reaches(ProcessId server) const { return up_.find(server) != nullptr; }

  /// The one to ask. REQUIRES: replicas is not empty.
  ProcessId of(std::uint32_t shard, const std::vector<ProcessId>& replicas) const {
    const Row* row = rows_.find(shard);
    const std::size_t first = row == nullptr ? 0 : row->believed;
    for (std::size_t i = 0; i < replicas.size(); ++i) {
      const ProcessId replica = replicas[(first + i) % replicas.size()];
      if (up_.find(replica) != nullptr) return replica;
    }
    return replicas[first % replicas.size()];
  }

  /// `teller` says who leads in `term`; a default id if it does not know. True if another one is to
  /// be asked from now on.
  bool learn(std::uint32_t shard, Term term, ProcessId leader, ProcessId teller,
             const std::vector<ProcessId>& replicas) {
    Row& row = rows_[shard];
    const ProcessId before = of(shard, replicas);
    if (term < row.term) return false;
    const auto index = [&](ProcessId process) {
      return static_cast<std::uint32_t>(std::find(replicas.begin(), replicas.end(), process) -
                                        replicas.begin());
    };
    const bool later = term > row.term && leader;
    if (leader) {
      row.term = term;
      row.believed = index(leader) % static_cast<std::uint32_t>(replicas.size());
    } else if (teller == before) {
      row.believed = (index(teller) + 1) % static_cast<std::uint32_t>(replicas.size());
    }
    return later || of(shard, replicas) != before;
  }

 private:
  struct Row {
    Term term;
    std::uint32_t believed = 0;  // index among the shard's replicas
  };
  FlatMap<std::uint32_t, Row> rows_;
  FlatMap<ProcessId, bool> up_;
};

}  // namespace imstorm
