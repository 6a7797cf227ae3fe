// The sound profile holds every law in the hostile storm, and nothing about that is vacuous: each
// law was exercised, and each kind of fault changed something.
#include <gtest/gtest.h>

#include "tests/long/sound_profile.h"

namespace imstorm {
namespace {

constexpr std::uint64_t kSeeds = 2'000;        // over streams, as the file says
constexpr std::uint64_t kDatagramSeeds = 500;  // where packets can come twice and in another order

TEST(SoundProfile, HoldsEveryLawInTheHostileStorm) {
  EXPECT_EQ(sound_profile().storm_profile, StormProfile::Hostile);
  Campaign campaign;
  campaign.run(sound_profile(), 1, kSeeds);
  campaign.run(sound_profile_over_datagrams(), 1, kDatagramSeeds);
  expect_nothing_vacuous(campaign, kSeeds);
}

}  // namespace
}  // namespace imstorm
