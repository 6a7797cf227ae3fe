#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "sim/core/hash.h"

namespace imstorm {

/// Finds what belongs to a 64-bit id that is not dense (open addressing, linear probing, at most
/// half full). It cannot be walked, so no order can leak out of it.
///
/// The hashed part is no more than numbers of entries, and the entries lie in the order in which
/// they were made: what is asked for is mostly young, so what is old and large leaves the cache.
template <class T>
class IdTable {
 public:
  T* find(std::uint64_t id) {
    if (places_.empty()) return nullptr;
    const std::uint32_t place = *slot(id);
    return place == 0 ? nullptr : &entries_[place - 1].value;
  }
  const T* find(std::uint64_t id) const { return const_cast<IdTable*>(this)->find(id); }

  /// The entry of `id`, made as T{} if there was none. Valid until the next call.
  T& operator[](std::uint64_t id) {
    if (2 * (entries_.size() + 1) > places_.size()) grow();
    std::uint32_t& place = *slot(id);
    if (place == 0) {
      entries_.push_back({id, T{}});
      place = static_cast<std::uint32_t>(entries_.size());
    }
    return entries_[place - 1].value;
  }
  std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    std::uint64_t id = 0;
    T value{};
  };
  static constexpr std::size_t kPlacesMin = 16;

  /// Where the place of `id` is noted, or is to be.
  std::uint32_t* slot(std::uint64_t id) {
    const std::size_t mask = places_.size() - 1;
    std::size_t at = hash_mix(id, 0) & mask;
    while (places_[at] != 0 && entries_[places_[at] - 1].id != id) at = (at + 1) & mask;
    return &places_[at];
  }

  void grow() {
    places_.assign(places_.empty() ? kPlacesMin : 2 * places_.size(), 0);
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      *slot(entries_[i].id) = static_cast<std::uint32_t>(i + 1);
    }
  }

  std::vector<std::uint32_t> places_;  // 1 + index into entries_; 0 = free. A power of two, or none
  std::vector<Entry> entries_;
};

}  // namespace imstorm
