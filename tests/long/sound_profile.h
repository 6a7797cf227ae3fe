#pragma once

#include <gtest/gtest.h>

#include "model/scenario/parse.h"
#include "tests/long/campaign.h"
#include "tests/model/world/small_world.h"

namespace imstorm {

inline Scenario sound_profile() {
  return load_scenario(IMSTORM_SOURCE_DIR "/scenarios/profiles/sound.toml").scenario.value();
}

/// The same without the order of streams, and with the faults that name a packet: a storm draws
/// none of these.
inline Scenario sound_profile_over_datagrams() {
  Scenario scenario = sound_profile();
  for (DeviceSpec& device : scenario.devices) {
    device.edge.transport = LinkOptions::Transport::Datagram;
  }
  name_packets(scenario);
  return scenario;
}

/// Nothing about `seeds` runs over streams, and some over datagrams, was vacuous: each law was
/// exercised in them, and each kind of fault changed something.
inline void expect_nothing_vacuous(const Campaign& campaign, std::uint64_t seeds) {
  EXPECT_EQ(campaign.exercised.size(), 18U);
  for (const auto& [law, times] : campaign.exercised) {
    EXPECT_GT(times, seeds) << law << " was hardly exercised";
  }
  for (std::size_t kind = 0; kind < kFaultKinds; ++kind) {
    EXPECT_GT(campaign.faults[kind].effective, seeds / 100)
        << "hardly any fault of kind " << kFaultNames[kind] << " changed anything";
  }
  EXPECT_GT(campaign.faults[static_cast<std::size_t>(FaultKind::CrashAtSync)].effective, seeds)
      << "a storm must strike between durable steps";
}

}  // namespace imstorm
