#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/core/draw.h"
#include "sim/core/time.h"

namespace imstorm {

/// What `imstorm shrink` was told.
struct ShrinkCommand {
  std::string scenario;               ///< path of a scenario or a case
  std::optional<std::uint64_t> seed;  ///< else the scenario's own
  std::optional<Draw> draw;           ///< or a run of a campaign
  std::vector<std::string> sets;      ///< "key=value"
  std::string law;                    ///< empty: the first that is broken
  std::string out;                    ///< where the case is written; empty: regressions/
  Duration time = seconds(60);        ///< of the wall clock; then it ends with what there is
  unsigned jobs = 0;                  ///< threads; 0: as many as the machine has
  std::string json;                   ///< the run of the case as a result; "-" for stdout
  std::string html;                   ///< the same as a page
  std::string progress = "auto";      ///< auto, bar, plain, none
  bool quiet = false;
};

}  // namespace imstorm
