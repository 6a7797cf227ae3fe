#pragma once

#include <algorithm>
#include <vector>

#include "model/types/frames.h"

namespace imstorm {

/// What is stored above the head of a conversation whose numbers an id service gives: entries that
/// wait for the numbers between (rule S6). The head moves over decided positions only.
///
///   waiting.insert({.seq = Seq{5}});            // 4 was given out as well: the head stays at 3
///   waiting.bury(Seq{3}, Seq{4});               // the resolver, after the fence
///   for (Entry& e : waiting.release(Seq{3}))    // a tombstone at 4, the entry at 5
class SplitLog {
 public:
  bool holds(Seq seq) const;
  /// Beside what is there, if anything is.
  void insert(Entry entry);
  /// A tombstone at one position, unless that is decided.
  void give_up(Seq seq);
  /// Tombstones at all undecided positions of (head, upto].
  void bury(Seq head, Seq upto);
  /// Readers may pass the positions up to `upto`, decided or not.
  void skip(Seq upto) { skipped_ = std::max(skipped_, upto); }

  /// What may be read now, ascending: everything that is decided without a gap after `head`.
  std::vector<Entry> release(Seq head);

  /// The newest position that holds something; 0 if none does.
  Seq top() const { return waiting_.empty() ? Seq{} : waiting_.back().seq; }

 private:
  std::vector<Entry> waiting_;  // ascending by seq
  Seq skipped_;
};

}  // namespace imstorm
