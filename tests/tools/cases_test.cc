#include "tools/imstorm/cases.h"

#include <gtest/gtest.h>

#include "model/scenario/parse.h"
#include "model/world/run.h"
#include "tests/tools/command.h"

namespace imstorm {
namespace {

/// A scenario that keeps its own run, and that run.
struct Kept {
  Scenario scenario;
  RunRecord record;

  Kept() {
    const ParseResult parsed = load_scenario(shipped("first-message"));
    EXPECT_TRUE(parsed.scenario);
    scenario = parsed.scenario.value_or(Scenario{});
    RunSettings settings;
    settings.keep_marks = true;
    record = run_scenario(scenario, scenario.seed, settings);
    scenario.replay.digest = record.digest;
    scenario.replay.events = record.events;
    scenario.replay.marks = record.marks;
    scenario.replay.stride = record.marks_stride;
  }
  std::string told() const { return divergence(scenario, record); }
};

bool has(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }

TEST(Divergence, IsNothingWhereTheRunIsTheSame) { EXPECT_EQ(Kept().told(), ""); }

TEST(Divergence, NamesTheFirstEventWhoseMarkDiffers) {
  for (const std::size_t place : {std::size_t{0}, std::size_t{16}, std::size_t{200}}) {
    Kept kept;
    ASSERT_EQ(kept.scenario.replay.stride, 1U);
    kept.scenario.replay.digest += 1;
    char& mark = kept.scenario.replay.marks.at(place);
    mark = mark == 'A' ? 'B' : 'A';
    EXPECT_TRUE(
        has(kept.told(), "the first that differs is event " + std::to_string(place + 1) + " of "))
        << kept.told();
  }
}

TEST(Divergence, NamesSeveralEventsWhereOneMarkStandsForThem) {
  Kept kept;
  kept.scenario.replay.digest += 1;
  std::string every_fourth;
  for (std::size_t i = 3; i < kept.record.marks.size(); i += 4) {
    every_fourth += kept.record.marks[i];
  }
  every_fourth[2] = every_fourth[2] == 'A' ? 'B' : 'A';
  kept.scenario.replay.marks = every_fourth;
  kept.scenario.replay.stride = 4;
  EXPECT_TRUE(has(kept.told(), "one of the events 9 to 12")) << kept.told();
}

TEST(Divergence, SaysThatOneRunIsLongerOrThatNobodyCanSay) {
  Kept longer;
  longer.scenario.replay.events -= 1;
  EXPECT_TRUE(has(longer.told(), "differs from the end of the shorter on")) << longer.told();
  Kept unknown;
  unknown.scenario.replay.digest += 1;
  EXPECT_TRUE(has(unknown.told(), "no marks that could say")) << unknown.told();
}

}  // namespace
}  // namespace imstorm
