#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace imstorm {

/// Counts how often each 64-bit name has been met: "which attempt is this". Open addressing with
/// linear probing; never iterated, so its layout cannot influence a run.
class Tally {
 public:
  /// 1 at the first meeting with `name`, then 2, 3, ...
  std::uint32_t next(std::uint64_t name) {
    if (used_ * 2 >= slots_.size()) grow();
    Slot& slot = find(slots_, name);
    if (slot.count == 0) {
      slot.name = name;
      ++used_;
    }
    return ++slot.count;
  }

 private:
  struct Slot {
    std::uint64_t name = 0;
    std::uint32_t count = 0;  // 0 = free
  };

  static Slot& find(std::vector<Slot>& slots, std::uint64_t name) {
    const std::size_t mask = slots.size() - 1;
    std::size_t at = (name ^ name >> 32) & mask;
    while (slots[at].count != 0 && slots[at].name != name) at = (at + 1) & mask;
    return slots[at];
  }
  void grow() {
    std::vector<Slot> larger(slots_.empty() ? 64 : slots_.size() * 2);
    for (const Slot& slot : slots_) {
      if (slot.count != 0) find(larger, slot.name) = slot;
    }
    slots_.swap(larger);
  }

  std::vector<Slot> slots_;  // a power of two
  std::size_t used_ = 0;
};

}  // namespace imstorm
