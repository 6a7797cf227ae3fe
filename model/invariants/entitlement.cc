#include "model/invariants/entitlement.h"

#include <algorithm>

namespace imstorm {

bool Entitlement::covers(const Intervals& intervals, Seq seq) {
  return std::any_of(intervals.begin(), intervals.end(),
                     [seq](const Interval& interval) { return interval.covers(seq); });
}

const FlatMap<UserId, Entitlement::Intervals>* Entitlement::members(ConvId conv) const {
  const Membership* found = members_.find(conv);
  return found == nullptr ? nullptr : &found->users();
}

bool Entitlement::sees(UserId user, ConvId conv, Seq seq) const {
  const auto* users = members(conv);
  const Intervals* intervals = users == nullptr ? nullptr : users->find(user);
  return intervals != nullptr && covers(*intervals, seq);
}

}  // namespace imstorm
