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

  bool empty() const { return blocks_.empty(); }
  bool is_begin(Place at) const { return at.block == 0 && at.index == 0; }
  bool is_end(Place at) const { return at.block == blocks_.size(); }
  T& operator[](Place at) { return blocks_[at.block][at.index]; }
  const T& operator[](Place at) const { return blocks_[at.block][at.index]; }
  const T& back() const { return blocks_.back().back(); }
  std::size_t size() const {
    std::size_t sum = 0;
    for (const std::vector<T>& block : blocks_) sum += block.size();
    return sum;
  }

  /// The first one of which `past` is true. REQUIRES: so it is of all that follow.
  template <class Past>
  Place first(const Past& past) const {
    const auto block = std::partition_point(
        blocks_.begin(), blocks_.end(), [&](const std::vector<T>& b) { return !past(b.back()); });
    if (block == blocks_.end()) return {blocks_.size(), 0};
    const auto at = std::partition_point(block->begin(), block->end(),
                                         [&](const T& one) { return !past(one); });
    return {static_cast<std::size_t>(block - blocks_.begin()),
            static_cast<std::size_t>(at - block->begin())};
  }
  /// REQUIRES: not the first.
  Place before(Place at) const {
    if (at.index > 0) return {at.block, at.index - 1};
    return {at.block - 1, blocks_[at.block - 1].size() - 1};
  }

  /// Before `at`; all places change.
  T& insert(Place at, T value) {
    if (is_end(at)) return append(std::move(value));
    std::vector<T>& block = blocks_[at.block];
    if (block.size() < kBlockMax) {
      return *block.insert(block.begin() + static_cast<std::ptrdiff_t>(at.index), std::move(value));
    }
    constexpr std::ptrdiff_t kHalf = kBlockMax / 2;
    std::vector<T> rest(block.begin() + kHalf, block.end());
    block.erase(block.begin() + kHalf, block.end());
    blocks_.insert(blocks_.begin() + static_cast<std::ptrdiff_t>(at.block) + 1, std::move(rest));
    if (at.index > kBlockMax / 2) at = {at.block + 1, at.index - kBlockMax / 2};
    return insert(at, std::move(value));
  }
  /// The place of what followed.
  Place erase(Place at) {
    std::vector<T>& block = blocks_[at.block];
    block.erase(block.begin() + static_cast<std::ptrdiff_t>(at.index));
    if (block.empty()) blocks_.erase(blocks_.begin() + static_cast<std::ptrdiff_t>(at.block));
    if (at.block < blocks_.size() && at.index == blocks_[at.block].size()) return {at.block + 1, 0};
    return at;
  }
  void push_back(T value) { append(std::move(value)); }
  void pop_back() {
    blocks_.back().pop_back();
    if (blocks_.back().empty()) blocks_.pop_back();
  }

 private:
  static constexpr std::size_t kBlockMax = 128;

  T& append(T value) {
    if (blocks_.empty() || blocks_.back().size() >= kBlockMax) blocks_.emplace_back();
    return blocks_.back().emplace_back(std::move(value));
  }

  std::vector<std::vector<T>> blocks_;  // none is empty
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

 private:
  auto lower(Key key) const {
    return entries_.first([key](const std::pair<Key, T>& entry) { return entry.first >= key; });
  }
  SortedBlocks<std::pair<Key, T>> entries_;
};

}  // namespace imstorm
