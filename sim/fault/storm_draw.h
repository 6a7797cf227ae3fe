#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/decision.h"
#include "sim/fault/fault.h"
#include "sim/fault/storm.h"

namespace imstorm {

/// Where a storm can strike. Keys are stable hashes of names: one more place moves no other's
/// faults.
struct StormPlaces {
  struct Place {
    ProcessId process;
    std::uint64_t key = 0;
  };
  struct Host {
    HostId host;
    std::uint64_t key = 0;
  };
  struct Pair {  ///< two processes that talk
    Place a, b;
  };
  std::vector<Place> servers;
  std::vector<Place> disks;  ///< processes that write
  std::vector<Place> devices;
  std::vector<Place> committers;  ///< servers whose commits may fail
  std::vector<Place> replicas;    ///< stores whose disks others have as well
  std::vector<Place> id_services;
  std::vector<Place> caches;    ///< servers that cache
  std::vector<Place> standbys;  ///< processes that another one can take over from
  std::vector<Place> members;   ///< processes that can come and go
  std::vector<Host> hosts;
  std::vector<Pair> pairs;
};

/// All faults of a storm, in the order of their beginning: drawn before the run, so that they can
/// be listed, edited and repeated without the seed. At most `kStormFaultsMax`; later ones are left
/// out.
FaultPlan draw_storm(const StormOptions& options, const StormPlaces& places,
                     const Decider& decider);

inline constexpr std::size_t kStormFaultsMax = 100'000;

}  // namespace imstorm
