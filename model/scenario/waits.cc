#include "model/scenario/waits.h"

#include <algorithm>
#include <utility>

namespace imstorm {
namespace {

/// A store answers a server: there and back, the same between replicas, and one commit.
Duration store_answer(const Topology& topology) {
  const std::int64_t trips = topology.store_replicas > 1 ? 2 : 1;
  return topology.backbone.latency.max * (2 * trips) + topology.store_disk.sync.max;
}

Duration slowest_edge(const Scenario& scenario) {
  Duration slowest;
  for (const DeviceSpec& device : scenario.devices) {
    slowest = std::max(slowest, device.edge.latency.max);
  }
  return slowest;
}

constexpr const char* kEdge[] = {"link.edge.latency.max", "link.edge.preset"};
constexpr const char* kBackbone = "link.backbone.latency.max";

/// Of devices: for a session, and for an answer within it.
void look_at_sessions(const Scenario& scenario, std::vector<ShortWait>& found) {
  const SessionOptions& session = scenario.protocol.session;
  const Duration ways = slowest_edge(scenario) * 2;
  const Duration servers = scenario.topology.backbone.latency.max * 2;  // gateway and logic
  const Duration connected = ways + servers + store_answer(scenario.topology);
  if (std::max(session.connect_timeout, session.connect_max) <= connected) {
    found.push_back({{"protocol.session.connect_max", kEdge[0], kEdge[1], kBackbone},
                     "a device stops to wait for CONNECTED before that can be there",
                     connected});
  }
  if (session.heartbeat * std::int64_t{session.missed_max} < ways) {
    found.push_back({{"protocol.session.heartbeat", kEdge[0], kEdge[1]},
                     "a session is given up before its heartbeat can be answered",
                     Duration{ways.ns / std::int64_t{session.missed_max}}});
  }
}

/// Of servers: for votes, for a lease, for a number to be used.
void look_at_servers(const Scenario& scenario, std::vector<ShortWait>& found) {
  const Topology& topology = scenario.topology;
  const SeqOptions& seq = scenario.protocol.seq;
  const Duration round = topology.backbone.latency.max * 2;
  const Duration votes = round + topology.store_disk.sync.max;
  if (topology.store_replicas > 1 && scenario.protocol.store.election <= votes) {
    found.push_back({{"protocol.store.election", kBackbone},
                     "an election is over before the votes can be there",
                     votes});
  }
  const Duration answer = store_answer(topology);
  if (seq.moves() && seq.section_lease <= answer) {
    found.push_back({{"protocol.seq.section_lease", kBackbone},
                     "the lease of a section is over before its server hears that it has it",
                     answer});
  }
  if (seq.split() && seq.hole_after <= answer + round) {
    found.push_back({{"protocol.seq.hole_after", kBackbone},
                     "a number counts as a hole before a message can be stored at it",
                     answer + round});
  }
}

}  // namespace

std::vector<ShortWait> short_waits(const Scenario& scenario) {
  std::vector<ShortWait> found;
  look_at_sessions(scenario, found);
  look_at_servers(scenario, found);
  return found;
}

}  // namespace imstorm
