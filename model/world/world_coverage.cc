// The states that coverage tells apart.
#include <algorithm>

#include "model/world/world.h"

namespace imstorm {
namespace {

/// 0, 1, or 2 for more.
std::uint8_t few(std::uint64_t n) {
  return static_cast<std::uint8_t>(std::min<std::uint64_t>(n, 2));
}

}  // namespace

/// Of a device: what it waits for. Of a server: whether its threads and its disk have work, and
/// whether it has crashed before. Below 64.
std::uint8_t World::state_of(const Process& process) const {
  const bool crashed = process.crashes > 0;
  if (process.kind == ProcessKind::Device) {
    const SdkNode& sdk = sdks_[process.index];
    const unsigned outbox = few(sdk.outbox_rows());
    const unsigned pulls = few(sdk.pulls_pending());
    const unsigned held = few(sdk.unconsumed_rows());
    return static_cast<std::uint8_t>((sdk.online() ? 1 : 0) +
                                     2 * (outbox + 3 * (pulls + 3 * held)));
  }
  std::uint64_t waiting = 0;
  for (const Worker& worker : process.workers) waiting += worker.waiting();
  const unsigned queue = few(waiting);
  const unsigned writes = few(process.disk.unsynced());
  return static_cast<std::uint8_t>((crashed ? 1 : 0) + 2 * (queue + 3 * writes));
}

}  // namespace imstorm
