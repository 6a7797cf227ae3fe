#include <gtest/gtest.h>

#include <array>
#include <map>
#include <string>

#include "model/world/run.h"
#include "tests/model/world/small_world.h"

namespace imstorm {
namespace {

constexpr std::uint64_t kSeeds = 1'200;  // per transport

/// What many runs add up to.
struct Campaign {
  std::array<RunRecord::FaultCount, kFaultKinds> faults{};
  std::map<std::string, std::uint64_t> exercised;
  std::uint64_t broken = 0;

  void run(const Scenario& scenario, std::uint64_t seeds) {
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
      const RunRecord record = run_scenario(scenario, seed, {false, 10});
      for (std::size_t kind = 0; kind < kFaultKinds; ++kind) {
        faults[kind].injected += record.faults[kind].injected;
        faults[kind].effective += record.faults[kind].effective;
      }
      for (const RunRecord::Law& law : record.laws) {
        exercised[law.name] += law.verdict.exercised;
        if (law.verdict.outcome == Outcome::Holds) continue;
        if (law.verdict.outcome == Outcome::Vacuous) continue;
        ++broken;
        ADD_FAILURE() << "seed " << seed << ": " << law.name << ": " << law.verdict.because;
      }
      if (broken > 5) return;  // enough to go by
    }
  }
};

/// Scripted faults that a storm does not draw: packets by name.
void name_packets(Scenario& scenario) {
  const auto add = [&](FaultKind kind, FrameKind frame, std::uint32_t nth) {
    Fault fault;
    fault.kind = kind;
    fault.packet.frame = static_cast<std::uint8_t>(frame);
    fault.packet.nth = nth;
    fault.amount = seconds(2);
    scenario.faults.push_back(fault);
  };
  add(FaultKind::Drop, FrameKind::SendAck, 3);
  add(FaultKind::Drop, FrameKind::Notify, 2);
  add(FaultKind::Duplicate, FrameKind::Data, 2);
  add(FaultKind::Delay, FrameKind::Consume, 2);
}

TEST(HostileStorm, LeavesEveryLawOfTheSoundStackWhole) {
  Campaign campaign;
  Scenario streams = small_world();
  make_hostile(streams);
  name_packets(streams);
  campaign.run(streams, kSeeds);
  Scenario datagrams = streams;
  make_datagrams(datagrams);
  campaign.run(datagrams, kSeeds);

  for (std::size_t kind = 0; kind < kFaultKinds; ++kind) {
    EXPECT_GT(campaign.faults[kind].effective, 0U)
        << "no fault of kind " << kFaultNames[kind] << " ever changed anything";
  }
  EXPECT_EQ(campaign.exercised.size(), 14U);
  for (const auto& [law, times] : campaign.exercised) {
    EXPECT_GT(times, kSeeds) << law << " was hardly exercised";
  }
}

}  // namespace
}  // namespace imstorm
