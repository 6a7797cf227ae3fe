#pragma once

#include <algorithm>
#include <cstdint>

#include "model/protocol/backoff.h"
#include "model/protocol/options.h"
#include "model/types/frames.h"

namespace imstorm {

/// What a conversation's notifier knows of one connected device: how far it is and what it is owed.
/// Level-triggered: as long as the device is behind, it is told again (rules N1, N3).
struct Subscription {
  enum class Debt : std::uint8_t { None, Notify, Consume };

  ConvId conv;
  Via via;
  Seq recv;
  Seq consumed;
  Seq served;               ///< entries up to here were sent (Duplicate::DupFlag only)
  bool live = false;        ///< false: the slot is free
  bool unreported = false;  ///< cursors moved since the store was told
  bool attached = false;    ///< the store has answered: its head is known here
  bool rebasing = false;    ///< its cursors at the store are not known to be the device's yet
  bool proven = false;      ///< as in Subscribe
  bool armed = false;       ///< a nudge timer is under way
  bool deaf = false;        ///< only looks at the head yet, and is not notified
  std::uint32_t generation = 0;
  Backoff backoff;
  Instant progress;  ///< when the device last got further (the node's steady clock)

  /// What to repeat to a device of a conversation whose newest position is `hw`.
  Debt debt(Seq hw, const ProtocolOptions& options) const {
    const bool repeat = options.notify.repeat == NotifyOptions::Repeat::UntilReceived;
    const bool pulls = options.deliver.mode != DeliverOptions::Mode::Push;
    if (recv < hw && pulls) return repeat ? Debt::Notify : Debt::None;
    const bool phase_two = options.consume.phases == ConsumeOptions::Phases::TwoServer;
    return phase_two && consumed < recv ? Debt::Consume : Debt::None;
  }

  /// Takes over an acknowledgement; false if it changes nothing. The furthest counts, since they
  /// may overtake each other. A zero says nothing.
  bool advance(Seq new_recv, Seq new_consumed, Instant now,
               AckOptions::Apply apply = AckOptions::Apply::Max) {
    if (apply == AckOptions::Apply::Last) {
      if (new_recv == Seq{}) new_recv = recv;
      if (new_recv == recv && new_consumed == consumed) return false;
      recv = new_recv;
      consumed = new_consumed;
    } else {
      if (new_recv <= recv && new_consumed <= consumed) return false;
      recv = std::max(recv, new_recv);
      consumed = std::max(consumed, new_consumed);
    }
    backoff.reset();
    progress = now;
    return true;
  }
};

}  // namespace imstorm
