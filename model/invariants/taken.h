#pragma once

#include <cstddef>

#include "model/history/event.h"
#include "model/invariants/verdict.h"

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

}  // namespace imstorm
