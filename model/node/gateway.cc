#include "model/node/gateway.h"

#include <algorithm>
#include <utility>

#include "sim/core/ensure.h"

namespace imstorm {
namespace {

template <class F>
concept FromDevice =
    std::is_same_v<F, Pull> || std::is_same_v<F, Ack> || std::is_same_v<F, ConsumeAck>;
template <class F>
concept Answer = std::is_same_v<F, SendAck> || std::is_same_v<F, SendNack>;
template <class F>
concept Hint = std::is_same_v<F, Notify> || std::is_same_v<F, Consume> || std::is_same_v<F, Push>;
template <class F>
concept ToDevice = Answer<F> || Hint<F> || std::is_same_v<F, Data> ||
    std::is_same_v<F, Truncated> || std::is_same_v<F, Resync>;

}  // namespace

void GatewayNode::step(const Context&, Started, Outputs&) { *this = {}; }

void GatewayNode::step(const Context& context, Received input, Outputs& out) {
  if (input.connection) {
    from_device(context, input.connection, input.frame, out);
  } else {
    from_server(context, input.from, input.frame, out);
  }
}

void GatewayNode::step(const Context& context, ConnectionUp input, Outputs& out) {
  Client& client = clients_[input.connection];
  const std::uint32_t generation = client.generation;
  client = {};
  client.generation = generation + 1;
  client.open = true;
  client.heard = context.now.steady;
  watch(context, input.connection, out);
}

void GatewayNode::step(const Context& context, ConnectionDown input, Outputs& out) {
  forget(context, input.connection, out);
}

void GatewayNode::step(const Context& context, PeerUp input, Outputs& out) {
  // After any break: what the peer knew of presence may be gone.
  if (context.directory.signals) tell_all_presence(context, input.peer, out);
  leaders_.up(input.peer);
  Peer& peer = peers_[input.peer];
  if (peer.up) return;  // one more socket to a known server
  peer.up = true;
  watch_peer(context, input.peer, out);
  reroute(context, {}, out);
}

void GatewayNode::step(const Context& context, PeerDown input, Outputs& out) {
  if (input.last) {
    Peer& peer = peers_[input.peer];
    peer = {false, false, false, {}, peer.generation + 1};
  }
  if (input.last) leaders_.down(input.peer);
  reroute(context, input.peer, out);
}

/// Closes connections that have been silent for longer than the heartbeat allows.
void GatewayNode::step(const Context& context, TimerFired input, Outputs& out) {
  if (input.timer.what == kPeer) return on_peer_timer(context, input.timer, out);
  const ConnectionId connection(input.timer.index);
  Client& client = clients_[connection];
  if (!client.open || client.generation != input.timer.generation) return;
  const SessionOptions& options = context.directory.options.session;
  if (context.now.steady - client.heard < options.heartbeat * (options.missed_max + 1)) {
    watch(context, connection, out);
    return;
  }
  out.emplace_back(CloseConnection{connection});
  forget(context, connection, out);
}

void GatewayNode::watch(const Context& context, ConnectionId connection, Outputs& out) {
  const Client& client = clients_[connection];
  const SessionOptions& options = context.directory.options.session;
  const Instant limit = client.heard + options.heartbeat * (options.missed_max + 1);
  out.emplace_back(
      SetTimer{{kIdle, connection.value, client.generation}, limit - context.now.steady, {}});
}

Via GatewayNode::via(const Context& context, const Client& client) const {
  return {context.self, client.device, client.inst, client.session};
}

// From devices.

void GatewayNode::from_device(const Context& context, ConnectionId connection, Frame& frame,
                              Outputs& out) {
  Client& client = clients_[connection];
  if (!client.open) return;
  client.heard = context.now.steady;
  if (auto* connect = std::get_if<Connect>(&frame))
    return on_connect(context, connection, *connect, out);
  if (std::holds_alternative<Ping>(frame)) {
    out.emplace_back(SendOn{connection, Pong{}});
    return;
  }
  if (client.session == Session{}) return;  // nothing counts before the session is registered
  std::visit(
      [&](auto& f) {
        using F = std::decay_t<decltype(f)>;
        if constexpr (std::is_same_v<F, Send>) {
          on_send(context, connection, f, out);
        } else if constexpr (std::is_same_v<F, Pong>) {
          on_proof(context, connection, f, out);
        } else if constexpr (std::is_same_v<F, Sync>) {
          on_sync(context, connection, f, out);
        } else if constexpr (std::is_same_v<F, Signal>) {
          on_signal(context, connection, f, out);
        } else if constexpr (FromDevice<F>) {
          forward(context, connection, f, out);
        } else {
          fail("a gateway was sent a frame by a device that is not for it");
        }
      },
      frame);
}

void GatewayNode::on_connect(const Context& context, ConnectionId connection, Connect& connect,
                             Outputs& out) {
  Client& client = clients_[connection];
  client.device = connect.device;
  client.inst = connect.inst;
  client.positions = std::move(connect.positions);
  ask_session(context, connection, out);
}

void GatewayNode::ask_session(const Context& context, ConnectionId connection, Outputs& out) {
  const Client& client = clients_[connection];
  out.emplace_back(SendTo{registry_of(context, client.device),
                          context.directory.device_keys[client.device.index()],
                          Register{via(context, client), connection.value}});
}

ProcessId GatewayNode::registry_of(const Context& context, DeviceId device) const {
  const Directory& directory = context.directory;
  if (directory.replicas.empty()) return directory.registry_of(device);
  const std::uint32_t shard = directory.shard_of(device);
  return leaders_.of(shard, directory.replicas[shard]);
}

/// Sessions that the former leader was asked for are asked for anew.
void GatewayNode::on_leader(const Context& context, ProcessId from, const Leader& news,
                            Outputs& out) {
  const Directory& directory = context.directory;
  const std::uint32_t shard = directory.shard_of(from);
  const bool moved = leaders_.learn(shard, news.term, news.leader, from, directory.replicas[shard]);
  if (!moved || !news.leader) return;
  clients_.each([&](ConnectionId connection, const Client& client) {
    const bool waits = client.open && client.device && client.session == Session{};
    if (waits && directory.shard_of(client.device) == shard) {
      ask_session(context, connection, out);
    }
  });
}

void GatewayNode::on_registered(const Context& context, const Registered& registered,
                                Outputs& out) {
  const ConnectionId connection(registered.token);
  Client& client = clients_[connection];
  // The connection may have gone, or come back for somebody else, in the meantime.
  if (!client.open || client.device != registered.via.device ||
      client.inst != registered.via.inst || registered.via.session <= client.session) {
    return;
  }
  client.session = registered.via.session;
  client.connecting = true;
  client.asked = client.proven = false;

  const ConnectionId older = by_device_[client.device];
  by_device_[client.device] = connection;
  const bool epoch = context.directory.options.session.takeover == SessionOptions::Takeover::Epoch;
  if (epoch && older && older != connection && clients_[older].open &&
      clients_[older].device == registered.via.device) {
    out.emplace_back(CloseConnection{older});
    clients_[older].open = false;
  }
  tell_presence(context, client, true, out);

  client.routes.clear();
  client.heads.clear();
  for (const Position& position : client.positions) {
    Route& added = client.routes.emplace_back();
    added.conv = position.conv;
    added.awaited = true;
    subscribe(context, connection, added, position, true, out);
  }
  answer_if_complete(connection, out);
}

/// An installation that answers in its session takes the place of the one that is registered (H47).
void GatewayNode::on_proof(const Context& context, ConnectionId connection, const Pong& pong,
                           Outputs& out) {
  Client& client = clients_[connection];
  if (client.proven || pong.session != client.session) return;
  client.proven = true;
  for (const Position& position : client.positions) {
    for (Route& known : client.routes) {
      if (known.conv != position.conv || !known.awaited) continue;
      subscribe(context, connection, known, position, true, out);
    }
  }
}

void GatewayNode::on_sync(const Context& context, ConnectionId connection, Sync& sync,
                          Outputs& out) {
  Client& client = clients_[connection];
  // The connection says who asks; the session number of a repeated CONNECT may not have arrived.
  client.heads.clear();
  for (Route& known : client.routes) {
    const auto position = std::find_if(sync.positions.begin(), sync.positions.end(),
                                       [&](const Position& p) { return p.conv == known.conv; });
    if (position == sync.positions.end()) continue;
    const bool rebase = client.connecting && known.awaited;
    known.awaited = true;
    subscribe(context, connection, known, *position, rebase, out);
  }
}

void GatewayNode::on_send(const Context& context, ConnectionId connection, Send& send,
                          Outputs& out) {
  const Client& client = clients_[connection];
  send.via = via(context, client);
  if (context.directory.options.ack.sender == AckOptions::Sender::AtGateway) {
    out.emplace_back(SendOn{
        connection, SendAck{send.via, send.conv, send.cmid, send.cseq, send.body, {}, {}, {}}});
  }
  const ProcessId logic =
      route(context, send.conv, context.directory.device_keys[client.device.index()]);
  if (!logic) return;  // nobody to ask: the device's outbox tries again
  send.ring = ring_;
  out.emplace_back(SendTo{logic, context.directory.key_of(send.conv), std::move(send)});
}

template <class F>
void GatewayNode::forward(const Context& context, ConnectionId connection, F& frame, Outputs& out) {
  const Client& client = clients_[connection];
  const auto known = std::find_if(client.routes.begin(), client.routes.end(),
                                  [&](const Route& r) { return r.conv == frame.conv; });
  if (known == client.routes.end() || !known->logic) return;
  frame.via = via(context, client);
  out.emplace_back(SendTo{known->logic, context.directory.key_of(frame.conv), std::move(frame)});
}

// From servers.

void GatewayNode::from_server(const Context& context, ProcessId from, Frame& frame, Outputs& out) {
  std::visit([&](auto& f) { from_server_frame(context, from, f, out); }, frame);
}

template <class F>
void GatewayNode::from_server_frame(const Context& context, ProcessId from, F& f, Outputs& out) {
  if constexpr (std::is_same_v<F, Registered>) {
    on_registered(context, f, out);
  } else if constexpr (std::is_same_v<F, Subscribed>) {
    on_subscribed(context, from, f, out);
  } else if constexpr (std::is_same_v<F, Relay>) {
    on_relay(context, f, out);
  } else if constexpr (std::is_same_v<F, Leader>) {
    on_leader(context, from, f, out);
  } else if constexpr (std::is_same_v<F, Pong>) {
    on_pong(context, from, out);
  } else if constexpr (std::is_same_v<F, SendNack>) {
    learn(context, f.ring, out);
    if (f.cseq != Cseq{}) deliver(context, from, f, out);  // of a signal nobody is told
  } else if constexpr (ToDevice<F>) {
    deliver(context, from, f, out);
  } else {
    fail("a gateway was sent a frame by a server that is not for it");
  }
}

GatewayNode::Client* GatewayNode::client_of(const Via& via, bool same_session) {
  const ConnectionId connection = by_device_[via.device];
  if (!connection) return nullptr;
  Client& client = clients_[connection];
  if (!client.open || client.device != via.device || client.inst != via.inst) return nullptr;
  return same_session && client.session != via.session ? nullptr : &client;
}

template <class F>
void GatewayNode::deliver(const Context& context, ProcessId from, F& frame, Outputs& out) {
  const bool epoch = context.directory.options.session.takeover == SessionOptions::Takeover::Epoch;
  Client* client = client_of(frame.via, epoch && !Answer<F>);
  bool wanted = client != nullptr;
  if constexpr (Hint<F>) {
    wanted = wanted &&
             std::any_of(client->routes.begin(), client->routes.end(),
                         [&](const Route& r) { return r.conv == frame.conv && r.logic == from; });
    // A notifier that holds on to a device that has moved on is told so, or it would go on for
    // ever.
    if (!wanted) {
      out.emplace_back(
          SendTo{from, context.directory.key_of(frame.conv), Unsubscribe{frame.via, frame.conv}});
    }
  }
  if (!wanted) return;
  out.emplace_back(SendOn{by_device_[frame.via.device], std::move(frame)});
}

void GatewayNode::on_subscribed(const Context& context, ProcessId from,
                                const Subscribed& subscribed, Outputs& out) {
  learn(context, subscribed.ring, out);
  Client* client = client_of(subscribed.via, true);
  if (client == nullptr) return;
  if (subscribed.superseded) {
    const ConnectionId connection = by_device_[subscribed.via.device];
    out.emplace_back(CloseConnection{connection});
    forget(context, connection, out);
    return;
  }
  if (subscribed.unproven) {
    const bool first = !std::exchange(client->asked, true);
    if (first) {
      out.emplace_back(SendOn{by_device_[subscribed.via.device], Ping{subscribed.via.session}});
    }
    return;
  }
  for (Route& known : client->routes) {
    if (known.conv != subscribed.head.conv || known.logic != from || !known.awaited) continue;
    known.awaited = false;
    client->heads.push_back(subscribed.head);
    const ConnectionId connection = by_device_[subscribed.via.device];
    const bool looked = client->connecting && context.directory.options.notify.subscribe ==
                                                  NotifyOptions::Subscribe::AfterSnapshot;
    answer_if_complete(connection, out);
    if (looked) subscribe(context, connection, known, {known.conv, {}, {}, {}}, false, out);
    return;
  }
}

void GatewayNode::answer_if_complete(ConnectionId connection, Outputs& out) {
  Client& client = clients_[connection];
  const bool waiting = std::any_of(client.routes.begin(), client.routes.end(),
                                   [](const Route& r) { return r.awaited; });
  if (waiting) return;
  client.connecting = false;
  out.emplace_back(SendOn{connection, Connected{client.session, std::move(client.heads)}});
  client.heads.clear();
}

void GatewayNode::forget(const Context& context, ConnectionId connection, Outputs& out) {
  Client& client = clients_[connection];
  if (!client.open) return;
  client.open = false;
  if (!client.device) return;
  const bool any =
      context.directory.options.notify.presence == NotifyOptions::Presence::Unconditional;
  if (any || by_device_[client.device] == connection) by_device_[client.device] = {};
  if (client.session == Session{}) return;
  tell_presence(context, client, false, out);
  for (const Route& known : client.routes) {
    if (!known.logic) continue;
    out.emplace_back(SendTo{known.logic, context.directory.key_of(known.conv),
                            Unsubscribe{via(context, client), known.conv}});
  }
}

}  // namespace imstorm
