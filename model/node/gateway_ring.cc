// Which logic process a key goes to: by the newest ring that this gateway has heard of.
#include <algorithm>
#include <utility>

#include "model/node/gateway.h"

namespace imstorm {

void GatewayNode::step(const Context& context, RingNews input, Outputs& out) {
  learn(context, input.version, out);
}

/// Whoever sees a newer version than its own goes by that one.
void GatewayNode::learn(const Context& context, std::uint32_t version, Outputs& out) {
  if (version <= ring_) return;
  ring_ = version;
  reroute(context, {}, out);
}

/// Its devices are told to look for another gateway while this one can still hand over what it has.
void GatewayNode::step(const Context& context, Leaving, Outputs& out) {
  clients_.each([&](ConnectionId connection, const Client& client) {
    if (!client.open) return;
    out.emplace_back(CloseConnection{connection});
    forget(context, connection, out);
  });
}

ProcessId GatewayNode::route(const Context& context, ConvId conv, std::uint64_t sender_key) {
  using Group = RoutingOptions::Group;
  const Directory& directory = context.directory;
  const Group group = directory.options.route.group;
  std::uint64_t key = group == Group::HashSender ? sender_key : directory.key_of(conv);
  if (group == Group::RoundRobin) key = hash_mix(key, turn_++);
  const Ring& ring = directory.rings[ring_];
  const ProcessId quick = ring.owner(key, [this](ProcessId process) {
    const Peer* peer = peers_.find(process);
    return peer != nullptr && peer->up && !peer->slow;
  });
  if (quick) return quick;
  return ring.owner(key, [this](ProcessId process) {
    const Peer* peer = peers_.find(process);
    return peer != nullptr && peer->up;
  });
}

void GatewayNode::subscribe(const Context& context, ConnectionId connection, Route& to,
                            const Position& position, bool rebase, Outputs& out) {
  const Client& client = clients_[connection];
  const ProcessId logic = route(context, to.conv, context.directory.key_of(to.conv));
  const std::uint64_t key = context.directory.key_of(to.conv);
  if (to.logic && to.logic != logic) {
    out.emplace_back(SendTo{to.logic, key, Unsubscribe{via(context, client), to.conv}});
  }
  to.logic = logic;
  if (!logic) return;  // when one comes up, reroute() asks again
  const bool look = rebase && context.directory.options.notify.subscribe ==
                                  NotifyOptions::Subscribe::AfterSnapshot;
  out.emplace_back(SendTo{
      logic, key,
      Subscribe{via(context, client), position, rebase, look, ring_, rebase && client.proven}});
}

/// Logic processes came or went: subscriptions follow their keys, and those at `broken` are made
/// again, since what was under way to it may be lost.
void GatewayNode::reroute(const Context& context, ProcessId broken, Outputs& out) {
  clients_.each([&](ConnectionId connection, const Client&) {
    Client& client = clients_[connection];
    if (!client.open || client.session == Session{}) return;
    for (std::size_t r = 0; r < client.routes.size(); ++r) {
      Route& known = client.routes[r];
      const ProcessId logic = route(context, known.conv, context.directory.key_of(known.conv));
      const bool lost = broken && known.logic == broken;
      if (logic == known.logic && !lost) continue;
      const bool rebase = client.connecting && known.awaited;
      Position position{known.conv, {}, {}, {}};
      if (rebase) position = client.positions[r];
      subscribe(context, connection, known, position, rebase, out);
    }
  });
}

// Who is slow (RoutingOptions::OnSlow::Elsewhere).

void GatewayNode::watch_peer(const Context& context, ProcessId peer, Outputs& out) {
  const RoutingOptions& options = context.directory.options.route;
  if (options.on_slow != RoutingOptions::OnSlow::Elsewhere) return;
  const std::vector<ProcessId>& logics = context.directory.logics;
  if (std::find(logics.begin(), logics.end(), peer) == logics.end()) return;
  out.emplace_back(
      SetTimer{{kPeer, peer.value, peers_[peer].generation}, options.slow_after / 2, {}});
}

void GatewayNode::on_peer_timer(const Context& context, TimerId timer, Outputs& out) {
  const ProcessId id(timer.index);
  Peer& peer = peers_[id];
  if (!peer.up || peer.generation != timer.generation) return;
  if (!peer.asked) {
    peer.asked = true;
    peer.since = context.now.steady;
    out.emplace_back(SendTo{id, id.value, Ping{}});
  }
  const Duration silent = context.now.steady - peer.since;
  const bool slow = silent >= context.directory.options.route.slow_after;
  if (slow && !peer.slow) {
    peer.slow = true;
    reroute(context, {}, out);
  }
  watch_peer(context, id, out);
}

void GatewayNode::on_pong(const Context& context, ProcessId from, Outputs& out) {
  Peer& peer = peers_[from];
  peer.asked = false;
  if (!peer.slow) return;
  peer.slow = false;
  reroute(context, {}, out);
}

}  // namespace imstorm
