#include "model/invariants/position_set.h"

#include <algorithm>

namespace imstorm {

std::size_t PositionSet::after(Seq seq) const {
  if (runs_.empty() || runs_.back().first <= seq) return runs_.size();
  const auto at = std::upper_bound(runs_.begin(), runs_.end(), seq,
                                   [](Seq s, const Run& run) { return s < run.first; });
  return static_cast<std::size_t>(at - runs_.begin());
}

bool PositionSet::has(Seq seq) const {
  const std::size_t next = after(seq);
  return next != 0 && seq <= runs_[next - 1].last;
}

Seq PositionSet::first_missing(Seq seq) const {
  const std::size_t next = after(seq);
  if (next == 0 || runs_[next - 1].last < seq) return seq;
  return runs_[next - 1].last == kEnd ? kEnd : runs_[next - 1].last.next();
}

Seq PositionSet::first_held(Seq seq) const {
  const std::size_t next = after(seq);
  if (next != 0 && seq <= runs_[next - 1].last) return seq;
  return next == runs_.size() ? kEnd : runs_[next].first;
}

bool PositionSet::has_any(Seq first, Seq last) const {
  if (last < first) return false;
  const std::size_t next = after(last);
  return next != 0 && runs_[next - 1].last >= first;
}

void PositionSet::add(Seq first, Seq last) {
  if (last < first) return;
  Run all{first, last};
  const auto touches = [&](const Run& run) {
    return run.first <= last.next() && first <= run.last.next();
  };
  auto at = std::find_if(runs_.begin(), runs_.end(),
                         [&](const Run& run) { return first <= run.last.next(); });
  const auto begin = at;
  for (; at != runs_.end() && touches(*at); ++at) {
    all.first = std::min(all.first, at->first);
    all.last = std::max(all.last, at->last);
  }
  runs_.insert(runs_.erase(begin, at), all);
}

bool PositionSet::add(Seq seq) {
  const std::size_t next = after(seq);
  const bool below = next != 0;
  if (below && seq <= runs_[next - 1].last) return false;
  const bool extends = below && runs_[next - 1].last.next() == seq;
  const bool meets = next != runs_.size() && seq.next() == runs_[next].first;
  const auto at = runs_.begin() + static_cast<std::ptrdiff_t>(next);
  if (extends && meets) {
    runs_[next - 1].last = runs_[next].last;
    runs_.erase(at);
  } else if (extends) {
    runs_[next - 1].last = seq;
  } else if (meets) {
    runs_[next].first = seq;
  } else {
    runs_.insert(at, Run{seq, seq});
  }
  return true;
}

}  // namespace imstorm
