#pragma once

#include <cstdint>

#include "sim/core/time.h"

namespace imstorm {

/// How the store makes appends durable, and what it lets readers see.
struct StoreOptions {
  enum class Commit : std::uint8_t {
    Sync,      ///< applied and answered after the write is durable; group commit
    Memory,    ///< applied and answered at once: a crash forgets what was answered
    EverySec,  ///< answered at once, made durable every `flush_every`: a power cut forgets it
  };
  enum class Cache : std::uint8_t {
    Accelerator,  ///< the log has everything; what is cached only saves time (rules C1 to C4)
    OnlyStore,    ///< messages are kept in memory only, the newest `cache_max` of a conversation
  };
  enum class Replicate : std::uint8_t {
    Quorum,  ///< answered when a majority of the replicas has it durably
    Async,   ///< answered when the leader has it; the others get it later
  };
  enum class Read : std::uint8_t {
    CommittedPrefix,    ///< by the replica that leads, from what is committed (S3)
    AnyStored,          ///< by the same, from what is written: a crash takes back what was read
    FollowerUnchecked,  ///< by any replica, however far behind it is
    FollowerMinHw,      ///< by any replica that knows what the asker knows (P1)
  };
  enum class Lineage : std::uint8_t {
    Checked,  ///< where acknowledged positions may be lost, a new lineage begins, and all are told
    Ignored,  ///< the numbers that were lost are given out again, as if nothing had happened
  };
  Commit commit = Commit::Sync;
  Cache cache = Cache::Accelerator;
  Replicate replicate = Replicate::Quorum;
  Read read = Read::CommittedPrefix;
  Lineage lineage = Lineage::Checked;
  Duration lag;                     ///< Replicate::Async: the others get it so much later, at most
                                    ///< 10 s
  Duration heartbeat = seconds(1);  ///< a leader shows its replicas that it is there, more than 0
  Duration election = seconds(4);   ///< silence after which one stands for election, up to twice
  Duration takeover =
      milliseconds(200);              ///< the same, where the leader's process is known to be gone
  Duration flush_every = seconds(1);  ///< Commit::EverySec: from one sync to the next, more than 0
  std::uint32_t cache_max = 512;      ///< messages of one conversation in a cache, 1 to 100000
  std::uint32_t bytes_max = 0;        ///< longer messages are refused for good; 0: no limit
  std::uint32_t batch_max = 256;      ///< commands made durable by one sync, 1 to 100000
};

}  // namespace imstorm
