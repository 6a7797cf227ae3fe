#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "sim/core/tally.h"

namespace imstorm {

/// Which behaviours a run has shown: tuples of (mechanism, state, event, fault), that is the kind
/// of process, what it waits for, what happened to it and which fault was about. Some thousands are
/// possible in one scenario; a run shows a few hundred. Costs a table look-up for each step of a
/// node.
class Coverage {
 public:
  /// `event` and `state` are small numbers of the world's own, below 128 and 64; `fault` is 0, or
  /// 1 + a FaultKind.
  void meet(std::uint8_t kind, std::uint8_t state, std::uint8_t event, std::uint8_t fault) {
    const std::uint64_t tuple =
        std::uint64_t{fault} << 24 | std::uint64_t{kind} << 16 | std::uint64_t{state} << 8 | event;
    if (met_.next(mix(tuple)) == 1) behaviours_.push_back(tuple);
  }

  /// Each tuple once, in the order in which they were met.
  std::vector<std::uint64_t> take() { return std::move(behaviours_); }

 private:
  static std::uint64_t mix(std::uint64_t tuple) { return tuple * 0x9e3779b97f4a7c15ULL; }

  Tally met_;
  std::vector<std::uint64_t> behaviours_;
};

}  // namespace imstorm
