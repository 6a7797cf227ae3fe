#pragma once

#include <cstddef>

#include "model/history/event.h"
#include "model/invariants/absences.h"
#include "model/invariants/entitlement.h"
#include "model/invariants/installations.h"
#include "sim/core/dense.h"

namespace imstorm {

/// Why a device misses what it may see, as far as that lies with the device.
enum class Excuse : std::uint8_t {
  None,
  Destroyed,  ///< it was wiped and never set up again
  Renewed,    ///< it was wiped and set up again after that, and told that the position is gone
  New,        ///< it was set up after that, and told that the position is gone
  Away,       ///< the server waited for it in vain, and it was told that the position is gone, or
              ///< never came back
};

/// Who may see a conversation, on which devices, and which of those are excused for missing what is
/// at a position.
class Excuses {
 public:
  /// A message, by its newest place.
  struct Missed {
    ConvId conv;
    Seq seq;
    std::size_t accepted = 0;  ///< position of the event that said so
  };

  /// REQUIRES: a Joined, Left, Forked, Rebuilt, Installed, Wiped, Gone, Resynced, GivenUp,
  /// Connected or Permitted event.
  void observe(std::size_t position, const Event& event);

  /// Absence can be an excuse at all.
  bool absence_permitted() const { return absences_.permitted(); }

  /// A device of somebody who may see it misses it.
  Excuse of(const Installations::OnDevice& device, const Missed& missed) const;
  /// Every device that may see it is excused, and the server waited in vain for one of them, or it
  /// would have kept it. False where nobody may see it.
  bool all_away(const Missed& missed) const;

  const FlatMap<UserId, Entitlement::Intervals>* members(ConvId conv) const {
    return entitlement_.members(conv);
  }
  const Installations& installations() const { return installations_; }

 private:
  Entitlement entitlement_;
  Installations installations_;
  Grid<InstId, ConvId, Seq> gone_;  // the highest that it was told of, of the lineage that it is in
  Absences absences_;
};

}  // namespace imstorm
