// The times of model/README.md, measured on a run without faults and without chance in its delays.
#include <gtest/gtest.h>

#include <algorithm>

#include "model/world/run.h"
#include "tests/model/world/small_world.h"

namespace imstorm {
namespace {

constexpr Duration kOneWay = milliseconds(40);

/// The longest time from sent to consumed on another device.
Duration slowest(DeliverOptions::Mode mode, ConsumeOptions::Phases phases) {
  Scenario scenario;
  scenario.topology.edge.latency = {kOneWay, kOneWay, kOneWay, kOneWay, kOneWay};
  scenario.protocol.deliver.mode = mode;
  scenario.protocol.consume.phases = phases;
  add_device(scenario, "alice", "phone");
  add_device(scenario, "bob", "phone");
  scenario.conversations.push_back({"dm", {UserId(0), UserId(1)}});
  for (int i = 0; i < 5; ++i) {
    SendSpec send;
    send.device = DeviceId(0);
    send.conv = ConvId(0);
    send.at = Instant{} + seconds(5 + 2 * i);
    scenario.sends.push_back(send);
  }
  const RunRecord record = run_scenario(scenario, 1);
  EXPECT_EQ(record.outcome, Outcome::Holds);
  EXPECT_EQ(record.deliveries, 10U);
  const auto& times = record.latency.at(1).samples;
  return {*std::max_element(times.begin(), times.end())};
}

/// What servers, disks and hops between servers add to the two sides' ways, at most.
constexpr Duration kServers = milliseconds(40);

TEST(Push, NeedsOneWayOnEachSide) {
  using Mode = DeliverOptions::Mode;
  const auto local = ConsumeOptions::Phases::TwoLocal;
  const Duration pushed = slowest(Mode::PushPrev, local);
  EXPECT_GE(pushed, kOneWay * 2);
  EXPECT_LE(pushed, kOneWay * 2 + kServers);
  const Duration pulled = slowest(Mode::NotifyPull, local);
  EXPECT_GE(pulled, kOneWay * 4);
  EXPECT_LE(pulled, kOneWay * 4 + kServers);
}

TEST(Push, SavesNothingOfWhatTheSecondPhaseWaitsFor) {
  using Mode = DeliverOptions::Mode;
  const auto server = ConsumeOptions::Phases::TwoServer;
  const Duration pushed = slowest(Mode::PushPrev, server);
  const Duration delay = AckOptions{}.delay;
  EXPECT_GE(pushed, kOneWay * 4 + delay);
  EXPECT_LE(pushed, kOneWay * 4 + delay + kServers);
}

}  // namespace
}  // namespace imstorm
