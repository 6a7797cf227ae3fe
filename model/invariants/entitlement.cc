#include "model/invariants/entitlement.h"

#include "sim/core/ensure.h"

namespace imstorm {

namespace {
constexpr Seq kOpen = Entitlement::Interval{}.upto;
}

void Entitlement::observe(const Event& event) {
  Intervals& intervals = members_[event.conv][event.user];
  if (event.kind == EventKind::Joined) {
    intervals.push_back(Interval{event.seq, kOpen});
    return;
  }
  ensure(event.kind == EventKind::Left, "an entitlement changes by Joined and Left only");
  for (Interval& interval : intervals) {
    if (interval.upto == kOpen) interval.upto = event.seq;
  }
}

bool Entitlement::covers(const Intervals& intervals, Seq seq) {
  for (const Interval& interval : intervals) {
    if (interval.above < seq && seq <= interval.upto) return true;
  }
  return false;
}

bool Entitlement::sees(UserId user, ConvId conv, Seq seq) const {
  const auto* users = members_.find(conv);
  const Intervals* intervals = users == nullptr ? nullptr : users->find(user);
  return intervals != nullptr && covers(*intervals, seq);
}

}  // namespace imstorm
