#include "model/world/patience.h"

#include <algorithm>

namespace imstorm {
namespace {

/// Of one repair: a device asks and is answered; between them gateway, logic, id service, store and
/// its replicas.
constexpr std::int64_t kEdgeTrips = 2, kBackboneTrips = 12, kSyncs = 4;
/// Repairs that follow on one another unseen: a session, what it brings, what that makes known.
constexpr std::int64_t kRounds = 3;
constexpr Duration kLeast = seconds(30);

/// One way, with what a loss or a burst of them holds back.
Duration slowest(const LinkOptions& link) {
  const bool bursts = link.burst > 1;  // the stall doubles in one, until the stream breaks
  return link.latency.max + (bursts ? std::max(link.break_after, link.stall) : link.stall * 2);
}

template <class Retry>
Duration longest(const Retry& retry) {
  return std::max(retry.retry_first, retry.retry_max);
}

/// A device that is not connected: an attempt, and the wait for the next one.
Duration attempt(const SessionOptions& session) {
  return std::max({session.connect_timeout, session.reconnect_first, session.connect_max}) +
         std::max(session.reconnect_first, session.reconnect_max);
}

Duration slowest_timer(const Scenario& scenario) {
  const ProtocolOptions& protocol = scenario.protocol;
  const SessionOptions& session = protocol.session;
  const auto spread = [&session](Duration wait) {
    return wait + Duration{wait.ns / 1'000'000 * session.jitter.ppm};
  };
  return std::max({spread(std::max(session.sync, attempt(session))),
                   session.heartbeat * (std::int64_t{session.missed_max} + 1),
                   longest(protocol.outbox), spread(longest(protocol.pull)),
                   spread(longest(protocol.notify)), spread(longest(protocol.consume)),
                   spread(longest(protocol.group)), protocol.ack.delay, protocol.ack.report_every,
                   protocol.seq.hole_after, protocol.seq.lease, protocol.seq.section_lease,
                   protocol.store.election * 2, protocol.store.flush_every,
                   scenario.topology.ring_lag});
}

bool loses_datagrams(const LinkOptions& link) {
  return link.transport == LinkOptions::Transport::Datagram && link.loss.ppm > 0;
}

}  // namespace

Duration patience_of(const Scenario& scenario) {
  const Topology& topology = scenario.topology;
  Duration edge;
  for (const DeviceSpec& device : scenario.devices) edge = std::max(edge, slowest(device.edge));
  const Duration disk = std::max(
      {topology.store_disk.sync.max, topology.ids_disk.sync.max, topology.device_disk.sync.max});
  const Duration service = std::max({topology.gateway.service.max, topology.logic.service.max,
                                     topology.store.service.max, topology.ids.service.max});
  const Duration round =
      edge * kEdgeTrips + (slowest(topology.backbone) + service) * kBackboneTrips + disk * kSyncs;
  return slowest_timer(scenario) * 2 + std::max(kLeast, round * kRounds);
}

int attempts_of(const Scenario& scenario) {
  const auto& devices = scenario.devices;
  const bool lossy = loses_datagrams(scenario.topology.backbone) ||
                     std::any_of(devices.begin(), devices.end(), [](const DeviceSpec& device) {
                       return loses_datagrams(device.edge);
                     });
  return lossy ? 8 : 3;
}

bool sessions_end_by_chance(const Scenario& scenario) {
  const SessionOptions& session = scenario.protocol.session;
  const Duration silence = session.heartbeat * std::int64_t{session.missed_max};
  return std::any_of(scenario.devices.begin(), scenario.devices.end(),
                     [silence](const DeviceSpec& device) {
                       return loses_datagrams(device.edge) || slowest(device.edge) * 2 > silence;
                     });
}

}  // namespace imstorm
