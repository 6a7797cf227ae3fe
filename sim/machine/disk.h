#pragma once

#include <cstdint>

#include "sim/core/ensure.h"

namespace imstorm {

/// Writes reach a disk's cache at once and become durable with a sync; one sync covers what was
/// written before it began. What a process writes is its own affair: the disk counts records,
/// oldest first.
class Disk {
 public:
  void write(std::uint32_t records) { written_ += records; }

  /// True if a sync should begin now: there is something to sync and none is under way.
  bool idle_with_work() const { return syncing_ == 0 && written_ > 0; }
  /// Begins a sync of at most `batch_max` records.
  void begin(std::uint32_t batch_max) {
    ensure(idle_with_work(), "a disk syncs one batch at a time");
    syncing_ = written_ < batch_max ? written_ : batch_max;
    ++syncs_;
  }
  /// Ends it: so many of the oldest records are durable now.
  std::uint32_t finish() {
    ensure(syncing_ > 0, "a sync ends that never began");
    const std::uint32_t durable = syncing_;
    written_ -= durable;
    syncing_ = 0;
    return durable;
  }
  /// Power is lost: nothing un-synced is kept by the disk itself.
  void lose() { written_ = syncing_ = 0; }

  std::uint32_t unsynced() const { return written_; }
  std::uint64_t syncs() const { return syncs_; }  ///< begun since the run's start

 private:
  std::uint32_t written_ = 0;  // not durable, the ones being synced included
  std::uint32_t syncing_ = 0;
  std::uint64_t syncs_ = 0;
};

}  // namespace imstorm
