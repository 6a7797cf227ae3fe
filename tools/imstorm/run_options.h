#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/core/draw.h"

namespace imstorm {

/// What `imstorm run` was told.
struct RunOptions {
  std::vector<std::string> scenarios;  ///< paths
  std::vector<std::uint64_t> seeds;    ///< each scenario runs with each; empty: its own
  std::optional<Draw> draw;            ///< run as the campaign did that drew this; then no seeds
  std::vector<std::string> sets;       ///< "key=value"
  std::string json;                    ///< a path, "-" for stdout, empty for none
  std::string html;                    ///< a path
  std::string junit;                   ///< the same
  std::string history;                 ///< a path; only with one run
  std::string color = "auto";          ///< auto, always, never
  std::uint32_t probe_every = 1;       ///< RunSettings::probe_every
  bool full_trace = false;             ///< all steps, also of runs that are not broken
  bool stable_output = false;
  bool allow_vacuous = false;
  bool quiet = false;
  bool verbose = false;
};

}  // namespace imstorm
