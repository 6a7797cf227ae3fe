#pragma once

#include <cstdint>
#include <vector>

#include "model/node/directory.h"
#include "model/node/io.h"
#include "model/protocol/leader_book.h"
#include "sim/core/dense.h"

namespace imstorm {

/// A gateway: holds the devices' connections, knows their sessions, and routes by key. Everything
/// in it is volatile, and it never decides about a message (rule G4).
class GatewayNode {
 public:
  void step(const Context& context, Started, Outputs& out);
  void step(const Context& context, Received input, Outputs& out);
  void step(const Context& context, TimerFired input, Outputs& out);
  void step(const Context& context, ConnectionUp input, Outputs& out);
  void step(const Context& context, ConnectionDown input, Outputs& out);
  void step(const Context& context, PeerUp input, Outputs& out);
  void step(const Context& context, PeerDown input, Outputs& out);
  void step(const Context& context, RingNews input, Outputs& out);
  void step(const Context& context, Leaving input, Outputs& out);

 private:
  enum TimerKind : std::uint8_t { kIdle = 1, kPeer };

  struct Peer {          // a server
    bool up = false;     // it can be reached
    bool slow = false;   // it has not answered for too long
    bool asked = false;  // whether it is there
    Instant since;       // and when
    std::uint32_t generation = 0;
  };

  struct Route {  // one conversation of a connected device
    ConvId conv;
    ProcessId logic;       // where its subscription is
    bool awaited = false;  // the answer to the device's CONNECT or SYNC still needs it
  };
  struct alignas(64) Client {
    // What every frame looks at, in one cache line: a large world fits in no cache.
    bool open = false;
    bool connecting = false;  // CONNECTED is still to be sent
    bool asked = false;       // whether the installation lives, in this session
    bool proven = false;      // it does
    std::uint32_t generation = 0;
    DeviceId device;
    InstId inst;
    Session session;  // 0 until the registry has answered
    Instant heard;
    std::vector<Route> routes;
    // What a session begins with:
    std::vector<Position> positions;
    std::vector<Head> heads;  // collected for the answer
  };

  void from_device(const Context&, ConnectionId, Frame&, Outputs&);
  void from_server(const Context&, ProcessId, Frame&, Outputs&);
  void on_connect(const Context&, ConnectionId, Connect&, Outputs&);
  void on_sync(const Context&, ConnectionId, Sync&, Outputs&);
  void on_send(const Context&, ConnectionId, Send&, Outputs&);
  void on_registered(const Context&, const Registered&, Outputs&);
  void on_leader(const Context&, ProcessId from, const Leader&, Outputs&);
  ProcessId registry_of(const Context&, DeviceId) const;
  void ask_session(const Context&, ConnectionId, Outputs&);
  void on_proof(const Context&, ConnectionId, const Pong&, Outputs&);
  void on_subscribed(const Context&, ProcessId from, const Subscribed&, Outputs&);
  template <class F>
  void forward(const Context&, ConnectionId, F&, Outputs&);
  template <class F>
  void deliver(const Context&, ProcessId from, F&, Outputs&);
  template <class F>
  void from_server_frame(const Context&, ProcessId from, F&, Outputs&);

  // Signals (gateway_signals.cc).
  void on_signal(const Context&, ConnectionId, Signal&, Outputs&);
  void on_relay(const Context&, Relay&, Outputs&);
  ProcessId signal_route(const Context&, const Signal&);
  void tell_presence(const Context&, const Client&, bool here, Outputs&) const;
  void tell_all_presence(const Context&, ProcessId logic, Outputs&) const;

  // Rings (gateway_ring.cc).
  void learn(const Context&, std::uint32_t version, Outputs&);
  void watch_peer(const Context&, ProcessId, Outputs&);
  void on_peer_timer(const Context&, TimerId, Outputs&);
  void on_pong(const Context&, ProcessId from, Outputs&);
  ProcessId route(const Context&, ConvId, std::uint64_t sender_key);
  void subscribe(const Context&, ConnectionId, Route&, const Position&, bool rebase, Outputs&);
  void reroute(const Context&, ProcessId broken, Outputs&);
  void answer_if_complete(ConnectionId, Outputs&);
  void forget(const Context&, ConnectionId, Outputs&);
  void watch(const Context&, ConnectionId, Outputs&);
  Client* client_of(const Via& via, bool same_session);
  Via via(const Context&, const Client&) const;

  SparseVector<ConnectionId, Client> clients_;
  DenseVector<DeviceId, ConnectionId> by_device_;
  FlatMap<ProcessId, Peer> peers_;
  std::uint32_t ring_ = 0;  // the newest version heard of
  std::uint32_t turn_ = 0;  // for logic processes taken in turn
  LeaderBook leaders_;
};

}  // namespace imstorm
