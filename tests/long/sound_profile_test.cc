// The sound profile holds every law in the hostile storm, and nothing about that is vacuous.
#include <gtest/gtest.h>

#include "model/scenario/parse.h"
#include "tests/long/campaign.h"

namespace imstorm {
namespace {

constexpr std::uint64_t kSeeds = 2'000;

TEST(SoundProfile, HoldsEveryLawInTheHostileStorm) {
  const ParseResult parsed = load_scenario(IMSTORM_SOURCE_DIR "/scenarios/profiles/sound.toml");
  ASSERT_TRUE(parsed.scenario);
  Campaign campaign;
  campaign.run(*parsed.scenario, 1, kSeeds);
  EXPECT_GT(campaign.faults[static_cast<std::size_t>(FaultKind::CrashAtSync)].effective, kSeeds)
      << "a storm must strike between durable steps";
  for (const auto& [law, times] : campaign.exercised) {
    EXPECT_GT(times, kSeeds) << law << " was hardly exercised";
  }
}

}  // namespace
}  // namespace imstorm
