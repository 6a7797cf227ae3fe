// When a world is at rest: what still happens, and what of it is work.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "model/scenario/presets.h"
#include "model/scenario/processes.h"
#include "model/world/run.h"
#include "tests/model/world/small_world.h"

namespace imstorm {
namespace {

/// Over such links a session ends every few minutes, since its heartbeats are lost, and the next
/// one begins.
Scenario over_lossy_datagrams() {
  Scenario scenario = small_world();
  scenario.storm = {};
  scenario.duration = seconds(30);
  for (DeviceSpec& device : scenario.devices) {
    device.edge = link_preset(LinkPreset::Bad);
    device.edge.loss = percent(35);
    device.edge.transport = LinkOptions::Transport::Datagram;
  }
  return scenario;
}

TEST(Settle, ComesToRestThoughSessionsComeAndGoForEver) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const RunRecord record = run_scenario(over_lossy_datagrams(), seed, {true, 0});
    for (const RunRecord::Law& law : record.laws) {
      EXPECT_NE(law.verdict.outcome, Outcome::Broken) << law.name << ": " << law.verdict.because;
      EXPECT_NE(law.verdict.outcome, Outcome::Undecided) << law.name << ", seed " << seed;
    }
    EXPECT_TRUE(std::any_of(record.history.begin(), record.history.end(),
                            [](const Event& event) {
                              return event.kind == EventKind::Disconnected &&
                                     event.at > Instant{} + minutes(2);
                            }))
        << "seed " << seed;
  }
}

/// Where links lose nothing, who comes and goes for ever does not come to rest: here a session that
/// begins in silence is over before its first heartbeat.
TEST(Settle, DoesNotComeToRestWhereSessionsComeAndGoForNoReason) {
  Scenario scenario = small_world();
  scenario.storm = {};
  scenario.protocol.session.missed_max = 1;
  scenario.protocol.session.jitter = {};
  Fault kill;
  kill.kind = FaultKind::Kill;
  kill.at = Instant{} + minutes(2);
  kill.lasts = seconds(1);
  kill.from = {ProcessTable(scenario).of(ProcessKind::Device, 3)};
  scenario.faults.push_back(kill);
  const RunRecord record = run_scenario(scenario, 1, {true, 0});
  EXPECT_FALSE(record.end.quiet);
  EXPECT_FALSE(std::any_of(record.history.begin(), record.history.end(), [](const Event& event) {
    return event.kind == EventKind::Residue;
  })) << "nothing waits";
}

/// A device that never comes back is no such session.
TEST(Settle, TellsOfADeviceThatGetsNoSession) {
  Scenario scenario = small_world();
  scenario.storm = {};
  scenario.devices[1].edge.transport = LinkOptions::Transport::Datagram;
  scenario.devices[1].edge.loss = kAlways;
  const std::vector<Event> history = run_scenario(scenario, 1, {true, 0}).history;
  EXPECT_TRUE(std::any_of(history.begin(), history.end(), [](const Event& event) {
    return event.what == Residue::Offline && event.device == DeviceId(1);
  }));
}

}  // namespace
}  // namespace imstorm
