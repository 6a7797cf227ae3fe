#pragma once

#include <cstddef>

#include "model/history/event.h"
#include "model/invariants/verdict.h"

namespace imstorm {

/// A Sent event in half the space, for laws that keep one per message.
struct SentNote {
  std::size_t position = 0;
  Instant at;
  UserId user;
  DeviceId device;
  ConvId conv;
  BodyId body;
  Cseq cseq;

  static SentNote of(std::size_t position, const Event& e) {
    return {position, e.at, e.user, e.device, e.conv, e.body, e.cseq};
  }

  Witness witness(Cmid cmid) const {
    Witness shown;
    shown.position = position;
    shown.event.at = at;
    shown.event.kind = EventKind::Sent;
    shown.event.user = user;
    shown.event.device = device;
    shown.event.inst = cmid.inst;
    shown.event.conv = conv;
    shown.event.body = body;
    shown.event.cseq = cseq;
    shown.event.cmid = cmid;
    return shown;
  }
};

}  // namespace imstorm
