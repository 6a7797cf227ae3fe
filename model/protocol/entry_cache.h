#pragma once

#include <algorithm>
#include <vector>

#include "model/types/frames.h"
#include "sim/core/fifo.h"

namespace imstorm {

/// The newest committed entries of a conversation, one unbroken range. An accelerator: losing it
/// costs latency only (rules C1, C3, C4).
class EntryCache {
 public:
  static constexpr std::size_t kEntriesMax = 512;

  /// Extends the range by the next entry; anything else starts it anew. Of more than `most` entries
  /// the oldest goes.
  void put(const Entry& entry, std::size_t most = kEntriesMax) {
    if (!entries_.empty() && entry.seq <= entries_.back().seq) return;
    if (!entries_.empty() && entry.prev != entries_.back().seq) entries_.clear();
    entries_.push_back(entry);
    if (entries_.size() > most) entries_.pop_front();
  }

  /// True if everything in (after, newest] is here and that is at least one entry. An empty answer
  /// is for the store to give (rule C2).
  bool covers(Seq after) const {
    return !entries_.empty() && entries_.front().prev <= after && after < entries_.back().seq;
  }

  /// REQUIRES: covers(after).
  void copy(Seq after, std::size_t limit, bool newest_first, std::vector<Entry>& out) const {
    const auto next = std::upper_bound(entries_.begin(), entries_.end(), after,
                                       [](Seq s, const Entry& entry) { return s < entry.seq; });
    auto first = static_cast<std::size_t>(next - entries_.begin());
    const std::size_t count = std::min(entries_.size() - first, limit);
    if (newest_first) first = entries_.size() - count;
    const auto begin = entries_.begin() + static_cast<std::ptrdiff_t>(first);
    out.assign(begin, begin + static_cast<std::ptrdiff_t>(count));
  }

  void clear() { entries_.clear(); }
  std::size_t size() const { return entries_.size(); }

 private:
  Fifo<Entry> entries_;
};

}  // namespace imstorm
