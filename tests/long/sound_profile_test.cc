// The sound profile holds every law in the hostile storm, and nothing about that is vacuous: each
// law was exercised, and each kind of fault changed something.
#include <gtest/gtest.h>

#include "model/scenario/parse.h"
#include "tests/long/campaign.h"
#include "tests/model/world/small_world.h"

namespace imstorm {
namespace {

constexpr std::uint64_t kSeeds = 2'000;        // over streams, as the file says
constexpr std::uint64_t kDatagramSeeds = 500;  // where packets can come twice and in another order

TEST(SoundProfile, HoldsEveryLawInTheHostileStorm) {
  const ParseResult parsed = load_scenario(IMSTORM_SOURCE_DIR "/scenarios/profiles/sound.toml");
  ASSERT_TRUE(parsed.scenario);
  Scenario scenario = *parsed.scenario;
  EXPECT_EQ(scenario.storm_profile, StormProfile::Hostile);
  Campaign campaign;
  campaign.run(scenario, 1, kSeeds);
  for (const auto& [law, times] : campaign.exercised) {
    EXPECT_GT(times, kSeeds) << law << " was hardly exercised";
  }
  EXPECT_EQ(campaign.exercised.size(), 18U);
  EXPECT_GT(campaign.faults[static_cast<std::size_t>(FaultKind::CrashAtSync)].effective, kSeeds)
      << "a storm must strike between durable steps";

  make_datagrams(scenario);
  name_packets(scenario);
  campaign.run(scenario, 1, kDatagramSeeds);
  for (std::size_t kind = 0; kind < kFaultKinds; ++kind) {
    EXPECT_GT(campaign.faults[kind].effective, 0U)
        << "no fault of kind " << kFaultNames[kind] << " ever changed anything";
  }
}

}  // namespace
}  // namespace imstorm
