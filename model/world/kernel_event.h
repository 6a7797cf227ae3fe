#pragma once

#include <cstdint>

#include "sim/core/ids.h"

namespace imstorm {

/// What the kernel's queue holds: 16 bytes, all cold data elsewhere.
struct KernelEvent {
  enum class Type : std::uint8_t {
    Arrive,       ///< a packet reaches `process`: a = packet
    WorkDone,     ///< a worker has served its input: what = worker
    Timer,        ///< what = kind, a = index, b = generation
    SyncDone,     ///< the disk's batch is durable
    Opened,       ///< an end learns that its connection is open: what = end, a = connection, b =
                  ///< generation
    Closed,       ///< an end learns that it is not: likewise
    OpenFailed,   ///< a device learns that nobody listens
    PoolOpen,     ///< time to reopen a pooled connection: a = pool entry
    FaultBegins,  ///< a = index in the plan
    FaultEnds,
    Restart,      ///< a crashed process comes back
    UserSends,    ///< a = index in the workload
    UserSignals,  ///< likewise, in its signals
    SyncDue,      ///< a disk that is synced now and then is
    Roster,       ///< a process takes up its service or leaves it: a = step
    Gone,         ///< one that left ends: a = fault, b = its tenure
    RingNews,     ///< a router learns of a new ring: a = version
  };
  Type type{};
  std::uint8_t what = 0;
  std::uint16_t incarnation = 0;  ///< of the process, where that matters
  ProcessId process;
  std::uint32_t a = 0;
  std::uint32_t b = 0;
};
static_assert(sizeof(KernelEvent) == 16);

}  // namespace imstorm
