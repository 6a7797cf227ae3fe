// The states that coverage tells apart.
#include "model/world/world.h"

namespace imstorm {

/// Of a device: what it waits for. Of a server: whether its threads and its disk have work, and
/// whether it has crashed before. Below 64.
std::uint8_t World::state_of(const Process& process) const {
  if (process.kind == ProcessKind::Device) {
    const SdkNode& sdk = sdks_[process.index];
    const unsigned outbox = sdk.outbox_rows() != 0 ? 2 : 0;
    const unsigned pulls = sdk.pulls_pending() != 0 ? 4 : 0;
    const unsigned held = sdk.unconsumed_rows() != 0 ? 8 : 0;
    return static_cast<std::uint8_t>((sdk.online() ? 1 : 0) + outbox + pulls + held);
  }
  std::uint64_t waiting = 0;
  for (const Worker& worker : process.workers) waiting += worker.waiting();
  const unsigned queue = waiting != 0 ? 2 : 0;
  const unsigned writes = process.disk.unsynced() != 0 ? 4 : 0;
  return static_cast<std::uint8_t>((process.crashes > 0 ? 1 : 0) + queue + writes);
}

}  // namespace imstorm
