#pragma once

#include <chrono>
#include <string>

#include "model/world/shrink.h"
#include "tools/imstorm/progress.h"
#include "tools/imstorm/streams.h"

namespace imstorm {

/// Tells somebody who waits how small a finding is by now: on a terminal one line that is painted
/// over, at most ten times a second; in a log a line for each change, with a pause between two.
class ShrinkLine {
 public:
  ShrinkLine(Progress::How how, std::string what, std::chrono::milliseconds pause,
             Streams& streams);
  ~ShrinkLine() { done(); }
  ShrinkLine(const ShrinkLine&) = delete;
  ShrinkLine& operator=(const ShrinkLine&) = delete;

  void tell(const ShrinkProgress& now);
  /// Takes the painted line away.
  void done();

 private:
  Progress::How how_;
  std::string what_;
  std::chrono::milliseconds pause_;
  Streams& streams_;
  std::chrono::steady_clock::time_point next_;
  std::string said_;
  bool painted_ = false;
};

}  // namespace imstorm
