#include "model/scenario/hazards.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "model/scenario/keys.h"
#include "model/scenario/parse.h"

namespace imstorm {
namespace {

const std::string kRest = R"(
[users]
alice = ["phone"]
bob = { devices = ["phone"], gateways = ["gateway-2"] }
[conversations]
dm = ["alice", "bob"]
[[send]]
from = "alice.phone"
to = "dm"
)";

Scenario scenario_with(const std::vector<std::string>& sets) {
  Overrides overrides;
  overrides.sets = sets;
  const ParseResult result = parse_scenario(kRest, "test.toml", overrides);
  EXPECT_EQ(render(result.diagnostics), "");
  return result.scenario.value_or(Scenario{});
}

std::vector<Hazard> hazards(Hazard::Kind kind, const std::vector<std::string>& sets) {
  std::vector<Hazard> all = hazards_of(scenario_with(sets));
  all.erase(std::remove_if(all.begin(), all.end(),
                           [kind](const Hazard& hazard) { return hazard.kind != kind; }),
            all.end());
  return all;
}

TEST(Hazards, OfThePinnedSoundStackAreItsSinglePointsOnly) {
  for (const Hazard& hazard : hazards_of(scenario_with({}))) {
    EXPECT_EQ(hazard.kind, Hazard::Kind::SinglePoint) << hazard.what;
  }
}

TEST(Hazards, AreParallelPathsWhereNoStationIsOnEveryWay) {
  const auto found = hazards(Hazard::Kind::ParallelPaths,
                             {"route.worker=any-free", "topology.logic.threads=3",
                              "topology.gateway.threads=1", "topology.store.threads=1"});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].choice, "route.worker = any-free");
  EXPECT_EQ(found[0].cure, "route.worker = by-key");
  EXPECT_NE(found[0].what.find("3 worker threads of a logic process"), std::string::npos);
  EXPECT_EQ(found[0].laws, std::vector<std::string>{"sender-fifo"});
}

TEST(Hazards, SayWhatRepairsTheOrderAndWhenNothingDoes) {
  const auto repaired =
      hazards(Hazard::Kind::ParallelPaths, {"route.socket=round-robin", "link.backbone.sockets=4"});
  const auto bare =
      hazards(Hazard::Kind::ParallelPaths,
              {"route.socket=round-robin", "link.backbone.sockets=4", "outbox.order=pipelined"});
  ASSERT_EQ(repaired.size(), 2U);
  ASSERT_EQ(bare.size(), 2U);
  EXPECT_NE(repaired[0].masked_by.find("dense-cseq"), std::string::npos);
  EXPECT_EQ(bare[0].masked_by, "");
  EXPECT_NE(bare[0].what.find("16 ways"), std::string::npos) << bare[0].what;
}

TEST(Hazards, AreNotParallelWhereThereIsOnlyOneOfEach) {
  EXPECT_TRUE(
      hazards(Hazard::Kind::ParallelPaths,
              {"route.socket=round-robin", "route.worker=any-free", "topology.gateway.threads=1",
               "topology.logic.threads=1", "topology.store.threads=1", "link.backbone.sockets=1"})
          .empty());
}

TEST(Hazards, AreKeysThatMoveWhileSomethingOfThemWaits) {
  const auto found =
      hazards(Hazard::Kind::ParallelPaths,
              {"route.rehash=immediate", "route.resize=immediate", "route.on_slow=elsewhere",
               "storm.leave.every=1s", "storm.resize.every=1s", "outbox.order=pipelined"});
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].choice, "route.rehash = immediate");
  EXPECT_EQ(found[0].laws, std::vector<std::string>{"sender-fifo"});
  EXPECT_EQ(found[0].masked_by, "");
  EXPECT_EQ(found[1].cure, "route.on_slow = wait");
  EXPECT_EQ(found[2].cure, "route.resize = drain");
  EXPECT_NE(hazards(Hazard::Kind::ParallelPaths, {"route.on_slow=elsewhere"})[0].masked_by, "");
}

TEST(Hazards, AreNoMovingKeysWhereNothingMoves) {
  EXPECT_TRUE(
      hazards(Hazard::Kind::ParallelPaths, {"route.rehash=immediate", "route.resize=immediate",
                                            "route.on_slow=elsewhere", "topology.logic.count=1"})
          .empty());
  EXPECT_TRUE(
      hazards(Hazard::Kind::ParallelPaths, {"storm.leave.every=1s", "storm.resize.every=1s"})
          .empty());
}

TEST(Hazards, NameTheProcessThatStandsInEveryWayAndWhomItStops) {
  const auto found = hazards(Hazard::Kind::SinglePoint, {});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].what, "while gateway-2 is down, bob.phone waits");
  EXPECT_EQ(found[1].what, "while store-1 is down, every device waits");
  const auto alone = hazards(Hazard::Kind::SinglePoint, {"topology.logic.count=1"});
  ASSERT_EQ(alone.size(), 3U);
  EXPECT_EQ(alone[1].what, "while logic-1 is down, every device waits");
}

TEST(Hazards, NameTheHostThatAllServersShare) {
  const auto found = hazards(Hazard::Kind::SinglePoint, {"topology.hosts=1"});
  EXPECT_EQ(found.back().what,
            "while host-1, which all servers share, is down, every device waits");
}

TEST(Hazards, AreEarlyPromisesWhereSomethingIsSaidBeforeItIsDurable) {
  const auto found =
      hazards(Hazard::Kind::EarlyPromise, {"ack.sender=at-gateway", "store.commit=memory"});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].choice, "store.commit = memory");
  EXPECT_EQ(found[1].choice, "ack.sender = at-gateway");
  EXPECT_EQ(found[1].laws, (std::vector<std::string>{"no-loss", "ack-safety"}));
}

/// One scenario for each choice: whatever `list policies` calls unsound is foretold.
TEST(Hazards, ForetellEveryUnsoundChoiceOfTheTable) {
  std::size_t unsound = 0;
  for (const PolicyRow& row : policies()) {
    if (row.is_default || row.sound) continue;
    ++unsound;
    const auto all = hazards_of(scenario_with({row.axis + "=" + row.value}));
    const auto found = std::find_if(all.begin(), all.end(), [&](const Hazard& hazard) {
      return hazard.choice == row.axis + " = " + row.value && !hazard.laws.empty();
    });
    ASSERT_NE(found, all.end()) << row.axis << " = " << row.value;
    for (const std::string& law : found->laws) {
      EXPECT_NE(row.breaks.find(law), std::string::npos) << law;
    }
  }
  EXPECT_GT(unsound, 10U);
}

}  // namespace
}  // namespace imstorm
