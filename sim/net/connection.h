#pragma once

#include <cstdint>

#include "sim/core/ids.h"
#include "sim/core/time.h"

namespace imstorm {

/// One of a connection's two ends: 0 opened it, 1 accepted it.
using End = std::uint8_t;
constexpr End other(End end) { return static_cast<End>(1 - end); }

/// What the network knows of one connection. It carries packets both ways; each way is FIFO if the
/// link is a stream. After a break, packets that would arrive after `cut` never do.
struct alignas(64) Connection {
  // What every packet looks at, in one cache line: a large world fits in no cache.
  ProcessId ends[2];
  std::uint64_t key = 0;         ///< stable: hash of both names and the socket's number
  std::uint32_t link = 0;        ///< index of its LinkOptions
  std::uint32_t generation = 0;  ///< counts the connections that used this slot
  Instant last_arrival[2];       ///< at this end; later packets do not overtake it
  std::uint32_t sent[2] = {};    ///< packets under way from this end
  std::uint32_t under_way = 0;   ///< packets that still refer to this connection
  bool pooled = false;           ///< between servers, reopened after a break
  bool broken = false;           ///< nothing sent from now on arrives
  bool believes[2] = {};         ///< does this end think that it is open
  // What losses and breaks look at:
  bool doomed[2] = {};  ///< this end will be told at a known instant, since it sent in vain
  Instant cut[2] = {kNever, kNever};  ///< never, unless it is broken
  // Only where losses come in bursts:
  std::uint32_t lost[2] = {};  ///< packets in a row, up to the last that this end sent
  Instant sent_at[2];          ///< when that was
};

}  // namespace imstorm
