#include "reports/result_file.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "reports/comparison.h"
#include "reports/json.h"
#include "tests/reports/sample_results.h"
#include "tests/reports/sample_trace.h"

namespace imstorm {
namespace {

using Json = nlohmann::ordered_json;

std::string problem(const std::string& text) { return read_results(text).problem; }

TEST(ResultFile, ReadsWhatIsWritten) {
  EXPECT_EQ(problem(json_report(holding_result())), "");
  EXPECT_EQ(problem(json_report(broken_result())), "");
  EXPECT_EQ(problem(sample_with_trace()), "");
  EXPECT_EQ(read_results(sample_with_trace()).results.size(), 1u);
}

TEST(ResultFile, ReadsSeveral) {
  const ResultFile file = read_results(json_report({holding_result(), broken_result()}));
  EXPECT_EQ(file.problem, "");
  ASSERT_EQ(file.results.size(), 2u);
  EXPECT_NE(file.results[1].find("logic-crash"), std::string::npos);
}

TEST(ResultFile, KeepsWhatItDoesNotKnow) {
  const ResultFile file = read_results(sample_with("\"verdict\"", "\"mood\":\"fine\",\"verdict\""));
  EXPECT_EQ(file.problem, "");
  EXPECT_NE(file.results[0].find("\"mood\":\"fine\""), std::string::npos);
}

TEST(ResultFile, RefusesAnotherMajorVersion) {
  EXPECT_EQ(problem(sample_with("imstorm.result/1", "imstorm.result/2")),
            "this is imstorm.result/2, and this imstorm reads imstorm.result/1; use the imstorm "
            "that wrote it");
  EXPECT_EQ(problem(sample_with("imstorm.result/1", "imstorm.result/1.4")), "");
  EXPECT_EQ(problem(sample_with("imstorm.result/1", "imstorm.history/1")),
            "this is imstorm.history/1, not imstorm.result/1");
}

TEST(ResultFile, SaysWhereItIsMalformed) {
  EXPECT_EQ(problem("{}"), "this is not a result: it has no \"schema\": \"imstorm.result/1\"");
  EXPECT_EQ(problem("[]"), "there is no result in it");
  EXPECT_EQ(problem("7"), "this is not a result: it has no \"schema\": \"imstorm.result/1\"");
  EXPECT_TRUE(problem("{\"a\": ]").starts_with("this is not JSON: line 1, column 7"))
      << problem("{\"a\": ]");
  EXPECT_EQ(problem(sample_with("\"verdict\":\"broken\"", "\"verdict\":\"fine\"")),
            "verdict is \"fine\", which is no verdict");
  EXPECT_EQ(problem(sample_with("\"runs\":1,", "\"runs\":\"one\",")),
            "run.runs should be a whole number, 0 or more");
  for (const char* const odd : {"-5", "1e99", "0.5"}) {
    EXPECT_EQ(problem(sample_with("\"runs\":1,", fmt::format("\"runs\":{},", odd))),
              "run.runs should be a whole number, 0 or more");
  }
  EXPECT_EQ(problem(sample_with("\"replay\"", "\"reply\"")), "run.replay is missing");
  EXPECT_EQ(problem("[" + sample_with_trace() + ",{}]"),
            "result 2: this is not a result: it has no \"schema\": \"imstorm.result/1\"");
}

TEST(ResultFile, RefusesWhatIsNestedDeeperThanAnyResult) {
  const std::size_t depth = 300'000;
  const std::string deep = std::string(depth, '[') + std::string(depth, ']');
  EXPECT_EQ(problem(deep), "this is not a result: it is nested more than 64 deep");
  EXPECT_EQ(problem(sample_with("\"verdict\"", "\"mood\":" + deep + ",\"verdict\"")),
            "this is not a result: it is nested more than 64 deep");
}

TEST(ResultFile, RefusesATraceThatPointsIntoAnEmptyTable) {
  std::string text = sample_with_trace();
  const std::size_t at = text.find("\"lanes\":[{");
  ASSERT_NE(at, text.npos);
  const std::size_t end = text.find("}]", at);
  text.replace(at, end + 2 - at, "\"lanes\":[]");
  EXPECT_NE(problem(text).find("and there are 0"), std::string::npos) << problem(text);
}

TEST(ResultFile, RefusesATraceThatPointsOutsideItself) {
  EXPECT_EQ(problem(sample_with("\"cause\":[-1,0,1", "\"cause\":[-1,0,6")),
            "trace.steps.cause[2] is 6, and there are 6");
  EXPECT_EQ(problem(sample_with("\"lane\":[0,", "\"lane\":[-1,")),
            "trace.steps.lane[0] is -1, and there are 3");
  EXPECT_EQ(problem(sample_with("\"fate\":[0,0,1,0,0]", "\"fate\":[0,0,1,0]")),
            "trace.packets.fate has 4 rows, not 5");
  EXPECT_EQ(problem(sample_with("\"lost\":[2]", "\"lost\":[5]")),
            "trace.violations.lost[0] is 5, and there are 5");
  EXPECT_EQ(problem(sample_with("\"at\":[400000000,", "\"at\":[\"now\",")),
            "trace.steps.at should be a number");
}

TEST(ResultFile, RefusesStepsWhoseNumbersDoNotFit) {
  const auto kept = [](const std::string& stretches) {
    return problem(sample_with("\"left_out\":0", "\"left_out\":0,\"kept\":" + stretches));
  };
  EXPECT_EQ(kept("[[0,6]]"), "");
  EXPECT_EQ(kept("[[3,2],[9,4]]"), "");
  EXPECT_EQ(kept("[[0,5]]"), "trace.kept is about 5 steps, and there are 6");
  EXPECT_EQ(kept("[[3,3],[5,3]]"), "trace.kept[1] is not behind the one before it");
  EXPECT_EQ(kept("[[3]]"), "trace.kept[0] should be two integers");
}

/// The sample with its own trace as its twin's.
Json with_twin() {
  Json json = Json::parse(sample_with_trace());
  json["twin"] = {{"without", "loss 50%"},
                  {"mended", "exactly-once"},
                  {"parts_at", 3},
                  {"parts_at_ns", 0},
                  {"trace", json["trace"]}};
  return json;
}

TEST(ResultFile, ChecksATwinAsItDoesTheRun) {
  Json json = with_twin();
  EXPECT_EQ(problem(json.dump()), "");
  json["twin"]["trace"]["steps"]["cause"][2] = 6;
  EXPECT_EQ(problem(json.dump()), "twin.trace.steps.cause[2] is 6, and there are 6");
  json = with_twin();
  json["twin"]["parts_at"] = 7;
  EXPECT_EQ(problem(json.dump()), "twin.parts_at is 7, and there are 6");
  json = with_twin();
  json.erase("trace");
  EXPECT_EQ(problem(json.dump()), "there is a twin, and no trace of the run itself");
}

TEST(ResultFile, ChecksTheCounterexampleOfAFinding) {
  Json json = Json::parse(sample_with_trace());
  Json& finding = json["findings"][0];
  finding["shrinking"] =
      Json::parse(R"([{"stage": "faults", "runs": 1, "faults": 9, "messages": 4}])");
  finding["counterexample"] = Json::parse(sample_with_trace());
  EXPECT_EQ(problem(json.dump()), "");
  json["findings"][0]["counterexample"]["run"].erase("seed");
  EXPECT_EQ(problem(json.dump()), "findings[0].counterexample: run.seed is missing");
  json["findings"][0].erase("counterexample");
  json["findings"][0]["shrinking"][0]["faults"] = "nine";
  EXPECT_EQ(problem(json.dump()),
            "findings[0].shrinking[0].faults should be a whole number, 0 or more");
}

TEST(ResultFile, ChecksABaseline) {
  Json json = Json::parse(sample_with_trace());
  json["baseline"] = {
      {"what", "without faults"}, {"latency", json["latency"]}, {"cost", json["cost"]}};
  EXPECT_EQ(problem(json.dump()), "");
  json["baseline"]["latency"].erase("series");
  EXPECT_EQ(problem(json.dump()), "baseline.latency.series is missing");
}

Json compared() {
  Comparison comparison;
  comparison.a = holding_result();
  comparison.b = broken_result();
  comparison.shown_a = std::make_shared<Result>(holding_result());
  comparison.shown_b = std::make_shared<Result>(broken_result());
  return Json::parse(json_comparison(comparison));
}

TEST(ResultFile, ReadsAComparison) {
  const ResultFile file = read_results(compared().dump());
  EXPECT_EQ(file.problem, "");
  EXPECT_EQ(Json::parse(file.comparison), compared());
  ASSERT_EQ(file.results.size(), 2u);
  EXPECT_EQ(Json::parse(file.results[1])["verdict"], "broken");
}

TEST(ResultFile, SaysWhereAComparisonIsMalformed) {
  Json json = compared();
  json["labels"].erase("b");
  EXPECT_EQ(problem(json.dump()), "labels.b is missing");
  json = compared();
  json["b"]["verdict"] = "fine";
  EXPECT_EQ(problem(json.dump()), "b: verdict is \"fine\", which is no verdict");
  json = compared();
  json["shown"].erase("a");
  EXPECT_EQ(problem(json.dump()), "shown.a is missing");
  json = compared();
  json["settings"]["dedup.window"] = {{"a", "none"}, {"b", 7}};
  EXPECT_EQ(problem(json.dump()), "settings.dedup.window.b should be a string");
  json = compared();
  json["schema"] = "imstorm.comparison/2";
  EXPECT_EQ(problem(json.dump()),
            "this is imstorm.comparison/2, and this imstorm reads imstorm.comparison/1; use the "
            "imstorm that wrote it");
}

}  // namespace
}  // namespace imstorm
