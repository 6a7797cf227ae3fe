#pragma once

#include <cstddef>
#include <cstdint>

#include "model/history/event.h"
#include "model/invariants/verdict.h"
#include "sim/core/hash.h"

namespace imstorm {

/// An Accepted, Received or Consumed event in half the space, kept beside what says the rest of it
/// (kind, conversation, installation).
struct TakenMessage {
  std::size_t position = 0;
  Instant at;
  Seq seq;
  Msgid msgid;
  Cmid cmid;
  BodyId body;
  UserId user;

  static TakenMessage of(std::size_t position, const Event& e) {
    return {position, e.at, e.seq, e.msgid, e.cmid, e.body, e.user};
  }

  /// `like` is an event of the same kind that agrees in everything that is not kept here.
  Witness witness(const Event& like) const {
    Witness shown{position, like};
    shown.event.at = at;
    shown.event.seq = seq;
    shown.event.msgid = msgid;
    shown.event.cmid = cmid;
    shown.event.body = body;
    shown.event.user = user;
    return shown;
  }
};

/// Names the message that an event is about. A copy in another lineage is another message: only
/// what is of one lineage has one order.
inline std::uint64_t name_in_lineage(const Event& event) {
  const std::uint64_t cmid = event.cmid.packed();
  return event.lineage == Lineage{} ? cmid : hash_mix(cmid, event.lineage.value);
}

}  // namespace imstorm
