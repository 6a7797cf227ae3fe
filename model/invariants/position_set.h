#pragma once

#include <cstddef>

#include "model/invariants/sorted_blocks.h"
#include "model/types/ids.h"
#include "sim/core/boxed.h"

namespace imstorm {

/// A set of positions, kept as runs of neighbours: what a device consumes in order costs one run.
class PositionSet {
 public:
  /// False if it was there already. O(1) at the end, O(log runs) elsewhere.
  bool add(Seq seq);
  /// Adds all of first..last; nothing if last is below first. O(log runs), and O(1) for each run
  /// that becomes part of it.
  void add(Seq first, Seq last);
  /// Takes out all that is above `last`.
  void cut(Seq last);
  bool has(Seq seq) const;
  static constexpr Seq kEnd{~std::uint64_t{0}};  // beyond all positions that mean something
  /// The smallest position from `seq` on that is not in the set, or is; kEnd if there is none.
  Seq first_missing(Seq seq) const;
  Seq first_held(Seq seq) const;
  /// Both are about the positions first..last, and vacuous when last is below first.
  bool has_all(Seq first, Seq last) const { return last < first || first_missing(first) > last; }
  bool has_any(Seq first, Seq last) const;
  /// The largest position; 0 when empty.
  Seq max() const { return last_.last; }
  std::size_t runs() const { return before_->size() + (empty() ? 0 : 1); }

 private:
  struct Run {
    Seq first;
    Seq last;
  };
  bool empty() const { return last_.last < last_.first; }
  SortedBlocks<Run>::Place after(Seq seq) const;  // the first of before_ that begins past seq
  bool add_before(Seq seq);

  Run last_{Seq{1}, Seq{0}};         // apart from the others: nearly always it is the only one
  Boxed<SortedBlocks<Run>> before_;  // ascending, and never two that touch, nor one that touches
                                     // last_
};

}  // namespace imstorm
