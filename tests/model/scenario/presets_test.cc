#include "model/scenario/presets.h"

#include <gtest/gtest.h>

#include "model/scenario/parse.h"

namespace imstorm {
namespace {

TEST(Presets, LoseTheMoreInTheLongerBursts) {
  const auto link = [](LinkPreset preset) {
    const LinkOptions options = link_preset(preset);
    return std::pair(options.loss.ppm, options.burst);
  };
  EXPECT_EQ(link(LinkPreset::Mobile), std::pair(5'000U, 1U));
  EXPECT_EQ(link(LinkPreset::Good), std::pair(1'000U, 1U));
  EXPECT_EQ(link(LinkPreset::Typical), std::pair(5'000U, 3U));
  EXPECT_EQ(link(LinkPreset::Bad), std::pair(30'000U, 8U));
  EXPECT_EQ(link(LinkPreset::Hostile), std::pair(200'000U, 8U));
}

TEST(Presets, GrowFromACalmStormToAHostileOne) {
  EXPECT_EQ(storm_profile(StormProfile::Calm), StormOptions{});
  StormProfile before = StormProfile::Good;
  EXPECT_EQ(storm_profile(before).cut.every, hours(1));
  EXPECT_EQ(storm_profile(before).half_open, percent(5));
  EXPECT_EQ(storm_profile(before).crash, StormRate{}) << "nothing dies";
  for (const StormProfile profile :
       {StormProfile::Typical, StormProfile::Bad, StormProfile::Hostile}) {
    EXPECT_LT(storm_profile(profile).cut.every, storm_profile(before).cut.every);
    EXPECT_GE(storm_profile(profile).half_open.ppm, storm_profile(before).half_open.ppm);
    EXPECT_GT(storm_profile(profile).clock_step_most, storm_profile(before).clock_step_most);
    before = profile;
  }
}

TEST(Presets, AreKnownByTheirWords) {
  const char* text = R"(
[link.edge]
burst = 5
[users]
alice = ["phone"]
bob = { devices = ["phone"], link = "bad" }
[conversations]
dm = ["alice", "bob"]
[storm]
profile = "good"
)";
  const ParseResult parsed = parse_scenario(text, "a.toml");
  ASSERT_TRUE(parsed.scenario);
  EXPECT_EQ(parsed.scenario->devices[0].edge.burst, 5U);
  EXPECT_EQ(parsed.scenario->devices[1].edge.burst, 8U);
  EXPECT_EQ(parsed.scenario->storm.cut.every, hours(1));
}

}  // namespace
}  // namespace imstorm
