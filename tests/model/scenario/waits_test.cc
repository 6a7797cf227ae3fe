#include "model/scenario/waits.h"

#include <gtest/gtest.h>

#include <functional>

namespace imstorm {
namespace {

/// Nobody is in it, but it has replicas, leased sections and one device.
Scenario with_all_waits() {
  Scenario scenario;
  scenario.devices.emplace_back().edge.latency.max = milliseconds(50);
  scenario.topology.store_replicas = 3;
  scenario.protocol.seq.source = SeqOptions::Source::Seqsvr;
  scenario.protocol.seq.section = SeqOptions::Section::Leased;
  return scenario;
}

TEST(Waits, AreLongEnoughAsTheyAre) { EXPECT_TRUE(short_waits(Scenario()).empty()); }

TEST(Waits, AreTooShortWhereNothingCanBeThereInTime) {
  struct Row {
    std::string_view key;
    std::function<void(ProtocolOptions&)> shorten;
  };
  const Row rows[] = {
      {"protocol.session.connect_max",
       [](auto& p) { p.session.connect_max = p.session.connect_timeout = milliseconds(1); }},
      {"protocol.session.heartbeat", [](auto& p) { p.session.heartbeat = milliseconds(1); }},
      {"protocol.store.election", [](auto& p) { p.store.election = milliseconds(1); }},
      {"protocol.seq.section_lease", [](auto& p) { p.seq.section_lease = milliseconds(1); }},
      {"protocol.seq.hole_after", [](auto& p) { p.seq.hole_after = milliseconds(1); }},
  };
  for (const auto& [key, shorten] : rows) {
    Scenario scenario = with_all_waits();
    EXPECT_TRUE(short_waits(scenario).empty());
    shorten(scenario.protocol);
    const auto found = short_waits(scenario);
    ASSERT_EQ(found.size(), 1U) << key;
    EXPECT_EQ(found[0].keys.front(), key);
    EXPECT_GT(found[0].needs, milliseconds(1));
  }
}

TEST(Waits, AreTooShortWhereWaysAreLong) {
  Scenario far = with_all_waits();
  far.devices[0].edge.latency.max = seconds(50);
  EXPECT_EQ(short_waits(far).size(), 2U) << "for CONNECTED, and for a heartbeat";
  Scenario apart = with_all_waits();
  apart.topology.backbone.latency.max = seconds(5);
  EXPECT_EQ(short_waits(apart).size(), 3U) << "for votes, a lease and a number";
}

TEST(Waits, OfWhatIsNotThereDoNotMatter) {
  Scenario scenario;
  scenario.protocol.store.election = milliseconds(1);
  scenario.protocol.seq.section_lease = milliseconds(1);
  scenario.protocol.seq.hole_after = milliseconds(1);
  EXPECT_TRUE(short_waits(scenario).empty());
}

}  // namespace
}  // namespace imstorm
