#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/scenario/scenario.h"

namespace imstorm {

/// Where disorder, loss or standstill can come from, told before any run.
struct Hazard {
  enum class Kind : std::uint8_t {
    ParallelPaths,  ///< two messages of one line can overtake each other
    SinglePoint,    ///< one process or host stands in every way
    EarlyPromise,   ///< something is said before it is durable
    UnsoundChoice,  ///< another design choice that is known to break a law
  };
  Kind kind{};
  std::string what;               ///< one sentence
  std::vector<std::string> laws;  ///< which it can break
  std::string masked_by;  ///< the mechanism that repairs it, as far as it is there; or empty
  std::string choice;     ///< that makes it: "route.worker = any-free"; or empty
  std::string cure;       ///< "route.worker = by-key"; or empty
  std::string seen;       ///< which real system makes that choice; or empty
};

inline constexpr std::string_view kHazardNames[] = {"parallel paths", "single point of failure",
                                                    "early promise", "unsound choice"};

/// All hazards of a scenario: parallel paths first, then single points of failure, then choices.
/// Paths are searched in a graph of processes, worker threads and sockets (sim/net/path_graph.h);
/// choices come from the table of keys. REQUIRES: the scenario is valid.
std::vector<Hazard> hazards_of(const Scenario& scenario);

}  // namespace imstorm
