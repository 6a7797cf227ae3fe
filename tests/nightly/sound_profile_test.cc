// The sound profile with ten times the seeds of the everyday test, over streams and as many over
// datagrams.
#include <gtest/gtest.h>

#include "tests/long/sound_profile.h"

namespace imstorm {
namespace {

constexpr std::uint64_t kSeeds = 20'000;

TEST(SoundProfileNightly, HoldsEveryLawOverStreamsAndDatagrams) {
  Campaign campaign;
  campaign.run(sound_profile(), 1, kSeeds);
  campaign.run(sound_profile_over_datagrams(), 1, kSeeds);
  expect_nothing_vacuous(campaign, kSeeds);
}

}  // namespace
}  // namespace imstorm
