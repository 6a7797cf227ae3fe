#pragma once

#include <cstdint>

#include "sim/core/ratio.h"
#include "sim/fault/swarm.h"

namespace imstorm {

/// Named rates of a storm.
enum class StormProfile : std::uint8_t { Calm, Good, Typical, Bad, Hostile };

/// From `least` to `most`, both included.
struct CountRange {
  std::uint32_t least = 0;
  std::uint32_t most = 0;
  friend bool operator==(const CountRange&, const CountRange&) = default;
};

/// How far `imstorm fuzz` may vary a scenario from run to run: its [fuzz] table.
struct FuzzOptions {
  StormProfile profile = StormProfile::Hostile;  ///< the storm of a scenario that has none
  SwarmOptions swarm;
  bool topology = true;           ///< vary server processes, threads, sockets, latency, transport
  CountRange gateways{1, 3};      ///< never fewer than something in the scenario names
  CountRange logics{1, 3};        ///< likewise
  Ratio datagrams = percent(25);  ///< share of the runs that make streams to devices datagrams
  bool limits = true;             ///< now and then, make pages and caches small
  bool workload = true;           ///< vary what [[traffic]] says
  CountRange messages{25, 100};   ///< percent of the messages of each
  CountRange pace{5, 100};        ///< percent of the mean time between two of them
  std::uint32_t depth_most = 4;   ///< of PCT, see sim/core/strategy.h; 1 to 8
};

}  // namespace imstorm
