#pragma once

#include "model/invariants/membership.h"
#include "sim/core/dense.h"

namespace imstorm {

/// Which positions of each conversation a user may see.
class Entitlement {
 public:
  using Interval = Membership::Interval;
  using Intervals = Membership::Intervals;

  /// REQUIRES: Joined, Left, Forked or Rebuilt, as Lineages lays them.
  void observe(const Event& event) { members_[event.conv].observe(event); }

  bool sees(UserId user, ConvId conv, Seq seq) const;
  static bool covers(const Intervals& intervals, Seq seq);
  /// Everybody who was ever in the conversation, by id.
  const FlatMap<UserId, Intervals>* members(ConvId conv) const;

 private:
  DenseVector<ConvId, Membership> members_;
};

}  // namespace imstorm
