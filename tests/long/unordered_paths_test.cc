// What a path that overtakes itself does to chat whose sender numbers nothing, and to signals.
// Little else goes wrong here: with paths by key the same worlds keep every law.
#include "tests/long/ablation.h"

namespace imstorm {
namespace {

/// Several processes, each with threads and sockets, and people who write several at once.
Scenario many_ways() {
  Scenario scenario = small_world();
  Topology& topology = scenario.topology;
  topology.logic.count = 3;
  topology.gateway.threads = topology.logic.threads = topology.store.threads = 4;
  topology.backbone.sockets = 4;
  for (TrafficSpec& traffic : scenario.traffic) {
    traffic.messages = 60;
    traffic.every = milliseconds(100);
    traffic.burst = 6;
  }
  scenario.duration = seconds(30);
  return scenario;
}

Scenario unnumbered() {
  Scenario scenario = many_ways();
  scenario.protocol.outbox.order = OutboxOptions::Order::Pipelined;
  return scenario;
}

Scenario signalling() {
  Scenario scenario = many_ways();
  add_signals(scenario);
  scenario.signal_traffic.back().every = milliseconds(10);
  return scenario;
}

/// Alice's first message is lost with her connection, and she writes the second before there is
/// another.
Scenario reconnecting() {
  Scenario scenario = unnumbered();
  scenario.traffic.clear();
  const auto send = [&scenario](Duration at) {
    SendSpec& spec = scenario.sends.emplace_back();
    spec.device = DeviceId(0);
    spec.conv = ConvId(0);
    spec.at = Instant{} + at;
  };
  send(seconds(3));
  send(milliseconds(3'500));
  Fault& lost = scenario.faults.emplace_back();
  lost.kind = FaultKind::Drop;
  lost.packet.frame = static_cast<std::uint8_t>(FrameKind::Send);
  lost.packet.body = 0;
  return scenario;
}

struct Path {
  const char* name;
  Scenario (*world)();
  std::function<void(ProtocolOptions&)> depart;
  const char* law;
};
std::ostream& operator<<(std::ostream& out, const Path& path) { return out << path.name; }

using Group = RoutingOptions::Group;
using Unicast = RoutingOptions::Unicast;

const Path kPaths[] = {
    {"outbox_reconnect_new_first", reconnecting,
     [](ProtocolOptions& p) { p.outbox.reconnect = OutboxOptions::Reconnect::NewFirst; },
     "sender-fifo"},
    {"route_worker_any_free", unnumbered,
     [](ProtocolOptions& p) { p.route.worker = RoutingOptions::Worker::AnyFree; }, "sender-fifo"},
    {"route_socket_round_robin", unnumbered,
     [](ProtocolOptions& p) { p.route.socket = RoutingOptions::Socket::RoundRobin; },
     "sender-fifo"},
    {"route_group_round_robin", unnumbered,
     [](ProtocolOptions& p) { p.route.group = Group::RoundRobin; }, "sender-fifo"},
    {"route_group_round_robin_signals", signalling,
     [](ProtocolOptions& p) { p.route.group = Group::RoundRobin; }, "signal-fifo"},
    {"route_group_round_robin_signals_of_all", signalling,
     [](ProtocolOptions& p) { p.route.group = Group::RoundRobin; }, "signal-group-order"},
    {"route_unicast_random", signalling,
     [](ProtocolOptions& p) { p.route.unicast = Unicast::Random; }, "signal-fifo"},
    {"route_unicast_round_robin", signalling,
     [](ProtocolOptions& p) { p.route.unicast = Unicast::RoundRobin; }, "signal-fifo"},
};

class UnorderedPaths : public testing::TestWithParam<Path> {};

TEST_P(UnorderedPaths, BreakTheOrderThatNothingElseKeeps) {
  Scenario scenario = GetParam().world();
  GetParam().depart(scenario.protocol);
  expect_broken(scenario, GetParam().law);
}

INSTANTIATE_TEST_SUITE_P(Policy, UnorderedPaths, testing::ValuesIn(kPaths),
                         [](const auto& path) { return std::string(path.param.name); });

TEST(OrderedPaths, KeepTheOrderOfWhatHasNoNumbers) {
  expect_whole(unnumbered());
  expect_whole(reconnecting());
}

TEST(OrderedPaths, KeepTheOrderOfSignals) { expect_whole(signalling(), 50); }

}  // namespace
}  // namespace imstorm
