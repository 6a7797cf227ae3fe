#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "sim/core/hash.h"

namespace imstorm {

/// Finds what belongs to a 64-bit id that is not dense (open addressing, linear probing, at most
/// half full). It cannot be walked, so no order can leak out of it.
template <class T>
class IdTable {
 public:
  T* find(std::uint64_t id) {
    if (slots_.empty()) return nullptr;
    Slot& slot = slots_[place(id)];
    return slot.used ? &slot.value : nullptr;
  }
  const T* find(std::uint64_t id) const { return const_cast<IdTable*>(this)->find(id); }

  /// The entry of `id`, made as T{} if there was none. Valid until the next call.
  T& operator[](std::uint64_t id) {
    if (2 * (size_ + 1) > slots_.size()) grow();
    Slot& slot = slots_[place(id)];
    if (!slot.used) {
      slot.used = true;
      slot.id = id;
      ++size_;
    }
    return slot.value;
  }
  std::size_t size() const { return size_; }

 private:
  struct Slot {
    std::uint64_t id = 0;
    T value{};
    bool used = false;
  };
  static constexpr std::size_t kSlotsMin = 16;

  /// The slot of `id`, or the empty one where it belongs.
  std::size_t place(std::uint64_t id) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hash_mix(id, 0) & mask;
    while (slots_[at].used && slots_[at].id != id) at = (at + 1) & mask;
    return at;
  }

  void grow() {
    std::vector<Slot> old(slots_.empty() ? kSlotsMin : 2 * slots_.size());
    old.swap(slots_);
    for (Slot& slot : old) {
      if (slot.used) slots_[place(slot.id)] = std::move(slot);
    }
  }

  std::vector<Slot> slots_;  // a power of two of them, or none
  std::size_t size_ = 0;
};

}  // namespace imstorm
