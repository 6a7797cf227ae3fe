#include "tools/imstorm/explain.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/tools/command.h"

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
    told = told || hazard["choice"] == "ack.sender = at-gateway";
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

}  // namespace
}  // namespace imstorm
