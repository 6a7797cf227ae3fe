// Signals pass a gateway twice: from their sender to the logic process of their key, and from there
// to each receiver. Where devices are is told to every logic process, so that none has to ask.
#include <algorithm>
#include <utility>

#include "model/node/gateway.h"

namespace imstorm {

/// The one process of the key. If it cannot be reached the signal is lost: another one would send
/// on what comes later beside what is still under way here.
ProcessId GatewayNode::signal_route(const Context& context, const Signal& signal) {
  const Directory& directory = context.directory;
  const Ring& ring = directory.rings[ring_];
  const RoutingOptions& options = directory.options.route;
  const UserId sender = directory.device_users[signal.via.device.index()];
  std::uint64_t key = directory.signal_key(signal.conv, sender, signal.to);
  if (signal.conv) {
    using Group = RoutingOptions::Group;
    if (options.group == Group::HashSender) {
      key = directory.device_keys[signal.via.device.index()];
    }
    if (options.group == Group::RoundRobin) {
      return ring.processes()[turn_++ % ring.processes().size()];
    }
  } else {
    using Unicast = RoutingOptions::Unicast;
    if (options.unicast == Unicast::RoundRobin) {
      return ring.processes()[turn_++ % ring.processes().size()];
    }
    if (options.unicast == Unicast::Random) key = hash_mix(key, signal.body.value);
  }
  const ProcessId quick = ring.owner(key, [this](ProcessId process) {
    const Peer* peer = peers_.find(process);
    return peer == nullptr || !peer->slow;
  });
  return quick ? quick : ring.owner(key);
}

void GatewayNode::on_signal(const Context& context, ConnectionId connection, Signal& signal,
                            Outputs& out) {
  const Client& client = clients_[connection];
  signal.via = via(context, client);
  const UserId sender = context.directory.device_users[client.device.index()];
  const std::uint64_t key = context.directory.signal_key(signal.conv, sender, signal.to);
  const ProcessId logic = signal_route(context, signal);
  signal.ring = ring_;
  out.emplace_back(SendTo{logic, key, std::move(signal)});
}

/// Only to the session that the logic process meant: another one begins with what comes after it.
void GatewayNode::on_relay(const Context& context, Relay& relay, Outputs& out) {
  learn(context, relay.ring, out);
  if (client_of(relay.via, true) == nullptr) return;
  out.emplace_back(SendOn{by_device_[relay.via.device], std::move(relay)});
}

void GatewayNode::tell_presence(const Context& context, const Client& client, bool here,
                                Outputs& out) const {
  if (!context.directory.signals) return;
  const std::uint64_t key = context.directory.device_keys[client.device.index()];
  for (const ProcessId logic : context.directory.logics) {
    out.emplace_back(SendTo{logic, key, Presence{via(context, client), here}});
  }
}

void GatewayNode::tell_all_presence(const Context& context, ProcessId logic, Outputs& out) const {
  const std::vector<ProcessId>& logics = context.directory.logics;
  if (std::find(logics.begin(), logics.end(), logic) == logics.end()) return;
  clients_.each([&](ConnectionId, const Client& client) {
    if (!client.open || client.session == Session{}) return;
    const std::uint64_t key = context.directory.device_keys[client.device.index()];
    out.emplace_back(SendTo{logic, key, Presence{via(context, client), true}});
  });
}

}  // namespace imstorm
