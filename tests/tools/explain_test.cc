#include "tools/imstorm/explain.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "model/invariants/catalog.h"
#include "model/invariants/consequences.h"
#include "model/scenario/parse.h"

#include "tests/tools/command.h"
#include "tools/imstorm/foretell.h"

namespace imstorm {
namespace {

using Json = nlohmann::json;

TEST(Explain, SaysWhereDisorderCanComeFromBeforeAnyRun) {
  const Ran result = ran({"explain", shipped("first-message"), "--set", "route.worker=any-free"});
  EXPECT_EQ(result.code, ExitCode::Holds) << result.err;
  EXPECT_NE(result.out.find("parallel paths"), std::string::npos) << result.out;
  EXPECT_NE(result.out.find("can break  sender-fifo"), std::string::npos);
  EXPECT_NE(result.out.find("cure  route.worker = by-key"), std::string::npos);
  EXPECT_NE(result.out.find("time to delivery when nothing goes wrong"), std::string::npos);
}

TEST(Explain, GivesItsHazardsToOtherPrograms) {
  const Ran result =
      ran({"explain", shipped("first-message"), "--set", "ack.sender=at-gateway", "--json", "-"});
  const Json json = Json::parse(result.out);
  EXPECT_EQ(json["schema"], "imstorm.hazards/1");
  bool told = false;
  for (const Json& hazard : json["hazards"]) {
    if (hazard["choice"] != "ack.sender = at-gateway") continue;
    told = true;
    EXPECT_NE(hazard["seen"], "");
  }
  EXPECT_TRUE(told);
  std::int64_t sum = 0;
  for (const Json& leg : json["delivery"]["legs"]) sum += leg["ns"].get<std::int64_t>();
  EXPECT_EQ(json["delivery"]["ns"], sum);
}

TEST(Explain, SaysAtLeastWhereATimeCannotBeKnown) {
  const std::vector<std::string> args = {"explain", shipped("first-message"), "--set",
                                         "ack.carry=none"};
  EXPECT_NE(ran(args).out.find("when nothing goes wrong: at least "), std::string::npos);
  std::vector<std::string> as_json = args;
  as_json.insert(as_json.end(), {"--json", "-"});
  EXPECT_EQ(Json::parse(ran(as_json).out)["delivery"]["at_least"], true);
  EXPECT_EQ(ran({"explain", shipped("first-message")}).out.find("at least"), std::string::npos);
}

TEST(Explain, OfAMalformedScenarioIsItsDiagnostics) {
  const TemporaryFolder folder;
  EXPECT_EQ(ran({"explain", folder.write("bad.toml", "title = 7\n")}).code, ExitCode::Malformed);
  EXPECT_EQ(ran({"explain", folder.path("missing.toml")}).code, ExitCode::NotFound);
}

TEST(Explain, ForetellsTheLawThatARunBreaks) {
  const Ran result = ran({"run", shipped("logic-crash"), "--set", "dedup.identity=per-try"});
  EXPECT_EQ(result.code, ExitCode::Broken);
  EXPECT_NE(result.out.find("Foretold   dedup.identity = per-try: "), std::string::npos)
      << result.out;
}

TEST(Explain, SaysWhatFollowsFromALawThatBreaks) {
  const std::vector<std::string> args = {"explain", shipped("first-message"), "--set",
                                         "dedup.window=none"};
  const std::string text = ran(args).out;
  EXPECT_NE(text.find("no-silent-drop\n    and so  converge"), std::string::npos) << text;
}

/// Of four unsound choices two are to blame: without either, the same run keeps the law.
TEST(Explain, ForetellsByTheChoicesThatBrokeTheLawInThisRun) {
  const Json result =
      Json::parse(ran({"run", shipped("profiles/article-literal"), "--json", "-"}).out);
  std::size_t told = 0;
  for (const Json& law : result["invariants"]) {
    for (const Json& text : law["foretold"]) {
      ++told;
      const std::string hazard = text.get<std::string>();
      EXPECT_TRUE(hazard.starts_with("ack.carry = piggyback-only: ") ||
                  hazard.starts_with("notify.repeat = once: "))
          << hazard;
      EXPECT_EQ(hazard.find("masked by"), std::string::npos) << hazard;
    }
  }
  EXPECT_EQ(told, 12U);
}

/// Of every pair of the article and every profile, whatever it says will be broken.
TEST(Explain, ForetellsEveryLawThatAShippedScenarioExpectsBroken) {
  std::size_t laws = 0;
  for (const std::string& path : shipped_scenarios()) {
    const ParseResult parsed = load_scenario(path);
    ASSERT_TRUE(parsed.scenario) << path;
    Result result;
    for (const auto& [law, outcome] : parsed.scenario->expect.laws) {
      if (outcome != "broken") continue;
      result.laws.emplace_back().name = law;
      result.laws.back().verdict.outcome = Outcome::Broken;
    }
    foretell(result, *parsed.scenario);
    for (const Result::Law& law : result.laws) {
      ++laws;
      EXPECT_FALSE(law.foretold.empty()) << path << ": " << law.name;
    }
  }
  EXPECT_GT(laws, 60U);
}

TEST(Explain, NamesLawsOfTheCatalogAsWhatFollows) {
  std::vector<std::string> all;
  for (const auto& law : all_laws()) all.emplace_back(law->name());
  std::size_t led = 0;
  for (const std::string& law : all) {
    for (const Consequence& after : consequences({law})) {
      ++led;
      EXPECT_NE(std::find(all.begin(), all.end(), after.law), all.end()) << after.law;
    }
  }
  EXPECT_GT(led, 20U);
}

}  // namespace
}  // namespace imstorm
