#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "sim/core/tally.h"

namespace imstorm {

/// Which behaviours a run has shown: tuples of (kind of process, its state, what happened to it,
/// what had happened to it before, which fault was about). A few thousand are possible in one
/// scenario; a run shows some hundreds. Costs two table look-ups for each step of a node.
class Coverage {
 public:
  /// `process` is an index; `event` and `state` are small numbers of the world's own, below 128 and
  /// 64; `fault` is 0, or 1 + a FaultKind.
  void meet(std::size_t process, std::uint8_t kind, std::uint8_t state, std::uint8_t event,
            std::uint8_t fault) {
    if (process >= before_.size()) before_.resize(process + 1);
    const std::uint64_t tuple = std::uint64_t{fault} << 32 | std::uint64_t{kind} << 24 |
                                std::uint64_t{state} << 16 | std::uint64_t{before_[process]} << 8 |
                                event;
    before_[process] = event;
    if (met_.next(mix(tuple)) == 1) behaviours_.push_back(tuple);
  }

  /// Each tuple once, in the order in which they were met.
  std::vector<std::uint64_t> take() { return std::move(behaviours_); }

 private:
  static std::uint64_t mix(std::uint64_t tuple) { return tuple * 0x9e3779b97f4a7c15ULL; }

  std::vector<std::uint8_t> before_;  // by process: the event before this one
  Tally met_;
  std::vector<std::uint64_t> behaviours_;
};

}  // namespace imstorm
