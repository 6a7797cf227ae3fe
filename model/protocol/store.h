#pragma once

#include <cstdint>

#include "sim/core/time.h"

namespace imstorm {

/// How the store makes appends durable and who may append.
struct StoreOptions {
  enum class Commit : std::uint8_t {
    Sync,    ///< applied and answered after the write is durable; group commit
    Memory,  ///< applied and answered at once: a crash forgets what was answered
  };
  enum class Fence : std::uint8_t {
    EpochInStore,  ///< every append asserts its writer's epoch in the record that it writes (L1)
    None,          ///< a former owner may still write
  };
  Commit commit = Commit::Sync;
  Fence fence = Fence::EpochInStore;
  std::uint32_t batch_max = 256;  ///< commands made durable by one sync, 1 to 100000
};

}  // namespace imstorm
