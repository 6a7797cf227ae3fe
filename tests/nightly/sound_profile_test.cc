// The sound profile with ten times the seeds of the everyday test, over streams and over datagrams.
#include <gtest/gtest.h>

#include "model/scenario/parse.h"
#include "tests/long/campaign.h"
#include "tests/model/world/small_world.h"

namespace imstorm {
namespace {

constexpr std::uint64_t kSeeds = 20'000;

Scenario sound_profile() {
  const ParseResult parsed = load_scenario(IMSTORM_SOURCE_DIR "/scenarios/profiles/sound.toml");
  return parsed.scenario.value();
}

/// Where datagrams are lost all the time there is no undisturbed path, and signal-latency is
/// vacuous.
void expect_whole(const Scenario& scenario, bool always_disturbed) {
  Campaign campaign;
  campaign.run(scenario, 1, kSeeds);
  for (const auto& [law, times] : campaign.exercised) {
    if (always_disturbed && law == "signal-latency") continue;
    EXPECT_GT(times, kSeeds) << law << " was hardly exercised";
  }
}

TEST(SoundProfileNightly, HoldsEveryLawOverStreams) { expect_whole(sound_profile(), false); }

TEST(SoundProfileNightly, HoldsEveryLawOverDatagrams) {
  Scenario scenario = sound_profile();
  make_datagrams(scenario);
  expect_whole(scenario, true);
}

}  // namespace
}  // namespace imstorm
