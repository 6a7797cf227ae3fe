#pragma once

#include <cstdint>
#include <vector>

#include "sim/net/network.h"

namespace imstorm {

inline const ProcessId kAlice(0), kBob(1), kCarol(2);

/// A network with one link, the weather over it, and a connection from Alice (end 0) to Bob.
struct Wire {
  Network network;
  FaultPlan plan;
  Weather weather;
  Decider decider = Decider::benign();
  ConnectionId id;
  std::uint64_t sent = 0;
  std::vector<std::uint32_t> effects;  ///< of the last packet

  explicit Wire(const LinkOptions& link) {
    id = network.open(kAlice, kBob, network.add_link(link), 0xcafe);
  }

  Network::Fate send(Instant now, End from) {
    effects.clear();
    return network.send(now, {id, from, ++sent}, plan, weather, decider,
                        [this](std::uint32_t fault) { effects.push_back(fault); });
  }

  /// Puts a fault in force that lasts until `until`; its index in the plan.
  std::uint32_t strike(FaultKind kind, Instant until) {
    plan.emplace_back().kind = kind;
    const auto index = static_cast<std::uint32_t>(plan.size() - 1);
    weather.begin(index, until);
    return index;
  }

  Connection& connection() { return network.at(id); }
};

inline LinkOptions stream_link() {
  LinkOptions link;
  link.latency = {milliseconds(10), milliseconds(20), milliseconds(60), milliseconds(200),
                  milliseconds(3'000)};
  return link;
}

inline LinkOptions datagram_link() {
  LinkOptions link = stream_link();
  link.transport = LinkOptions::Transport::Datagram;
  return link;
}

}  // namespace imstorm
