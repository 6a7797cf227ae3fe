#include <gtest/gtest.h>

#include "tests/long/campaign.h"
#include "tests/model/world/small_world.h"

namespace imstorm {
namespace {

constexpr std::uint64_t kSeeds = 1'200;  // per transport

TEST(HostileStorm, LeavesEveryLawOfTheSoundStackWhole) {
  Campaign campaign;
  Scenario streams = small_world();
  make_hostile(streams);
  streams.storm.lose_cache = {seconds(90), milliseconds(100), seconds(3)};
  streams.storm.reinstall = {seconds(150), milliseconds(100), seconds(3)};
  name_packets(streams);
  campaign.run(streams, 1, kSeeds);
  Scenario datagrams = streams;
  make_datagrams(datagrams);
  campaign.run(datagrams, 1, kSeeds);
  Scenario stores = datagrams;
  make_stores_hostile(stores);
  campaign.run(stores, 1, kSeeds / 4);

  Scenario numbers = streams;  // a failover needs an id service that has something to lose
  numbers.storm.fail_over = {seconds(10), {}, seconds(2)};
  numbers.storm.takeover_least = milliseconds(200);
  numbers.storm.takeover_most = seconds(10);
  numbers.storm.wipe_ids = {seconds(20), milliseconds(100), seconds(5)};
  numbers.protocol.seq.source = SeqOptions::Source::RedisAsync;
  campaign.run(numbers, 1, kSeeds / 12);

  Scenario restless = streams;
  make_restless(restless);
  campaign.run(restless, 1, kSeeds / 4);

  for (std::size_t kind = 0; kind < kFaultKinds; ++kind) {
    EXPECT_GT(campaign.faults[kind].effective, 0U)
        << "no fault of kind " << kFaultNames[kind] << " ever changed anything";
  }
  EXPECT_EQ(campaign.exercised.size(), 15U);
  for (const auto& [law, times] : campaign.exercised) {
    EXPECT_GT(times, kSeeds) << law << " was hardly exercised";
  }
}

}  // namespace
}  // namespace imstorm
