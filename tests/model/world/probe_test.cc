// Acknowledged means safe: what a copy of the world says in which everything volatile is lost.
#include <gtest/gtest.h>

#include "model/scenario/presets.h"
#include "model/world/run.h"
#include "tests/model/world/small_world.h"

namespace imstorm {
namespace {

void write(Scenario& scenario, int device, Duration at) {
  SendSpec send;
  send.device = DeviceId(device);
  send.conv = ConvId(0);
  send.at = Instant{} + at;
  scenario.sends.push_back(send);
}

/// alice's message is acknowledged from memory, and bob's is under way by then: in the copy it gets
/// the number that is lost with alice's, and is at its place, read and trimmed.
TEST(Probe, TakesNoOtherMessageAtThePlaceForTheOneThatIsLost) {
  Scenario scenario;
  scenario.name = "masked";
  add_device(scenario, "alice", "phone");
  add_device(scenario, "bob", "phone");
  scenario.conversations.push_back({"dm", {UserId(0), UserId(1)}});
  write(scenario, 0, seconds(8));
  write(scenario, 1, milliseconds(8'060));
  scenario.duration = seconds(12);
  scenario.protocol.store.commit = StoreOptions::Commit::EverySec;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    InstId alice;
    bool lost = false;
    for (const Event& event : run_scenario(scenario, seed, {true, 1}).history) {
      if (event.kind == EventKind::Sent && event.device == DeviceId(0)) alice = event.inst;
      const bool of_alice = event.kind == EventKind::Probed && event.cmid.inst == alice;
      lost = lost || (of_alice && event.value == 0);
    }
    EXPECT_TRUE(lost) << "seed " << seed;
  }
}

Scenario on_a_bad_link() {
  Scenario scenario = small_world();
  scenario.storm = {};
  for (DeviceSpec& device : scenario.devices) device.edge = link_preset(LinkPreset::Hostile);
  return scenario;
}

/// Where answers take half a minute, a copy has to be given the time that they take.
TEST(Probe, SaysNothingOfWhatIsStillUnderWay) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const RunRecord record = run_scenario(on_a_bad_link(), seed, {true, 1});
    int probed = 0;
    for (const Event& event : record.history) {
      if (event.kind != EventKind::Probed) continue;
      EXPECT_EQ(event.value, 1U) << "seed " << seed;
      ++probed;
    }
    EXPECT_GT(probed, 0);
  }
}

/// A design that never brings it, though it is stored: not the same as one that loses it.
TEST(Probe, TellsWhatIsKeptFromWhatIsLost) {
  Scenario scenario = small_world();
  scenario.protocol.notify.repeat = NotifyOptions::Repeat::Once;
  scenario.protocol.session.sync = {};
  scenario.protocol.ack.carry = AckOptions::Carry::PiggybackOnly;
  int kept = 0;
  for (const Event& event : run_scenario(scenario, 1, {true, 1}).history) {
    if (event.kind != EventKind::Probed || event.value != 0) continue;
    EXPECT_GT(event.seq, Seq{0});
    ++kept;
  }
  EXPECT_GT(kept, 0);
}

}  // namespace
}  // namespace imstorm
