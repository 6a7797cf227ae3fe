#pragma once

#include "model/types/frames.h"
#include "sim/core/dense.h"

namespace imstorm {

/// What the receiver of signals lets through (rule G6): nothing of an older session of its sender.
/// Within one session the order is the path's; here nothing is sorted, counted or asked for again.
/// A restarted app begins anew.
class SignalOrder {
 public:
  /// False: the signal is too old and is dropped.
  bool accepts(const Relay& relay) {
    Session& session = sessions_[relay.from];
    if (relay.session < session) return false;
    session = relay.session;
    return true;
  }

 private:
  FlatMap<DeviceId, Session> sessions_;  // by sender: the newest seen
};

}  // namespace imstorm
