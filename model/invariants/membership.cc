#include "model/invariants/membership.h"

#include <algorithm>

#include "sim/core/ensure.h"

namespace imstorm {

namespace {
constexpr Seq kOpen = Membership::Interval{}.upto;
}

/// The last place of the lineage that has the place behind `seq`.
Seq Membership::end_of(Seq seq) const {
  const auto next = std::upper_bound(begins_.begin(), begins_.end(), seq);
  return next == begins_.end() ? kOpen : *next;
}

void Membership::observe(const Event& event) {
  if (event.kind == EventKind::Joined) {
    const bool founder = event.lineage == Lineage{0};
    users_[event.user].push_back(Interval{event.seq, end_of(event.seq), founder});
    return;
  }
  if (event.kind == EventKind::Left) return leave(users_[event.user], event.seq, end_of(event.seq));
  ensure(event.kind == EventKind::Forked || event.kind == EventKind::Rebuilt,
         "a membership changes by Joined and Left, and where lineages fork");
  const Seq before{event.value};
  // Of all that is told of one event, one stretch is new.
  if (event.seq <= before || (!begins_.empty() && event.seq <= begins_.back())) return;
  begins_.push_back(event.seq);
  for (auto& [user, intervals] : users_) fork(intervals, before, event.seq);
}

/// As far as that lineage goes; later ones go on.
void Membership::leave(Intervals& intervals, Seq last, Seq end) {
  for (std::size_t i = intervals.size(); i-- > 0;) {
    if (intervals[i].above >= end || intervals[i].upto < end) continue;
    const Interval rest{end, intervals[i].upto};
    intervals[i].upto = last;
    if (rest.above < rest.upto) intervals.push_back(rest);
  }
}

void Membership::fork(Intervals& intervals, Seq fork, Seq begin) {
  bool goes_on = std::any_of(intervals.begin(), intervals.end(), [fork](const Interval& interval) {
    return (interval.above < fork || interval.founder) && fork < interval.upto;
  });
  for (Interval& interval : intervals) {
    if (interval.upto != kOpen) continue;
    if (!goes_on) interval.upto = begin;
    goes_on = false;  // one that is open is enough
  }
  if (goes_on) intervals.push_back(Interval{begin, kOpen});
}

bool Membership::is_in(UserId user) const {
  const Intervals* intervals = users_.find(user);
  return intervals != nullptr &&
         std::any_of(intervals->begin(), intervals->end(),
                     [](const Interval& interval) { return interval.upto == kOpen; });
}

}  // namespace imstorm
