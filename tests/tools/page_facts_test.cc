// What a page shows, checked against itself: the matrix against the verdicts, the story against the
// trace, counts against the result, the twin against the run. On real runs.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/tools/command.h"

namespace imstorm {
namespace {

using Json = nlohmann::json;

Json result_of(std::vector<std::string> args) {
  const TemporaryFolder folder;
  args.insert(args.begin(), "run");
  for (const char* arg : {"--html", "--json"}) args.emplace_back(arg);
  args.insert(args.end() - 1, folder.path("r.html"));
  args.push_back(folder.path("r.json"));
  ran(args);
  return Json::parse(TemporaryFolder::read(folder.path("r.json")));
}

std::vector<std::vector<std::string>> runs() {
  return {{shipped("first-message")},
          {shipped("logic-crash")},
          {shipped("sdk-killed")},
          {shipped("logic-crash"), "--set", "dedup.identity=per-try"},
          {shipped("lossy-edge"), "--seed", "3"},
          {shipped("article/tcp-is-not-enough-without")},
          {shipped("article/push-pull-without")}};
}

std::string verdict_of(const Json& result, const std::string& law) {
  for (const Json& other : result["invariants"]) {
    if (other["name"] == law) return other["verdict"];
  }
  return "";
}

/// How many cells of the matrix satisfy it.
template <class Test>
int cells(const Json& result, const Test& test) {
  int count = 0;
  for (const Json& row : result["matrix"]["consumed"]) {
    for (const Json& cell : row) count += test(cell.get<std::int64_t>()) ? 1 : 0;
  }
  return count;
}

TEST(PageFacts, TheMatrixAgreesWithTheVerdicts) {
  int twice = 0;
  int never = 0;
  for (const auto& args : runs()) {
    const Json result = result_of(args);
    ASSERT_EQ(result["matrix"]["left_out_devices"], 0) << args[0];
    const bool whole = result["matrix"]["left_out_messages"] == 0;
    const int many = cells(result, [](std::int64_t n) { return n > 1; });
    const int none = cells(result, [](std::int64_t n) { return n == 0; });
    if (many > 0 || whole) {
      EXPECT_EQ(many > 0, verdict_of(result, "exactly-once") == "broken") << args[0];
    }
    if (result["verdict"] == "holds") {
      EXPECT_EQ(none, 0) << args[0];
    }
    if (verdict_of(result, "no-loss") == "broken") {
      EXPECT_GT(none, 0) << args[0];
    }
    twice += many;
    never += none;
  }
  EXPECT_GT(twice, 0) << "no run consumes anything twice: the check is empty";
  EXPECT_GT(never, 0) << "no run loses anything: the check is empty";
}

TEST(PageFacts, CountsAreThoseOfTheResult) {
  for (const auto& args : runs()) {
    const Json result = result_of(args);
    const Json& matrix = result["matrix"];
    EXPECT_EQ(matrix["messages"].size() + matrix["left_out_messages"].get<std::size_t>(),
              result["run"]["messages"].get<std::size_t>())
        << args[0];
    const Json& trace = result["trace"];
    if (trace["left_out"] != 0) continue;
    EXPECT_LE(trace["steps"]["at"].size(), result["run"]["events"].get<std::size_t>()) << args[0];
    std::int64_t packets = 0;
    for (const Json& copy : trace["packets"]["copy"]) packets += copy == 0 ? 1 : 0;
    EXPECT_EQ(packets, result["cost"]["packets"].get<std::int64_t>()) << args[0];
  }
}

/// Did the step send a packet that was lost at that time? Such a line stands on its sender.
bool loses_at(const Json& trace, std::int64_t step, const Json& at) {
  const Json& packets = trace["packets"];
  for (std::size_t i = 0; i < packets["sent"].size(); ++i) {
    if (packets["sent"][i] == step && packets["ended"][i] == at) return true;
  }
  return false;
}

TEST(PageFacts, EveryLineOfTheStoryIsAStepOfTheTrace) {
  int lines = 0;
  for (const auto& args : runs()) {
    const Json result = result_of(args);
    const Json& trace = result["trace"];
    for (const Json& line : trace["story"]) {
      const auto step = line["step"].get<std::int64_t>();
      if (step < 0) continue;
      ++lines;
      const bool then = trace["steps"]["at"][static_cast<std::size_t>(step)] == line["at"];
      EXPECT_TRUE(then || loses_at(trace, step, line["at"])) << line;
    }
    for (const Json& violation : trace["violations"]) {
      EXPECT_EQ(verdict_of(result, violation["law"]), "broken");
    }
  }
  EXPECT_GT(lines, 0) << "no story stands on a trace: the check is empty";
}

TEST(PageFacts, TheTwinIsTheRunUntilTheyPart) {
  const Json result = result_of({shipped("logic-crash"), "--set", "dedup.identity=per-try"});
  ASSERT_TRUE(result.contains("twin"));
  const Json& twin = result["twin"];
  EXPECT_EQ(twin["mended"], "exactly-once");
  EXPECT_NE(twin["verdict"], "broken");
  const auto parts_at = twin["parts_at"].get<std::size_t>();
  const Json& ours = result["trace"]["steps"];
  const Json& theirs = twin["trace"]["steps"];
  ASSERT_GT(parts_at, 0u);
  ASSERT_LT(parts_at, ours["at"].size());
  for (const char* column : {"at", "lane", "input", "cause"}) {
    for (std::size_t i = 0; i < parts_at; ++i) {
      ASSERT_EQ(ours[column][i], theirs[column][i]) << column << " of step " << i;
    }
  }
  const bool same = ours["at"][parts_at] == theirs["at"][parts_at] &&
                    ours["lane"][parts_at] == theirs["lane"][parts_at] &&
                    ours["input"][parts_at] == theirs["input"][parts_at];
  EXPECT_FALSE(same) << "they do not part there";
}

TEST(PageFacts, ABaselineIsARunWithoutFaults) {
  const Json result = result_of({shipped("logic-crash")});
  ASSERT_TRUE(result.contains("baseline"));
  EXPECT_EQ(result["baseline"]["verdict"], "holds");
  EXPECT_LT(result["baseline"]["latency"]["series"][0]["max"],
            result["latency"]["series"][0]["max"]);
  EXPECT_FALSE(result_of({shipped("first-message")}).contains("baseline"));
}

TEST(PageFacts, APageOfASmallRunKeepsItsBudget) {
  const TemporaryFolder folder;
  ran({"run", shipped("logic-crash"), "--set", "dedup.identity=per-try", "--html",
       folder.path("r.html")});
  const std::string page = TemporaryFolder::read(folder.path("r.html"));
  EXPECT_GT(page.size(), 100'000u);
  EXPECT_LE(page.size(), 250'000u);
}

}  // namespace
}  // namespace imstorm
