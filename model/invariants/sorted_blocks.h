#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace imstorm {

/// A sorted sequence in blocks: as small as one vector where it grows at its end, and an insertion
/// anywhere moves a block at most.
template <class T>
class SortedBlocks {
 public:
  struct Place {
    std::size_t block = 0;
    std::size_t index = 0;
  };

  bool empty() const { return tail_.empty(); }
  bool is_begin(Place at) const { return at.block == 0 && at.index == 0; }
  bool is_end(Place at) const { return at.block == count(); }
  T& operator[](Place at) { return block(at.block)[at.index]; }
  const T& operator[](Place at) const { return block(at.block)[at.index]; }
  const T& back() const { return tail_.back(); }
  /// The one at `place`, as long as there is one block; else null.
  const T* near(std::size_t place) const {
    return full_.empty() && place < tail_.size() ? &tail_[place] : nullptr;
  }
  std::size_t size() const {
    std::size_t sum = tail_.size();
    for (const std::vector<T>& block : full_) sum += block.size();
    return sum;
  }

  /// The first one of which `past` is true. REQUIRES: so it is of all that follow.
  template <class Past>
  Place first(const Past& past) const {
    if (tail_.empty() || !past(tail_.back())) return {count(), 0};  // mostly something is added
    const auto block = std::partition_point(
        full_.begin(), full_.end(), [&](const std::vector<T>& b) { return !past(b.back()); });
    const std::vector<T>& within = block == full_.end() ? tail_ : *block;
    const auto at = std::partition_point(within.begin(), within.end(),
                                         [&](const T& one) { return !past(one); });
    const Place found{static_cast<std::size_t>(block - full_.begin()),
                      static_cast<std::size_t>(at - within.begin())};
    return found;
  }
  /// REQUIRES: not the first.
  Place before(Place at) const {
    if (at.index > 0) return {at.block, at.index - 1};
    return {at.block - 1, block(at.block - 1).size() - 1};
  }

  /// Before `at`; all places change.
  T& insert(Place at, T value) {
    if (is_end(at)) return append(std::move(value));
    std::vector<T>& there = block(at.block);
    if (there.size() < kBlockMax) {
      return *there.insert(there.begin() + static_cast<std::ptrdiff_t>(at.index), std::move(value));
    }
    constexpr std::ptrdiff_t kHalf = kBlockMax / 2;
    std::vector<T> rest(there.begin() + kHalf, there.end());
    there.erase(there.begin() + kHalf, there.end());
    if (at.block == full_.size()) {
      full_.push_back(std::exchange(tail_, std::move(rest)));
    } else {
      full_.insert(full_.begin() + static_cast<std::ptrdiff_t>(at.block) + 1, std::move(rest));
    }
    if (at.index > kBlockMax / 2) at = {at.block + 1, at.index - kBlockMax / 2};
    return insert(at, std::move(value));
  }
  /// The place of what followed.
  Place erase(Place at) {
    std::vector<T>& there = block(at.block);
    there.erase(there.begin() + static_cast<std::ptrdiff_t>(at.index));
    if (!there.empty()) return at.index == there.size() ? Place{at.block + 1, 0} : at;
    if (at.block < full_.size()) {
      full_.erase(full_.begin() + static_cast<std::ptrdiff_t>(at.block));
    } else {
      refill_tail();
    }
    return at;
  }
  void push_back(T value) { append(std::move(value)); }
  void pop_back() {
    tail_.pop_back();
    if (tail_.empty()) refill_tail();
  }

 private:
  static constexpr std::size_t kBlockMax = 128;

  std::size_t count() const { return full_.size() + (tail_.empty() ? 0 : 1); }
  std::vector<T>& block(std::size_t at) { return at < full_.size() ? full_[at] : tail_; }
  const std::vector<T>& block(std::size_t at) const {
    return at < full_.size() ? full_[at] : tail_;
  }

  T& append(T value) {
    if (tail_.size() >= kBlockMax) full_.push_back(std::exchange(tail_, {}));
    return tail_.emplace_back(std::move(value));
  }
  void refill_tail() {
    if (full_.empty()) return;
    tail_ = std::move(full_.back());
    full_.pop_back();
  }

  std::vector<std::vector<T>> full_;  // none is empty
  std::vector<T> tail_;  // the last block, apart from the others: nearly always it is the only one;
                         // empty only if all is
};

/// A map by key on such blocks.
template <class Key, class T>
class BlockMap {
 public:
  T& operator[](Key key) {
    const auto at = lower(key);
    if (!entries_.is_end(at) && entries_[at].first == key) return entries_[at].second;
    return entries_.insert(at, {key, T{}}).second;
  }
  const T* find(Key key) const {
    const auto at = lower(key);
    return !entries_.is_end(at) && entries_[at].first == key ? &entries_[at].second : nullptr;
  }
  /// The same for keys that are nearly always in their place: looks at the entry `place` first.
  const T* find_near(Key key, std::size_t place) const {
    const std::pair<Key, T>* near = entries_.near(place);
    return near != nullptr && near->first == key ? &near->second : find(key);
  }

 private:
  auto lower(Key key) const {
    return entries_.first([key](const std::pair<Key, T>& entry) { return entry.first >= key; });
  }
  SortedBlocks<std::pair<Key, T>> entries_;
};

}  // namespace imstorm
