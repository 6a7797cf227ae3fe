#pragma once

#include <algorithm>

#include "sim/core/time.h"

namespace imstorm {

/// Waiting times for repeated attempts: the first, then doubled each time up to the most.
class Backoff {
 public:
  Duration next(Duration first, Duration most) {
    wait_ = wait_.ns == 0 ? first : std::min(wait_ * 2, most);
    return wait_;
  }
  Duration last() const { return wait_; }  ///< what next() returned last; 0: nothing yet
  void reset() { wait_ = {}; }

 private:
  Duration wait_;
};

}  // namespace imstorm
