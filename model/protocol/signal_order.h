#pragma once

#include "model/protocol/routing.h"
#include "model/types/frames.h"
#include "sim/core/dense.h"

namespace imstorm {

/// What the receiver of signals lets through (rule G6): nothing of an older session of its sender,
/// and, if rings are fenced, nothing that was passed on by an older ring than something with the
/// same key was. Within one session and ring the order is the path's; here nothing is sorted,
/// counted or asked for again. A restarted app begins anew.
class SignalOrder {
 public:
  /// False: the signal is too old and is dropped.
  bool accepts(const Relay& relay, RoutingOptions::Rehash rehash) {
    Session& session = sessions_[relay.from];
    std::uint32_t& ring = relay.conv ? group_rings_[relay.conv] : rings_[relay.from];
    const bool fenced = rehash == RoutingOptions::Rehash::Fenced;
    if (relay.session < session || (fenced && relay.ring < ring)) return false;
    session = relay.session;
    ring = relay.ring;
    return true;
  }

 private:
  FlatMap<DeviceId, Session> sessions_;         // by sender: the newest seen
  FlatMap<DeviceId, std::uint32_t> rings_;      // likewise, of signals to this user
  FlatMap<ConvId, std::uint32_t> group_rings_;  // of signals to a conversation
};

}  // namespace imstorm
