#pragma once

#include "model/history/event.h"
#include "model/invariants/entitlement.h"
#include "model/invariants/installations.h"
#include "sim/core/dense.h"

namespace imstorm {

/// Why a device misses what it may see, as far as that lies with the device.
enum class Excuse : std::uint8_t {
  None,
  Destroyed,  ///< it was wiped and never set up again
  Renewed,    ///< it was wiped, and told that the position is gone
  Away,       ///< the server waited for it in vain, and it was told that the position is gone
};

/// Who may see a conversation, on which devices, and which of those are excused for missing what is
/// at a position.
class Excuses {
 public:
  /// REQUIRES: a Joined, Left, Forked, Rebuilt, Installed, Wiped, Gone, GivenUp or Permitted event.
  void observe(const Event& event);

  /// Absence can be an excuse at all.
  bool absence_permitted() const { return absence_; }

  /// What a device of somebody who may see it misses at `seq`.
  Excuse of(const Installations::OnDevice& device, ConvId conv, Seq seq) const;
  /// Every device that may see what is at `seq` is excused, and the server waited in vain for one
  /// of them, or it would have kept it. False where nobody may see it.
  bool all_away(ConvId conv, Seq seq) const;

  const FlatMap<UserId, Entitlement::Intervals>* members(ConvId conv) const {
    return entitlement_.members(conv);
  }
  const Installations& installations() const { return installations_; }

 private:
  bool given_up(const Installations::OnDevice& device, ConvId conv, Seq seq) const;

  Entitlement entitlement_;
  Installations installations_;
  Grid<InstId, ConvId, Seq> gone_;        // the highest that it was told of
  Grid<DeviceId, ConvId, Seq> given_up_;  // the highest that is not kept for it any more
  bool absence_ = false;                  // the scenario permits what that costs
};

}  // namespace imstorm
