#include "reports/json.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tests/golden.h"
#include "tests/reports/sample_results.h"

namespace imstorm {
namespace {

using Json = nlohmann::json;

TEST(JsonReport, IsTheContract) {
  expect_golden("result_broken.json", json_report(broken_result()));
}

TEST(JsonReport, SaysWhatEachReaderNeeds) {
  const Json json = Json::parse(json_report(broken_result()));
  EXPECT_EQ(json["schema"], "imstorm.result/1");
  EXPECT_EQ(json["tool"]["name"], "imstorm");
  EXPECT_EQ(json["run"]["seed"], "0x1f");
  EXPECT_EQ(json["run"]["digest"], "00abcdef01234567");
  EXPECT_EQ(json["run"]["sim_ns"], 63'000'000'000);
  EXPECT_EQ(json["run"]["config"]["protocol.pull.limit"], "100");
  EXPECT_EQ(json["verdict"], "broken");
  ASSERT_EQ(json["invariants"].size(), 4u);
  EXPECT_EQ(json["invariants"][3]["verdict"], "vacuous");
  EXPECT_EQ(json["findings"][0]["headline"], "bob.phone consumed m2 twice");
  EXPECT_EQ(json["faults"][3]["effective"], 0);
  EXPECT_EQ(json["latency"]["series"][1]["bins"][0]["count"], 5);
  EXPECT_EQ(json["cost"]["client_packets_per_delivery"], "5.00");
  EXPECT_EQ(json["cost"]["client_packets_per_message"], "10.00");
  EXPECT_EQ(json["cost"]["round_trips_per_message"], "5.00");
  EXPECT_EQ(json["cost"]["round_trips_per_delivery"], "2.50");
}

TEST(JsonReport, WritesWitnessesAsLinesOfAHistoryAndTellsTheirStory) {
  const Json json = Json::parse(json_report(broken_result()));
  const Json& witness = json["invariants"][0]["witnesses"][1];
  EXPECT_EQ(witness["kind"], "consumed");
  EXPECT_EQ(witness["device"], "bob.phone");
  EXPECT_EQ(witness["body"], "m2");
  EXPECT_EQ(witness["msgid"], "0xffff000000000001");
  EXPECT_EQ(witness["position"], 4);
  const Json& step = json["invariants"][0]["story"][2];
  EXPECT_EQ(step["text"], "bob.phone consumes m2 (seq 2)");
  EXPECT_EQ(step["witness"], true);
  EXPECT_EQ(json["invariants"][0]["story"][0]["witness"], false);
}

TEST(JsonReport, HasWallTimeOnlyWhereItWasMeasured) {
  Result result = holding_result();
  EXPECT_FALSE(Json::parse(json_report(result))["run"].contains("wall_ns"));
  result.wall_ns = 5;
  EXPECT_EQ(Json::parse(json_report(result))["run"]["wall_ns"], 5);
}

TEST(JsonReport, OfSeveralRunsIsAnArray) {
  const Json json = Json::parse(json_report({holding_result(), broken_result()}));
  ASSERT_TRUE(json.is_array());
  EXPECT_EQ(json[1]["run"]["scenario"], "logic-crash");
  EXPECT_TRUE(Json::parse(json_report({holding_result()})).is_object());
}

TEST(JsonReport, RepairsTextThatIsNotUtf8) {
  Result result = broken_result();
  result.path = "sc\xff.toml";
  result.names.devices[1] = "b\xc3";
  const Json json = Json::parse(json_report(result));
  EXPECT_EQ(json["run"]["path"], "sc\xEF\xBF\xBD.toml");
  EXPECT_EQ(json["invariants"][0]["witnesses"][1]["device"], "b\xEF\xBF\xBD");
}

}  // namespace
}  // namespace imstorm
