#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/decision.h"
#include "sim/core/ids.h"
#include "sim/core/time.h"
#include "sim/fault/fault.h"
#include "sim/net/connection.h"
#include "sim/net/link_options.h"
#include "sim/net/weather.h"

namespace imstorm {

/// Decides the fate of packets. It moves nothing itself: it answers when a packet arrives, if at
/// all, and the caller schedules that.
class Network {
 public:
  /// What is about to be sent. `subject` and `attempt` name the packet for decisions.
  struct Packet {
    ConnectionId connection;
    End from = 0;
    std::uint64_t subject = 0;
    std::uint32_t attempt = 1;
  };
  /// What becomes of it.
  struct Fate {
    bool lost = false;
    Instant at;              ///< arrival, unless lost
    Instant again = kNever;  ///< a second arrival, of a duplicate
    Instant breaks =
        kNever;  ///< the sending end learns at this instant that the connection is dead
  };
  static constexpr std::uint32_t kNoFault = 0xffffffff;

  std::uint32_t add_link(const LinkOptions& options);
  const LinkOptions& link(std::uint32_t index) const { return links_[index]; }

  ConnectionId open(ProcessId from, ProcessId to, std::uint32_t link, std::uint64_t key);
  Connection& at(ConnectionId id) { return connections_[id.index()]; }
  const Connection& at(ConnectionId id) const { return connections_[id.index()]; }
  std::size_t capacity() const { return connections_.size(); }
  std::size_t open_count() const { return connections_.size() - free_.size(); }

  /// REQUIRES: the sending end believes that the connection is open. Calls `effect(fault)` for
  /// every fault of the plan that changed the outcome.
  template <class Effect>
  Fate send(Instant now, const Packet& packet, const FaultPlan& plan, const Weather& weather,
            const Decider& decider, const Effect& effect);

  /// The packet that was to arrive at `to` now does so, unless a break cut it off.
  bool arrives(Instant now, ConnectionId id, End to) const {
    return !at(id).broken || now <= at(id).cut[to];
  }
  /// A packet under way has become two.
  void repeated(ConnectionId id, End from);
  /// One packet fewer refers to the connection.
  void landed(ConnectionId id, End from);

  /// The connection is dead from now on. In each direction an unknown suffix of what is under way
  /// is lost; each end can know from cut[end] on.
  void cut(Instant now, ConnectionId id, const Decider& decider);
  /// This end knows that it is over. REQUIRES: it believed that the connection is open.
  void close(ConnectionId id, End end);

  /// Until when nothing passes from `from` to `to`; `now` if it is open.
  static Instant blocked_until(Instant now, const FaultPlan& plan, const Weather& weather,
                               ProcessId from, ProcessId to, std::uint32_t* by);

 private:
  struct Conditions {  // of one packet: the link's own and the weather's
    Ratio loss, duplicate, reorder;
    Duration reorder_by;
    Instant blocked;
    std::uint32_t loss_by = kNoFault, duplicate_by = kNoFault, reorder_by_fault = kNoFault;
    std::uint32_t blocked_by = kNoFault;
  };
  Conditions conditions(Instant now, const Connection& connection, End from, const FaultPlan& plan,
                        const Weather& weather) const;
  bool loses(Instant now, const Packet& packet, Ratio rate, const Decider& decider);
  Fate send_datagram(Instant now, const Packet& packet, const Conditions& sky,
                     const Decider& decider, std::uint32_t effects[3]);
  Fate send_stream(Instant now, const Packet& packet, const Conditions& sky, const Decider& decider,
                   std::uint32_t effects[3]);
  void release_if_unused(ConnectionId id);

  std::vector<LinkOptions> links_;
  std::vector<Connection> connections_;
  std::vector<ConnectionId> free_;
};

template <class Effect>
Network::Fate Network::send(Instant now, const Packet& packet, const FaultPlan& plan,
                            const Weather& weather, const Decider& decider, const Effect& effect) {
  Connection& connection = at(packet.connection);
  const Conditions sky = conditions(now, connection, packet.from, plan, weather);
  const bool stream = link(connection.link).transport == LinkOptions::Transport::Stream;
  std::uint32_t effects[3] = {kNoFault, kNoFault, kNoFault};
  const Fate fate = stream ? send_stream(now, packet, sky, decider, effects)
                           : send_datagram(now, packet, sky, decider, effects);
  for (const std::uint32_t fault : effects) {
    if (fault != kNoFault) effect(fault);
  }
  const std::uint32_t copies = fate.lost ? 0 : fate.again == kNever ? 1 : 2;
  connection.under_way += copies;
  connection.sent[packet.from] += copies;
  return fate;
}

}  // namespace imstorm
