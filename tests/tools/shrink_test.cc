#include "tools/imstorm/shrink.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "model/scenario/parse.h"
#include "model/scenario/write_scenario.h"
#include "model/world/run.h"
#include "tests/tools/command.h"
#include "tools/imstorm/cases.h"
#include "tools/imstorm/first_of.h"

namespace imstorm {
namespace {

constexpr const char* kWithoutDedup = R"(
protocol.dedup.window = "none"
[users]
alice = ["phone", "laptop"]
bob = ["phone"]
[conversations]
dm = ["alice", "bob"]
[[traffic]]
in = "dm"
messages = 10
[storm]
profile = "hostile"
)";

class ShrinkCommandTest : public testing::Test {
 protected:
  std::string shrunk() {
    const Ran result = ran({"shrink", scenario, "--seed", "1", "-j", "2"});
    EXPECT_EQ(result.code, ExitCode::Holds) << result.err;
    const auto cases = cases_of(scenario);
    EXPECT_EQ(cases.size(), 1U);
    told = result;
    return cases.empty() ? "" : cases.front();
  }

  TemporaryFolder folder;
  std::string scenario = folder.write("dm.toml", kWithoutDedup);
  Ran told;
};

TEST_F(ShrinkCommandTest, KeepsACaseBesideTheScenarioThatRunsAsItSays) {
  const std::string path = shrunk();
  EXPECT_NE(path.find("/regressions/dm.exactly-once-"), std::string::npos) << path;
  EXPECT_NE(told.out.find("the law holds: "), std::string::npos) << told.out;
  EXPECT_NE(told.err.find("shrinking messages"), std::string::npos);
  const Ran run = ran({"run", path});
  EXPECT_EQ(run.code, ExitCode::Holds) << run.out << run.err;
  EXPECT_NE(run.out.find("BROKEN, AS EXPECTED"), std::string::npos);
  const Replayed replayed = replay_case(path);
  EXPECT_TRUE(replayed.readable && replayed.same_run && replayed.as_expected) << replayed.problem;
}

TEST_F(ShrinkCommandTest, ReportsTheRunOfTheCaseAndHowItBecameSmall) {
  const std::string json = folder.path("r.json");
  const Ran result = ran({"shrink", scenario, "--seed", "1", "-j", "2", "--json", json, "--html",
                          folder.path("r.html")});
  ASSERT_EQ(result.code, ExitCode::Holds) << result.err;
  const auto shown = nlohmann::json::parse(TemporaryFolder::read(json));
  EXPECT_EQ(shown["verdict"], "broken");
  EXPECT_TRUE(shown["expectations_met"]);
  EXPECT_FALSE(shown["trace"]["steps"]["at"].empty());
  const auto& finding = shown["findings"][0];
  EXPECT_EQ(finding["invariant"], "exactly-once");
  EXPECT_EQ(finding["case"], cases_of(scenario).front());
  EXPECT_GT(finding["decisions_before"], finding["decisions"]);
  const auto& steps = finding["shrinking"];
  ASSERT_GE(steps.size(), 4U);
  EXPECT_EQ(steps.front()["faults"], finding["decisions_before"]);
  EXPECT_EQ(steps.back()["faults"], finding["decisions"]);
  EXPECT_EQ(steps.back()["messages"], finding["messages"]);
  for (std::size_t i = 1; i < steps.size(); ++i) {
    EXPECT_LE(steps[i - 1]["runs"], steps[i]["runs"]);
  }
  // Of the first time that messages were removed.
  std::set<int> left;
  for (const auto& step : steps) {
    if (step["stage"] == "messages") left.insert(step["messages"].get<int>());
    if (step["stage"] != "messages" && !left.empty()) break;
  }
  EXPECT_GE(left.size(), 3U) << "only what the stage began and ended with is told";
  EXPECT_NE(TemporaryFolder::read(folder.path("r.html")).find("shrinking"), std::string::npos);
}

TEST_F(ShrinkCommandTest, TellsTheStoryInPlainWords) {
  const std::string story = ran({"run", shrunk()}).out;
  EXPECT_NE(story.find("sends m1 to dm"), std::string::npos) << story;
  EXPECT_NE(story.find("a fault: crash gateway-1"), std::string::npos) << story;
  EXPECT_NE(story.find(" m1 again"), std::string::npos) << story;
}

TEST_F(ShrinkCommandTest, NamesTheFirstEventThatDiffersAndEndsWithThree) {
  const std::string path = shrunk();
  const ParseResult parsed = load_scenario(path);
  ASSERT_TRUE(parsed.scenario);
  Scenario changed = *parsed.scenario;
  changed.sends.front().at += milliseconds(1);  // somebody edits it
  const std::string edited = folder.write("edited.toml", scenario_text(changed));
  const Ran run = ran({"run", edited});
  EXPECT_EQ(run.code, ExitCode::Diverged);
  EXPECT_NE(run.err.find("the first that differs is event "), std::string::npos) << run.err;
  EXPECT_NE(run.err.find("imstorm shrink"), std::string::npos);
  EXPECT_EQ(ran({"run", edited, "--set", "limits.settle_max=3h"}).code, ExitCode::Holds)
      << "what is changed on the command line is meant";
}

TEST_F(ShrinkCommandTest, FindsTheVeryEventAtWhichTwoRunsPart) {
  const ParseResult parsed = load_scenario(shrunk());
  ASSERT_TRUE(parsed.scenario);
  Scenario changed = *parsed.scenario;
  changed.faults.clear();  // all is the same until the fault would strike
  RunSettings settings;
  settings.keep_marks = true;
  settings.tell_event = 1;
  const RunRecord record = run_scenario(changed, 1, settings);
  EXPECT_EQ(record.told, "at 0s, gateway-1: starts");
  const std::string where = divergence(*parsed.scenario, record);
  EXPECT_NE(where.find("the first that differs is event "), std::string::npos) << where;
  EXPECT_EQ(divergence(*parsed.scenario, run_scenario(*parsed.scenario, 1, settings)), "");
}

TEST_F(ShrinkCommandTest, LeavesTheSameWithAnyNumberOfThreads) {
  const auto with = [&](const char* jobs) {
    const std::string path = folder.path("case.toml");
    EXPECT_EQ(ran({"shrink", scenario, "--seed", "1", "-j", jobs, "-o", path}).code,
              ExitCode::Holds);
    return TemporaryFolder::read(path);
  };
  EXPECT_EQ(with("1"), with("5"));
}

TEST_F(ShrinkCommandTest, PaintsALineOverAndTakesItAway) {
  const std::string err =
      ran({"shrink", scenario, "--seed", "1", "--progress", "bar", "-o", folder.path("x")}).err;
  EXPECT_NE(err.find("\rshrinking faults: "), std::string::npos) << err;
  EXPECT_NE(err.find("\r\x1b[Kwrote "), std::string::npos) << err;
}

TEST_F(ShrinkCommandTest, SaysSoWhereNothingIsBroken) {
  const Ran result =
      ran({"shrink", scenario, "--seed", "1", "--set", "dedup.window=all", "-o", folder.path("x")});
  EXPECT_EQ(result.code, ExitCode::Broken);
  EXPECT_NE(result.err.find("nothing to shrink"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(folder.path("x")));
  EXPECT_EQ(ran({"shrink", folder.path("none.toml")}).code, ExitCode::NotFound);
  EXPECT_EQ(ran({"shrink", scenario, "--time", "soon"}).code, ExitCode::Usage);
}

TEST_F(ShrinkCommandTest, CannotWriteWhereThereIsNoFolder) {
  folder.write("file", "");
  const Ran result = ran({"shrink", scenario, "--seed", "1", "-o", folder.path("file/case.toml")});
  EXPECT_EQ(result.code, ExitCode::CannotWrite) << result.err;
}

TEST(FirstOf, IsTheFirstWhateverTheNumberOfThreads) {
  const auto never = [] { return false; };
  for (const unsigned jobs : {1U, 2U, 8U}) {
    const auto holds = [](std::size_t i) { return i == 37 || i == 41 || i == 90; };
    EXPECT_EQ(first_of(jobs, 100, holds, never), std::size_t{37});
    EXPECT_EQ(first_of(jobs, 30, holds, never), std::nullopt);
    EXPECT_EQ(first_of(jobs, 0, holds, never), std::nullopt);
    EXPECT_THROW(first_of(
                     jobs, 10, [](std::size_t i) -> bool { throw i; }, never),
                 std::size_t);
  }
}

}  // namespace
}  // namespace imstorm
