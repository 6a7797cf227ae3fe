#pragma once

#include <cstdint>
#include <iterator>
#include <string_view>
#include <vector>

#include "sim/core/ids.h"
#include "sim/core/ratio.h"
#include "sim/core/time.h"

namespace imstorm {

/// The vocabulary of harm. `kFaultNames` has the word that scenarios and reports use.
enum class FaultKind : std::uint8_t {
  Drop,               ///< one named packet is lost (on a stream: the connection breaks at it)
  Duplicate,          ///< one named packet arrives twice (datagrams only)
  Delay,              ///< one named packet takes `amount` longer
  Loss,               ///< on a path, packets are lost at `rate` (on a stream: stall, then arrive)
  Duplication,        ///< on a path, datagrams arrive twice at `rate`
  Reordering,         ///< on a path, datagrams are held back by up to `amount` at `rate`
  Break,              ///< the connections between two processes break; both ends notice
  HalfOpen,           ///< the same, but only the second process (`to`) notices
  Partition,          ///< nothing passes between two sets of processes (one way or both)
  Crash,              ///< a process dies, un-synced writes are lost, and restarts after `lasts`
  CrashAtSync,        ///< the same, at its `nth` durable step
  HostCrash,          ///< every process of a host dies and restarts after `lasts`
  Pause,              ///< a process stands still, its memory intact
  SlowDisk,           ///< every sync of a process takes `amount` longer
  ClockStep,          ///< a process's wall clock jumps by `amount`
  ClockDrift,         ///< a process's clocks run fast (+) or slow (-) by `ppm`
  Offline,            ///< a device has no network at all and knows it
  Kill,               ///< an app is killed and started again after `lasts`
  Wipe,               ///< a device loses its storage and starts with an empty one
  CommitFailsBefore,  ///< commits of a server fail at `rate`, and nothing is committed
  CommitFailsAfter,   ///< they are committed, and reported as failed, at `rate`
  CommitCrawls,       ///< they take `amount` longer, at `rate`
  CacheFlush,         ///< a server loses what it caches, and nothing else
  FailOver,           ///< a process answers no more, and after `lasts` a standby takes its place,
                      ///< with its state as of `amount` before; of a store that leads: another
                      ///< replica stands for election
  LoseCache,          ///< a device loses its cursors and what it had not shown; restarts
  Reinstall,  ///< a device loses its storage, but not its app's own set of what it has shown
  Join,       ///< a process takes up its service: a spare one, or one that had left
  Leave,      ///< a process hands over, and is gone after `lasts`
  Replace,    ///< the same after `amount`, and another one is in its place after `lasts`; of
              ///< several processes, one after the other
  Resize,     ///< a server goes on with `nth` worker threads
  WipeDisk,   ///< a server that has a disk loses it, and starts with an empty one
};
inline constexpr std::string_view kFaultNames[] = {"drop",
                                                   "duplicate",
                                                   "delay",
                                                   "loss",
                                                   "duplication",
                                                   "reordering",
                                                   "break",
                                                   "half-open",
                                                   "partition",
                                                   "crash",
                                                   "crash-at-sync",
                                                   "host-crash",
                                                   "pause",
                                                   "slow-disk",
                                                   "clock-step",
                                                   "clock-drift",
                                                   "offline",
                                                   "kill",
                                                   "wipe",
                                                   "commit-fails-before",
                                                   "commit-fails-after",
                                                   "commit-crawls",
                                                   "cache-flush",
                                                   "fail-over",
                                                   "lose-cache",
                                                   "reinstall",
                                                   "join",
                                                   "leave",
                                                   "replace",
                                                   "resize",
                                                   "wipe-disk"};
inline constexpr std::size_t kFaultKinds = std::size(kFaultNames);

/// Which packet a Drop, Duplicate or Delay means. Unset fields match anything.
struct PacketMatch {
  static constexpr std::uint8_t kAnyKind = 255;
  std::uint8_t frame = kAnyKind;    ///< a FrameKind's number
  std::uint32_t body = 0xffffffff;  ///< the workload message that it carries or is about
  std::uint32_t nth = 1;            ///< the first, second, ... packet that matches; 0 = every one
  friend bool operator==(const PacketMatch&, const PacketMatch&) = default;
};

/// One thing that goes wrong. A plain value: a scenario's list, a storm's draw and a counterexample
/// are all lists of these, and each can be written as a sentence.
struct Fault {
  static constexpr std::uint32_t kByChance = 0xffffffff;  ///< a decision of the run says how many
  static constexpr std::uint32_t kAllWrites = 0xfffffffe;

  FaultKind kind{};
  Instant at;                   ///< when it begins
  Duration lasts;               ///< how long (Crash, Kill: until the restart)
  std::vector<ProcessId> from;  ///< on whom; for paths and partitions: one side. Empty = anyone
  std::vector<ProcessId> to;    ///< the other side of a path or partition. Empty = anyone
  bool both_ways = true;        ///< for paths and partitions
  HostId host;                  ///< HostCrash
  PacketMatch packet;           ///< Drop, Duplicate, Delay
  std::uint32_t nth = 0;        ///< CrashAtSync: which sync, from 1. Resize: how many threads
  Ratio rate;                   ///< Loss, Duplication, Reordering, Commit...
  Duration amount;  ///< Delay, Reordering, SlowDisk, ClockStep, CommitCrawls, FailOver, Replace
  std::int32_t ppm = 0;  ///< ClockDrift
  /// What dies: so many of the latest un-synced writes are lost (kAllWrites: all of them).
  std::uint32_t losing = kByChance;
  /// WipeDisk of a store: only while the others of its shard are a majority that has its disks.
  bool spares_majority = false;
  friend bool operator==(const Fault&, const Fault&) = default;
};

using FaultPlan = std::vector<Fault>;

/// From the beginning of a fault to the end of all that it orders.
inline Duration span_of(const Fault& fault) {
  const bool in_turn = fault.kind == FaultKind::Replace;
  return in_turn ? fault.lasts * static_cast<std::int64_t>(fault.from.size()) : fault.lasts;
}

}  // namespace imstorm
