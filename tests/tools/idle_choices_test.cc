// A choice that can do nothing where it stands is said to, and does nothing.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "model/scenario/hazards.h"
#include "model/scenario/keys.h"
#include "model/scenario/parse.h"
#include "model/world/trial.h"
#include "tests/tools/command.h"

namespace imstorm {
namespace {

struct Tried {
  std::string choice;  ///< "seq.hole = stall"
  bool idle = false;   ///< somebody was told so
  bool hazard = false;
  std::uint64_t digest = 0;
};

struct World {
  std::string name;
  std::vector<std::string> sets{};
};

Tried tried(const World& world, const std::string& axis, const std::string& value,
            std::uint64_t seed) {
  Tried result{axis + " = " + value, false, false, 0};
  Overrides overrides{world.sets, {}, {}};
  overrides.sets.push_back(axis + "=" + value);
  const ParseResult parsed = load_scenario(shipped(world.name), overrides);
  if (!parsed.scenario) return result;
  for (const Diagnostic& diagnostic : parsed.diagnostics) {
    result.idle |= diagnostic.text == "protocol." + result.choice + " does nothing here";
  }
  for (const Hazard& hazard : hazards_of(*parsed.scenario)) {
    result.hazard |= hazard.choice == result.choice;
  }
  const auto scenario = std::make_shared<const Scenario>(*parsed.scenario);
  result.digest = run_trial({scenario, decider_of(*scenario, seed)}).digest;
  return result;
}

const char* const kIdleInTheSoundProfile[] = {
    "seq.allocate = then-append",   "seq.insert = blind",
    "seq.recover = from-cache",     "seq.hole = stall",
    "seq.hole = skip-on-timeout",   "msgid.worker = colliding",
    "msgid.clock_back = ignore",    "store.lineage = ignored",
    "pull.cursor = live-message",   "ack.value = highest",
    "group.membership = at-fanout", "outbox.rejected = blocks",
    "pull.page = newest-first",     "ack.trim = window",
    "store.commit = memory"};

TEST(IdleChoices, OfTheSoundProfileAreSaidToBe) {
  for (const std::string choice : kIdleInTheSoundProfile) {
    const std::size_t equals = choice.find(" = ");
    const Tried one =
        tried({"profiles/sound"}, choice.substr(0, equals), choice.substr(equals + 3), 1);
    EXPECT_TRUE(one.idle) << choice;
    EXPECT_FALSE(one.hazard) << choice;
  }
}

TEST(IdleChoices, AreNotSaidToBeWhereACampaignBringsWhatTheyNeed) {
  const std::string set = "client.msgids=lost";
  const auto said = [&](const Overrides& overrides) {
    return render(load_scenario(shipped("first-message"), overrides).diagnostics);
  };
  EXPECT_NE(said({{set}, {}, {}}).find("only where a device may lose its cache"),
            std::string::npos);
  EXPECT_EQ(said({{set}, {}, {}, true}), "");
  EXPECT_NE(said({{"seq.hole=stall"}, {}, {}, true}).find("does nothing here"), std::string::npos);
}

TEST(IdleChoices, AreInNoShippedScenario) {
  for (const std::string& path : shipped_scenarios()) {
    EXPECT_EQ(render(load_scenario(path).diagnostics), "");
  }
}

/// Of every value of every axis: who is told that it does nothing has a run like any other.
TEST(IdleChoices, ChangeNothing) {
  constexpr std::uint64_t kSeed = 3;
  std::size_t idle = 0;
  const World worlds[] = {
      {"profiles/sound"},
      {"profiles/push-only"},
      {"profiles/segment-seq"},
      {"lossy-edge",
       {"topology.logic.count=1", "topology.logic.threads=1", "topology.gateway.threads=1",
        "topology.store.threads=1", "topology.ids.threads=1", "link.backbone.sockets=1",
        "consume.phases=one"}},
  };
  for (const World& world : worlds) {
    const std::string& name = world.name;
    std::string axis, sound;
    std::uint64_t digest = 0;
    for (const PolicyRow& row : policies()) {
      if (row.where.empty()) continue;
      if (row.axis != axis) {
        axis = row.axis;
        const auto all = policies();
        const auto first = std::find_if(all.begin(), all.end(),
                                        [&](const PolicyRow& r) { return r.axis == axis; });
        sound = first->value;
        digest = tried(world, axis, sound, kSeed).digest;
      }
      const Tried one = tried(world, row.axis, row.value, kSeed);
      if (!one.idle) continue;
      ++idle;
      EXPECT_EQ(one.digest, digest) << name << ": " << one.choice;
      EXPECT_FALSE(one.hazard) << name << ": " << one.choice;
    }
  }
  EXPECT_GT(idle, 40U);
}

}  // namespace
}  // namespace imstorm
