#pragma once

#include "model/node/gateway.h"
#include "tests/model/node/drive.h"

namespace imstorm {

/// A gateway that reaches everybody.
struct Gate : Drive<GatewayNode> {
  ConnectionId line{5};

  Gate() : Drive(kGateway, GatewayNode()) {
    for (const ProcessId peer : {kLogicA, kLogicB, kStore}) step(PeerUp{peer});
  }
  ProcessId owner(ConvId conv) const {
    return directory.rings[0].owner(directory.key_of(conv), [](ProcessId) { return true; });
  }
  ProcessId deputy(ConvId conv) const { return owner(conv) == kLogicA ? kLogicB : kLogicA; }

  const Outputs& connect(ConnectionId on, DeviceId device = kAda) {
    step(ConnectionUp{on});
    return receive(on, Connect{device,
                               via_of(device).inst,
                               {{kDm, {}, Seq{4}, Seq{3}}, {kTeam, {}, Seq{2}, Seq{2}}}});
  }
  const Outputs& registered(ConnectionId on, std::uint64_t session, DeviceId device = kAda) {
    return receive(kStore, Registered{via_of(device, session), on.value});
  }
  const Outputs& subscribed(ConvId conv, std::uint64_t session = 1, bool superseded = false) {
    return receive(owner(conv),
                   Subscribed{via_of(kAda, session), {conv, {}, Seq{9}, {}}, superseded});
  }
  const Outputs& go_online() {
    connect(line);
    registered(line, 1);
    subscribed(kDm);
    return subscribed(kTeam);
  }
};

}  // namespace imstorm
