#include "model/invariants/position_set.h"

#include <algorithm>

namespace imstorm {

std::size_t PositionSet::after(Seq seq) const {
  const auto at = std::upper_bound(before_.begin(), before_.end(), seq,
                                   [](Seq s, const Run& run) { return s < run.first; });
  return static_cast<std::size_t>(at - before_.begin());
}

bool PositionSet::has(Seq seq) const {
  if (seq >= last_.first) return seq <= last_.last;
  const std::size_t next = after(seq);
  return next != 0 && seq <= before_[next - 1].last;
}

Seq PositionSet::first_missing(Seq seq) const {
  if (seq > last_.last) return seq;
  if (seq >= last_.first) return last_.last == kEnd ? kEnd : last_.last.next();
  const std::size_t next = after(seq);
  if (next == 0 || before_[next - 1].last < seq) return seq;
  return before_[next - 1].last.next();
}

Seq PositionSet::first_held(Seq seq) const {
  if (empty() || seq > last_.last) return kEnd;
  if (seq >= last_.first) return seq;
  const std::size_t next = after(seq);
  if (next != 0 && seq <= before_[next - 1].last) return seq;
  return next == before_.size() ? last_.first : before_[next].first;
}

bool PositionSet::has_any(Seq first, Seq last) const {
  return !empty() && first <= last && first <= last_.last && first_held(first) <= last;
}

void PositionSet::add(Seq first, Seq last) {
  if (last < first) return;
  Run all{first, last};
  if (!empty()) before_.push_back(last_);
  const auto touches = [&](const Run& run) {
    return run.first <= last.next() && first <= run.last.next();
  };
  auto at = std::find_if(before_.begin(), before_.end(),
                         [&](const Run& run) { return first <= run.last.next(); });
  const auto begin = at;
  for (; at != before_.end() && touches(*at); ++at) {
    all.first = std::min(all.first, at->first);
    all.last = std::max(all.last, at->last);
  }
  before_.insert(before_.erase(begin, at), all);
  last_ = before_.back();
  before_.pop_back();
}

void PositionSet::cut(Seq last) {
  while (!empty() && last < last_.first) {
    last_ = before_.empty() ? Run{Seq{1}, Seq{0}} : before_.back();
    if (!before_.empty()) before_.pop_back();
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
  if (!empty()) before_.push_back(last_);
  last_ = {seq, seq};
  return true;
}

bool PositionSet::add_before(Seq seq) {
  const std::size_t next = after(seq);
  const bool below = next != 0;
  if (below && seq <= before_[next - 1].last) return false;
  Run& following = next == before_.size() ? last_ : before_[next];
  const bool extends = below && before_[next - 1].last.next() == seq;
  const bool meets = seq.next() == following.first;
  const auto at = before_.begin() + static_cast<std::ptrdiff_t>(next);
  if (extends && meets) {
    following.first = before_[next - 1].first;
    before_.erase(at - 1);
  } else if (extends) {
    before_[next - 1].last = seq;
  } else if (meets) {
    following.first = seq;
  } else {
    before_.insert(at, Run{seq, seq});
  }
  return true;
}

}  // namespace imstorm
