#pragma once

#include <cstdint>

#include "sim/core/decision.h"
#include "sim/fault/storm.h"

namespace imstorm {

/// How much a campaign varies a storm from run to run.
struct SwarmOptions {
  bool on = true;                    ///< false: every run has the storm as it is
  std::uint32_t density_least = 10;  ///< percent of the storm's rates, 1 to density_most
  std::uint32_t density_most = 200;  ///< percent, up to 10'000
  friend bool operator==(const SwarmOptions&, const SwarmOptions&) = default;
};

/// The storm of one run: half of the kinds of fault that `base` has are left out, the others come
/// more or less often, all by one density of the run and each by a factor of its own, last longer
/// or shorter, and the whole is cut to its full, half or quarter length, but not below `shortest`.
/// A kind that `base` has not stays off. Leaving kinds out finds what all kinds together hide:
/// swarm testing, Groce et al., ISSTA 2012.
StormOptions vary_storm(const StormOptions& base, const SwarmOptions& options, Duration shortest,
                        const Decider& decider);

/// A percentage from `least` to `most` in doublings of `least`, all alike likely.
std::uint32_t draw_percent(const Decider& decider, const Address& address, std::uint32_t least,
                           std::uint32_t most);

}  // namespace imstorm
