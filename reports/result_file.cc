#include "reports/result_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "reports/comparison.h"
#include "reports/json.h"
#include "reports/trace_check.h"

namespace imstorm {
namespace {

using namespace json_check;
using Json = nlohmann::ordered_json;

/// Deeper than any result: what is nested deeper would exhaust the stack.
constexpr int kDepthMax = 64;

constexpr Need kResult[] = {
    {"tool", Type::Object},     {"run", Type::Object},    {"verdict", Type::Text},
    {"headline", Type::Text},   {"expected", Type::Text}, {"expectations_met", Type::Truth},
    {"invariants", Type::List}, {"findings", Type::List}, {"faults", Type::List},
    {"latency", Type::Object},  {"cost", Type::Object},   {"limits", Type::List}};
constexpr Need kTool[] = {{"name", Type::Text}, {"version", Type::Text}};
constexpr Need kRun[] = {
    {"scenario", Type::Text}, {"path", Type::Text},     {"title", Type::Text},
    {"seed", Type::Text},     {"digest", Type::Text},   {"replay", Type::Text},
    {"runs", Type::Count},    {"events", Type::Count},  {"messages", Type::Count},
    {"sim_ns", Type::Count},  {"config", Type::Object}, {"faults", Type::List}};
constexpr Need kLaw[] = {{"name", Type::Text},       {"promise", Type::Text},
                         {"kind", Type::Text},       {"verdict", Type::Text},
                         {"exercised", Type::Count}, {"because", Type::Text},
                         {"expected", Type::Text},   {"as_expected", Type::Truth},
                         {"witnesses", Type::List},  {"story", Type::List}};
constexpr Need kFinding[] = {
    {"invariant", Type::Text},  {"signature", Type::Text}, {"headline", Type::Text},
    {"run_seed", Type::Text},   {"case", Type::Text},      {"decisions_before", Type::Count},
    {"decisions", Type::Count}, {"messages", Type::Count}, {"events", Type::Count}};
constexpr Need kFault[] = {{"kind", Type::Text},
                           {"injected", Type::Count},
                           {"effective", Type::Count},
                           {"runs", Type::Count}};
constexpr Need kLatency[] = {{"unit", Type::Text}, {"series", Type::List}};
constexpr Need kSeries[] = {{"name", Type::Text}, {"count", Type::Count}, {"p50", Type::Count},
                            {"p90", Type::Count}, {"p99", Type::Count},   {"max", Type::Count},
                            {"bins", Type::List}};
constexpr Need kBin[] = {{"up_to", Type::Count}, {"count", Type::Count}};
constexpr Need kCost[] = {{"packets", Type::Count},
                          {"bytes", Type::Count},
                          {"client_packets", Type::Count},
                          {"deliveries", Type::Count},
                          {"by_kind", Type::Object}};
constexpr Need kLimit[] = {{"what", Type::Text}, {"times", Type::Count}};
constexpr Need kBaseline[] = {
    {"what", Type::Text}, {"latency", Type::Object}, {"cost", Type::Object}};
constexpr Need kTwin[] = {{"without", Type::Text},
                          {"mended", Type::Text},
                          {"parts_at", Type::Number},
                          {"parts_at_ns", Type::Number},
                          {"trace", Type::Object}};
constexpr Need kShrinkStep[] = {{"stage", Type::Text},
                                {"runs", Type::Count},
                                {"faults", Type::Count},
                                {"messages", Type::Count}};
constexpr Need kComparison[] = {{"headline", Type::Text}, {"replay", Type::Text},
                                {"labels", Type::Object}, {"settings", Type::Object},
                                {"figures", Type::List},  {"a", Type::Object},
                                {"b", Type::Object}};
constexpr Need kPair[] = {{"a", Type::Text}, {"b", Type::Text}};
constexpr Need kFigure[] = {{"group", Type::Text},
                            {"name", Type::Text},
                            {"a", Type::Text},
                            {"b", Type::Text},
                            {"change", Type::Text}};
Problem check_verdict(const Json& verdict, const std::string& place) {
  for (const char* known : {"holds", "vacuous", "undecided", "broken"}) {
    if (verdict == known) return {};
  }
  return fmt::format("{} is {}, which is no verdict", place, verdict.dump());
}

Problem check_law(const Json& law, const std::string& place) {
  if (Problem problem = check(law, place, kLaw)) return problem;
  if (Problem problem = check_verdict(law["verdict"], place + ".verdict")) return problem;
  return check_all(law["story"], place + ".story", kLine);
}

Problem check_series(const Json& series, const std::string& place) {
  if (Problem problem = check(series, place, kSeries)) return problem;
  return check_all(series["bins"], place + ".bins", kBin);
}

Problem check_baseline(const Json& baseline) {
  if (Problem problem = check(baseline, "baseline", kBaseline)) return problem;
  if (Problem problem = check(baseline["cost"], "baseline.cost", kCost)) return problem;
  if (Problem problem = check(baseline["latency"], "baseline.latency", kLatency)) return problem;
  return check_each(baseline["latency"]["series"], "baseline.latency.series", check_series);
}

/// A twin is shown in the place of the run that it belongs to.
Problem check_twin(const Json& json) {
  const Json& twin = json["twin"];
  if (Problem problem = check(twin, "twin", kTwin)) return problem;
  if (Problem problem = check_trace(twin["trace"], "twin.trace")) return problem;
  if (!json.contains("trace")) return "there is a twin, and no trace of the run itself";
  const auto parts_at = twin["parts_at"].get<std::int64_t>();
  const auto steps = static_cast<std::int64_t>(json["trace"]["steps"]["at"].size());
  if (parts_at >= 0 && parts_at <= steps) return {};
  return fmt::format("twin.parts_at is {}, and there are {}", parts_at, steps);
}

std::string schema_of(const Json& json) {
  const bool there = json.is_object() && json.contains("schema") && json["schema"].is_string();
  return there ? json["schema"].get<std::string>() : "";
}

/// Is it that schema, "imstorm.result/1", or a minor of it?
bool is_a(const std::string& schema, std::string_view known) {
  return schema == known || schema.starts_with(fmt::format("{}.", known));
}

Problem check_schema(const Json& json) {
  const std::string schema = schema_of(json);
  if (schema.empty()) {
    return fmt::format("this is not a result: it has no \"schema\": \"{}\"", kResultSchema);
  }
  if (is_a(schema, kResultSchema)) return {};
  for (const std::string_view known : {kResultSchema, std::string_view(kComparisonSchema)}) {
    if (!schema.starts_with(known.substr(0, known.find('/') + 1))) continue;
    return fmt::format("this is {}, and this imstorm reads {}; use the imstorm that wrote it",
                       schema, known);
  }
  return fmt::format("this is {}, not {}", schema, kResultSchema);
}

Problem check_result(const Json& json);

Problem check_finding(const Json& finding, const std::string& place) {
  if (Problem problem = check(finding, place, kFinding)) return problem;
  if (finding.contains("shrinking")) {
    if (Problem problem = check_all(finding["shrinking"], place + ".shrinking", kShrinkStep)) {
      return problem;
    }
  }
  if (!finding.contains("counterexample")) return {};
  const Problem problem = check_result(finding["counterexample"]);
  if (!problem) return {};
  return fmt::format("{}.counterexample: {}", place, *problem);
}

Problem check_result(const Json& json) {
  if (Problem problem = check_schema(json)) return problem;
  if (Problem problem = check(json, "", kResult)) return problem;
  if (Problem problem = check(json["tool"], "tool", kTool)) return problem;
  if (Problem problem = check(json["run"], "run", kRun)) return problem;
  if (Problem problem = check_texts(json["run"]["faults"], "run.faults")) return problem;
  if (Problem problem = check_verdict(json["verdict"], "verdict")) return problem;
  if (Problem problem = check_each(json["invariants"], "invariants", check_law)) return problem;
  if (Problem problem = check_each(json["findings"], "findings", check_finding)) return problem;
  if (Problem problem = check_all(json["faults"], "faults", kFault)) return problem;
  if (Problem problem = check(json["latency"], "latency", kLatency)) return problem;
  if (Problem problem = check_each(json["latency"]["series"], "latency.series", check_series)) {
    return problem;
  }
  if (Problem problem = check(json["cost"], "cost", kCost)) return problem;
  if (Problem problem = check_all(json["limits"], "limits", kLimit)) return problem;
  if (json.contains("trace")) {
    if (Problem problem = check_trace(json["trace"], "trace")) return problem;
  }
  if (json.contains("baseline")) {
    if (Problem problem = check_baseline(json["baseline"])) return problem;
  }
  return json.contains("twin") ? check_twin(json) : Problem{};
}

/// `a` and `b`, and the runs of both that are shown, where there are any.
Problem check_sides(const Json& json, const std::string& place) {
  for (const char* side : {"a", "b"}) {
    if (!json.contains(side)) return fmt::format("{}{} is missing", place, side);
    if (const Problem problem = check_result(json[side])) {
      return fmt::format("{}{}: {}", place, side, *problem);
    }
  }
  return {};
}

Problem check_comparison(const Json& json) {
  if (Problem problem = check(json, "", kComparison)) return problem;
  if (Problem problem = check(json["labels"], "labels", kPair)) return problem;
  for (const auto& [key, values] : json["settings"].items()) {
    if (Problem problem = check(values, "settings." + key, kPair)) return problem;
  }
  if (Problem problem = check_all(json["figures"], "figures", kFigure)) return problem;
  if (Problem problem = check_sides(json, "")) return problem;
  if (json.contains("shown")) return check_sides(json["shown"], "shown.");
  return {};
}

std::string compact(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

void add_comparison(ResultFile& file, const Json& json) {
  if (const Problem problem = check_comparison(json)) {
    file.problem = *problem;
    return;
  }
  file.comparison = compact(json);
  const Json& sides = json.contains("shown") ? json["shown"] : json;
  for (const char* side : {"a", "b"}) file.results.push_back(compact(sides[side]));
}

struct TooDeep {};

}  // namespace

ResultFile read_results(std::string_view text) {
  ResultFile file;
  Json json;
  try {
    json = Json::parse(text, [](int depth, Json::parse_event_t, Json&) {
      if (depth > kDepthMax) throw TooDeep();
      return true;
    });
  } catch (const TooDeep&) {
    file.problem = fmt::format("this is not a result: it is nested more than {} deep", kDepthMax);
    return file;
  } catch (const Json::exception& error) {
    const std::string_view what = error.what();
    const std::size_t place = what.find("parse error at ");
    file.problem =
        fmt::format("this is not JSON: {}", place == what.npos ? what : what.substr(place + 15));
    return file;
  }
  if (is_a(schema_of(json), kComparisonSchema)) {
    add_comparison(file, json);
    return file;
  }
  const bool several = json.is_array();
  if (several && json.empty()) file.problem = "there is no result in it";
  const Json all = several ? json : Json::array({json});
  for (std::size_t i = 0; i < all.size() && file.problem.empty(); ++i) {
    if (const Problem problem = check_result(all[i])) {
      file.problem = several ? fmt::format("result {}: {}", i + 1, *problem) : *problem;
    }
    file.results.push_back(compact(all[i]));
  }
  return file;
}

}  // namespace imstorm
