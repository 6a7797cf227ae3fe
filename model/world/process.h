#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "model/scenario/processes.h"
#include "model/scenario/scenario.h"
#include "sim/core/boxed.h"
#include "sim/core/fifo.h"
#include "sim/machine/clock.h"
#include "sim/machine/disk.h"
#include "sim/machine/worker.h"

namespace imstorm {

/// The machine around one node: whether it runs, its threads, its disk and its clocks. In whole
/// cache lines, by how often they are looked at: a large world fits in no cache.
struct alignas(64) Process {
  // What every event looks at:
  ProcessKind kind{};
  bool up = false;
  std::uint16_t incarnation = 0;  ///< counts starts; timers and work of earlier ones are void
  std::uint32_t index = 0;        ///< among its kind
  Instant paused_until;
  std::uint64_t key = 0;           ///< hash of its name
  std::vector<Worker> workers;     ///< none: inputs are served at once
  std::uint32_t threads = 0;       ///< how many of the workers get new inputs
  std::uint32_t threads_next = 0;  ///< the same, when the workers have drained
  std::uint32_t clock_by = 0;      ///< 1 + index of the fault that made its clock wrong
  std::uint32_t slow_disk_by = 0;  ///< 1 + index of the fault that slows its disk; 0 = none
  // What a step does:
  Clock clock;
  Disk disk;
  Duration next_sync;       ///< how long the next sync will take: the slowest of its writes
  bool next_crash = false;  ///< one of those writes is where the process crashes
  bool crash_now = false;   ///< the same, of the sync under way
  bool sync_due = false;    ///< a SyncDue is under way
  std::uint32_t crashes = 0;
  // What is seldom needed:
  Duration slow_disk;        ///< added to every sync
  bool fresh = false;        ///< a device: its next start is a new installation
  bool knows_shown = false;  ///< ... whose app knows what it had shown before
  bool member = true;        ///< in service, or to be so
  HostId host;
  std::uint32_t offline = 0;        ///< a device: how many faults keep it off the network
  std::uint32_t pause_by = 0;       ///< 1 + index of the fault that pauses it
  std::uint32_t successor_by = 0;   ///< 1 + index of the fault that ends in a standby's takeover
  std::uint32_t broken_links = 0;   ///< server-to-server connections of it that are down
  std::uint32_t tenure = 0;         ///< counts how often it entered or left service
  ConnectionId connection;          ///< a device: the one it has or is opening
  Boxed<Fifo<std::uint32_t>> held;  ///< what comes while the workers drain
  Boxed<std::vector<std::uint32_t>>
      postponed;  ///< a device: sends of its user while the app was not running

  bool serves() const { return member || up; }
  bool draining() const { return threads != threads_next; }
  bool busy() const {
    return std::any_of(workers.begin(), workers.end(),
                       [](const Worker& worker) { return worker.waiting() != 0; });
  }
};
static_assert(sizeof(Process) == 3 * 64);

}  // namespace imstorm
