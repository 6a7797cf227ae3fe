#include "model/invariants/position_set.h"

#include <algorithm>

namespace imstorm {

SortedBlocks<PositionSet::Run>::Place PositionSet::after(Seq seq) const {
  return before_->first([seq](const Run& run) { return seq < run.first; });
}

bool PositionSet::has(Seq seq) const {
  if (seq >= last_.first) return seq <= last_.last;
  const auto next = after(seq);
  return !before_->is_begin(next) && seq <= (*before_)[before_->before(next)].last;
}

Seq PositionSet::first_missing(Seq seq) const {
  if (seq > last_.last) return seq;
  if (seq >= last_.first) return last_.last == kEnd ? kEnd : last_.last.next();
  const auto next = after(seq);
  if (before_->is_begin(next)) return seq;
  const Run& run = (*before_)[before_->before(next)];
  return run.last < seq ? seq : run.last.next();
}

Seq PositionSet::first_held(Seq seq) const {
  if (empty() || seq > last_.last) return kEnd;
  if (seq >= last_.first) return seq;
  const auto next = after(seq);
  if (!before_->is_begin(next) && seq <= (*before_)[before_->before(next)].last) return seq;
  return before_->is_end(next) ? last_.first : (*before_)[next].first;
}

bool PositionSet::has_any(Seq first, Seq last) const {
  return !empty() && first <= last && first <= last_.last && first_held(first) <= last;
}

void PositionSet::add(Seq first, Seq last) {
  if (first == last) add(first);
  if (last <= first) return;
  SortedBlocks<Run>& runs = before_.own();
  if (!empty()) runs.push_back(last_);
  Run all{first, last};
  auto at =
      runs.first([first](const Run& run) { return first <= run.last || first == run.last.next(); });
  while (!runs.is_end(at) && (runs[at].first <= last || runs[at].first == last.next())) {
    all.first = std::min(all.first, runs[at].first);
    all.last = std::max(all.last, runs[at].last);
    at = runs.erase(at);
  }
  runs.insert(at, all);
  last_ = runs.back();
  runs.pop_back();
}

void PositionSet::cut(Seq last) {
  while (!empty() && last < last_.first) {
    last_ = before_->empty() ? Run{Seq{1}, Seq{0}} : before_->back();
    if (!before_->empty()) before_.own().pop_back();
  }
  if (!empty()) last_.last = std::min(last_.last, last);
}

bool PositionSet::add(Seq seq) {
  if (seq < last_.first) return add_before(seq);
  if (seq <= last_.last) return false;
  if (seq == last_.last.next()) {
    last_.last = seq;
    return true;
  }
  if (!empty()) before_.own().push_back(last_);
  last_ = {seq, seq};
  return true;
}

bool PositionSet::add_before(Seq seq) {
  SortedBlocks<Run>& runs = before_.own();
  const auto next = after(seq);
  Run* below = runs.is_begin(next) ? nullptr : &runs[runs.before(next)];
  if (below != nullptr && seq <= below->last) return false;
  Run& following = runs.is_end(next) ? last_ : runs[next];
  const bool extends = below != nullptr && below->last.next() == seq;
  const bool meets = seq.next() == following.first;
  if (extends && meets) {
    following.first = below->first;
    runs.erase(runs.before(next));
  } else if (extends) {
    below->last = seq;
  } else if (meets) {
    following.first = seq;
  } else {
    runs.insert(next, Run{seq, seq});
  }
  return true;
}

}  // namespace imstorm
