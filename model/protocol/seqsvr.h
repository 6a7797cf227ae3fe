#pragma once

#include <algorithm>
#include <cstdint>

#include "sim/core/dense.h"

namespace imstorm {

/// Numbers from memory below a bound on disk (WeChat's seqsvr): a server that starts again goes on
/// at the bound, so that what it had given out below is never given out twice. The numbers between
/// are lost.
class Seqsvr {
 public:
  struct Given {
    std::uint64_t number = 0;
    std::uint64_t bound = 0;  ///< to be written; 0 = the one on disk, or on its way there, will do
  };

  std::uint64_t value(std::uint64_t key) const {
    const Row* row = rows_.find(key);
    return row == nullptr ? 0 : row->current;
  }
  Given next(std::uint64_t key, std::uint64_t above, std::uint32_t step) {
    Row& row = rows_[key];
    row.current = std::max(row.current, above) + 1;
    if (row.current <= row.bound) return {row.current, 0};
    row.bound = row.current - 1 + step;
    return {row.current, row.bound};
  }
  /// The bound on disk, or on its way there; 0 = none yet.
  std::uint64_t bound(std::uint64_t key) const {
    const Row* row = rows_.find(key);
    return row == nullptr ? 0 : row->bound;
  }
  /// Nothing up to `newest` is given out from now on; `newest` is the bound, if that is lower.
  void raise(std::uint64_t key, std::uint64_t newest) {
    Row& row = rows_[key];
    row.current = std::max(row.current, newest);
    row.bound = std::max(row.bound, row.current);
  }

  /// After a start: from the bounds on disk.
  void restore(const FlatMap<std::uint64_t, std::uint64_t>& bounds) {
    rows_.clear();
    for (const auto& [key, bound] : bounds) rows_[key] = {bound, bound};
  }

 private:
  struct Row {
    std::uint64_t current = 0;  // the last one given out
    std::uint64_t bound = 0;    // invariant: current <= bound
  };
  FlatMap<std::uint64_t, Row> rows_;
};

}  // namespace imstorm
