// Signals in a storm that outlives them, beside chat: whatever breaks, they may be lost, and never
// come late, twice or in another order.
#include "tests/long/ablation.h"

namespace imstorm {
namespace {

constexpr std::uint64_t kSeeds = 300;  // per transport

/// Signals by everybody, all the time, from a while before the storm.
Scenario signalling_world() {
  Scenario scenario = small_world();
  make_hostile(scenario);
  scenario.storm.begin = seconds(15);
  scenario.storm.pause = {seconds(15), milliseconds(100), seconds(6)};
  scenario.storm.cut = {seconds(8), {}, {}};
  scenario.topology.gateway.threads = 3;
  scenario.topology.logic.threads = 3;
  scenario.limits.signal_within = seconds(6);
  add_signals(scenario);
  return scenario;
}

/// Runs the seeds and complains about each law that does not hold, or that nothing exercised. Where
/// datagrams are lost all the time there is no undisturbed path, and signal-latency is vacuous.
void expect_every_law(const Scenario& scenario, std::uint64_t seeds, bool always_disturbed) {
  const Exercised exercised = exercised_by(scenario, seeds);
  EXPECT_EQ(exercised.size(), 18U);
  for (const auto& [law, times] : exercised) {
    if (always_disturbed && law == "signal-latency") continue;
    EXPECT_GT(times, seeds) << law;
  }
}

TEST(SignalStorm, KeepsEveryLawOverStreams) { expect_every_law(signalling_world(), kSeeds, false); }

TEST(SignalStorm, KeepsEveryLawOverDatagrams) {
  Scenario scenario = signalling_world();
  make_datagrams(scenario);
  expect_every_law(scenario, kSeeds, true);
}

TEST(SignalStorm, KeepsEveryLawOverDatagramsBetweenServers) {
  Scenario scenario = signalling_world();
  scenario.topology.backbone.transport = LinkOptions::Transport::Datagram;
  scenario.topology.backbone.duplicate = percent(5);
  scenario.topology.backbone.reorder = percent(5);
  expect_every_law(scenario, kSeeds, true);
}

}  // namespace
}  // namespace imstorm
