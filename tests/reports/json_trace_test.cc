// Which steps of a trace a file has, and under which numbers.
#include "reports/json_trace.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "reports/json.h"
#include "reports/result_file.h"
#include "tests/reports/sample_results.h"

namespace imstorm {
namespace {

using Json = nlohmann::json;

Trace trace_of(std::uint32_t steps) {
  Trace trace;
  trace.lanes.push_back({"alice.phone", Trace::Role::Device, {}, 0, {}});
  for (std::uint32_t i = 0; i < steps; ++i) {
    Trace::Step step;
    step.at = Instant{std::int64_t{i} * 1'000};
    step.input = Trace::Input::Timer;
    step.cause = i == 0 ? Trace::kNone : i - 1;
    trace.steps.push_back(step);
  }
  return trace;
}

/// A law broke at step 60 of 100; step 2 had a hand in it.
Result long_run() {
  Result result = broken_result();
  result.trace = trace_of(100);
  result.laws[0].ancestry.steps = {2, 60};
  return result;
}

Json json_of(const Result& result, std::size_t steps_max) {
  return Json::parse(trace_json(result, steps_max));
}

TEST(JsonTrace, ASmallTraceIsWhole) {
  const Json trace = json_of(long_run(), 100);
  EXPECT_EQ(trace["kept"], Json::parse("[[0,100]]"));
  EXPECT_EQ(trace["left_out"], 0);
}

TEST(JsonTrace, OfALargeOneThereIsAWindowBeforeTheViolationAndItsLineage) {
  const Json trace = json_of(long_run(), 40);
  EXPECT_EQ(trace["kept"], Json::parse("[[2,1],[30,40]]"));
  EXPECT_EQ(trace["left_out"], 59);
  EXPECT_EQ(trace["steps"]["at"][1], 30'000);
  EXPECT_EQ(trace["violations"][0]["lineage"], Json::parse("[0,31]"));
  EXPECT_EQ(trace["steps"]["cause"][1], -1) << "it is not here";
  EXPECT_EQ(trace["steps"]["cause"][2], 1);
}

TEST(JsonTrace, AFullTraceHasNoLimit) {
  Result result = long_run();
  result.full_trace = true;
  EXPECT_EQ(json_of(result, 40)["kept"], Json::parse("[[0,100]]"));
  result.trace.left_out = 7;
  EXPECT_EQ(json_of(result, 40)["left_out"], 7);
}

Result with_twin(std::uint32_t parts_at, std::uint32_t steps) {
  Result result = long_run();
  result.twin =
      Result::Twin{"drop", 0, Outcome::Holds, "exactly-once", parts_at, 0, trace_of(steps)};
  return result;
}

TEST(JsonTrace, ATwinHasTheSameNumbers) {
  const Result result = with_twin(55, 90);
  EXPECT_EQ(Json::parse(twin_trace_json(result, 40))["kept"], json_of(result, 40)["kept"]);
  EXPECT_EQ(parting_in_file(result, 40), 26u) << "step 2, and 30 to 54";
  EXPECT_EQ(parting_in_file(result, 100), 55u);
}

TEST(JsonTrace, ATwinThatGoesOnIsKeptAsFarAsThereIsRoom) {
  const Result result = with_twin(55, 150);
  EXPECT_EQ(Json::parse(twin_trace_json(result, 120))["kept"], Json::parse("[[0,120]]"));
  EXPECT_EQ(Json::parse(twin_trace_json(result, 120))["left_out"], 30);
  Result full = with_twin(55, 150);
  full.full_trace = true;
  EXPECT_EQ(Json::parse(twin_trace_json(full, 40))["kept"], Json::parse("[[0,150]]"));
}

TEST(JsonTrace, WhatIsWrittenCanBeRead) {
  EXPECT_EQ(read_results(json_report(with_twin(55, 90))).problem, "");
}

}  // namespace
}  // namespace imstorm
