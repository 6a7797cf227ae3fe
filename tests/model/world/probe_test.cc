// Acknowledged means safe: what a copy of the world says in which everything volatile is lost.
#include <gtest/gtest.h>

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

}  // namespace
}  // namespace imstorm
