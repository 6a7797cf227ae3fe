#include "reports/result_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>

#include "reports/json.h"

namespace imstorm {
namespace {

using Json = nlohmann::ordered_json;
using Problem = std::optional<std::string>;

enum class Type { Text, Number, Truth, List, Object };
constexpr std::string_view kTypeNames[] = {"a string", "a number", "true or false", "an array",
                                           "an object"};

struct Need {
  std::string_view field;
  Type type;
};

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
    {"runs", Type::Number},   {"events", Type::Number}, {"messages", Type::Number},
    {"sim_ns", Type::Number}, {"config", Type::Object}, {"faults", Type::List}};
constexpr Need kLaw[] = {{"name", Type::Text},        {"promise", Type::Text},
                         {"kind", Type::Text},        {"verdict", Type::Text},
                         {"exercised", Type::Number}, {"because", Type::Text},
                         {"expected", Type::Text},    {"as_expected", Type::Truth},
                         {"witnesses", Type::List},   {"story", Type::List}};
constexpr Need kLine[] = {
    {"at", Type::Number}, {"actor", Type::Text}, {"text", Type::Text}, {"witness", Type::Truth}};
constexpr Need kFinding[] = {
    {"invariant", Type::Text},   {"signature", Type::Text},  {"headline", Type::Text},
    {"run_seed", Type::Text},    {"case", Type::Text},       {"decisions_before", Type::Number},
    {"decisions", Type::Number}, {"messages", Type::Number}, {"events", Type::Number}};
constexpr Need kFault[] = {{"kind", Type::Text},
                           {"injected", Type::Number},
                           {"effective", Type::Number},
                           {"runs", Type::Number}};
constexpr Need kLatency[] = {{"unit", Type::Text}, {"series", Type::List}};
constexpr Need kSeries[] = {{"name", Type::Text},  {"count", Type::Number}, {"p50", Type::Number},
                            {"p90", Type::Number}, {"p99", Type::Number},   {"max", Type::Number},
                            {"bins", Type::List}};
constexpr Need kBin[] = {{"up_to", Type::Number}, {"count", Type::Number}};
constexpr Need kCost[] = {{"packets", Type::Number},
                          {"bytes", Type::Number},
                          {"client_packets", Type::Number},
                          {"deliveries", Type::Number},
                          {"by_kind", Type::Object}};
constexpr Need kLimit[] = {{"what", Type::Text}, {"times", Type::Number}};
constexpr Need kTrace[] = {
    {"roles", Type::List},   {"inputs", Type::List},     {"fates", Type::List},
    {"frames", Type::List},  {"strings", Type::List},    {"lanes", Type::List},
    {"bands", Type::List},   {"violations", Type::List}, {"story", Type::List},
    {"steps", Type::Object}, {"packets", Type::Object},  {"left_out", Type::Number}};
constexpr Need kLane[] = {
    {"name", Type::Text}, {"role", Type::Text}, {"workers", Type::Number}, {"skew", Type::Number}};
constexpr Need kBand[] = {{"kind", Type::Text},       {"sentence", Type::Text},
                          {"from", Type::Number},     {"until", Type::Number},
                          {"effective", Type::Truth}, {"lanes", Type::List}};
constexpr Need kViolation[] = {{"law", Type::Text},
                               {"because", Type::Text},
                               {"step", Type::Number},
                               {"lineage", Type::List},
                               {"lost", Type::List}};

bool is(const Json& json, Type type) {
  switch (type) {
    case Type::Text:
      return json.is_string();
    case Type::Number:
      return json.is_number();
    case Type::Truth:
      return json.is_boolean();
    case Type::List:
      return json.is_array();
    case Type::Object:
      return json.is_object();
  }
  return false;
}

std::string wants(const std::string& place, Type type) {
  return fmt::format("{} should be {}", place, kTypeNames[static_cast<std::size_t>(type)]);
}

/// Has the object all of these? `place` names it: "run", "invariants[2]".
template <std::size_t n>
Problem check(const Json& json, const std::string& place, const Need (&needs)[n]) {
  if (!json.is_object()) return wants(place.empty() ? "a result" : place, Type::Object);
  for (const Need& need : needs) {
    const std::string here = fmt::format("{}{}{}", place, place.empty() ? "" : ".", need.field);
    const auto found = json.find(need.field);
    if (found == json.end()) return fmt::format("{} is missing", here);
    if (!is(*found, need.type)) return wants(here, need.type);
  }
  return {};
}

template <class Check>
Problem check_each(const Json& list, const std::string& place, const Check& item) {
  if (!list.is_array()) return wants(place, Type::List);
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (Problem problem = item(list[i], fmt::format("{}[{}]", place, i))) return problem;
  }
  return {};
}

template <std::size_t n>
Problem check_all(const Json& list, const std::string& place, const Need (&needs)[n]) {
  return check_each(list, place, [&](const Json& item, const std::string& here) {
    return check(item, here, needs);
  });
}

Problem check_texts(const Json& list, const std::string& place) {
  return check_each(list, place, [](const Json& item, const std::string& here) -> Problem {
    if (!item.is_string()) return wants(here, Type::Text);
    return {};
  });
}

/// A number that names one of `size` things, or, where it may, none (-1).
Problem check_indices(const Json& list, const std::string& place, std::size_t size, bool or_none) {
  return check_each(list, place, [&](const Json& item, const std::string& here) -> Problem {
    if (!item.is_number_integer()) return wants(here, Type::Number);
    const auto index = item.get<std::int64_t>();
    if (index >= (or_none ? -1 : 0) && index < static_cast<std::int64_t>(size)) return {};
    return fmt::format("{} is {}, and there are {}", here, index, size);
  });
}

constexpr std::size_t kAny = SIZE_MAX;

struct Column {
  std::string_view name;
  std::size_t limit;  // of indices, which are below it; kAny: any integer
  bool or_none;
};

/// All columns of a table, equally long.
Problem check_table(const Json& table, const std::string& place,
                    const std::vector<Column>& columns) {
  std::size_t rows = 0;
  for (const Column& column : columns) {
    const std::string here = fmt::format("{}.{}", place, column.name);
    const auto found = table.find(column.name);
    if (found == table.end()) return fmt::format("{} is missing", here);
    if (!found->is_array()) return wants(here, Type::List);
    if (&column == columns.data()) rows = found->size();
    if (found->size() != rows)
      return fmt::format("{} has {} rows, not {}", here, found->size(), rows);
    if (column.limit == kAny) {
      const auto odd = std::find_if(found->begin(), found->end(),
                                    [](const Json& item) { return !item.is_number_integer(); });
      if (odd != found->end()) return wants(here, Type::Number);
    } else if (Problem problem = check_indices(*found, here, column.limit, column.or_none)) {
      return problem;
    }
  }
  return {};
}

std::size_t rows_of(const Json& table, std::string_view column) {
  const auto found = table.find(column);
  return found != table.end() && found->is_array() ? found->size() : 0;
}

Problem check_tables(const Json& trace, const std::string& place) {
  const std::size_t steps = rows_of(trace["steps"], "at");
  const std::size_t packets = rows_of(trace["packets"], "left");
  const std::size_t lanes = trace["lanes"].size();
  const std::size_t bands = trace["bands"].size();
  const std::size_t strings = trace["strings"].size();
  if (Problem problem = check_table(trace["steps"], place + ".steps",
                                    {{"at", kAny, false},
                                     {"lane", lanes, false},
                                     {"worker", kAny, false},
                                     {"input", trace["inputs"].size(), false},
                                     {"cause", steps, true},
                                     {"packet", packets, true},
                                     {"fault", bands, true},
                                     {"what", strings, true}})) {
    return problem;
  }
  return check_table(trace["packets"], place + ".packets",
                     {{"left", kAny, false},
                      {"ended", kAny, false},
                      {"frame", trace["frames"].size(), false},
                      {"body", strings, true},
                      {"detail", strings, true},
                      {"from", lanes, false},
                      {"to", lanes, false},
                      {"socket", kAny, false},
                      {"bytes", kAny, false},
                      {"sent", steps, true},
                      {"received", steps, true},
                      {"fate", trace["fates"].size(), false},
                      {"copy", kAny, false},
                      {"late", kAny, false},
                      {"fault", bands, true}});
}

Problem check_trace(const Json& trace, const std::string& place) {
  if (Problem problem = check(trace, place, kTrace)) return problem;
  for (const char* words : {"roles", "inputs", "fates", "frames", "strings"}) {
    if (Problem problem = check_texts(trace[words], place + "." + words)) return problem;
  }
  if (Problem problem = check_all(trace["lanes"], place + ".lanes", kLane)) return problem;
  if (Problem problem = check_all(trace["bands"], place + ".bands", kBand)) return problem;
  if (Problem problem = check_all(trace["story"], place + ".story", kLine)) return problem;
  if (Problem problem = check_all(trace["violations"], place + ".violations", kViolation)) {
    return problem;
  }
  if (Problem problem = check_tables(trace, place)) return problem;
  const std::size_t steps = trace["steps"]["at"].size();
  const std::size_t packets = trace["packets"]["left"].size();
  for (const Json& violation : trace["violations"]) {
    const std::string here = place + ".violations";
    if (Problem problem = check_indices(violation["lineage"], here + ".lineage", steps, true)) {
      return problem;
    }
    if (Problem problem = check_indices(violation["lost"], here + ".lost", packets, false)) {
      return problem;
    }
  }
  return check_each(trace["bands"], place + ".bands", [&](const Json& band, const std::string& at) {
    return check_indices(band["lanes"], at + ".lanes", trace["lanes"].size(), false);
  });
}

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

/// "imstorm.result/1" or a minor of it.
Problem check_schema(const Json& json) {
  if (!json.is_object() || !json.contains("schema") || !json["schema"].is_string()) {
    return fmt::format("this is not a result: it has no \"schema\": \"{}\"", kResultSchema);
  }
  const std::string schema = json["schema"].get<std::string>();
  if (schema == kResultSchema || schema.starts_with(fmt::format("{}.", kResultSchema))) return {};
  if (schema.starts_with("imstorm.result/")) {
    return fmt::format("this is {}, and this imstorm reads {}; use the imstorm that wrote it",
                       schema, kResultSchema);
  }
  return fmt::format("this is {}, not {}", schema, kResultSchema);
}

Problem check_result(const Json& json) {
  if (Problem problem = check_schema(json)) return problem;
  if (Problem problem = check(json, "", kResult)) return problem;
  if (Problem problem = check(json["tool"], "tool", kTool)) return problem;
  if (Problem problem = check(json["run"], "run", kRun)) return problem;
  if (Problem problem = check_texts(json["run"]["faults"], "run.faults")) return problem;
  if (Problem problem = check_verdict(json["verdict"], "verdict")) return problem;
  if (Problem problem = check_each(json["invariants"], "invariants", check_law)) return problem;
  if (Problem problem = check_all(json["findings"], "findings", kFinding)) return problem;
  if (Problem problem = check_all(json["faults"], "faults", kFault)) return problem;
  if (Problem problem = check(json["latency"], "latency", kLatency)) return problem;
  if (Problem problem = check_each(json["latency"]["series"], "latency.series", check_series)) {
    return problem;
  }
  if (Problem problem = check(json["cost"], "cost", kCost)) return problem;
  if (Problem problem = check_all(json["limits"], "limits", kLimit)) return problem;
  if (json.contains("trace")) return check_trace(json["trace"], "trace");
  return {};
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
  const bool several = json.is_array();
  if (several && json.empty()) file.problem = "there is no result in it";
  const Json all = several ? json : Json::array({json});
  for (std::size_t i = 0; i < all.size() && file.problem.empty(); ++i) {
    if (const Problem problem = check_result(all[i])) {
      file.problem = several ? fmt::format("result {}: {}", i + 1, *problem) : *problem;
    }
    file.results.push_back(all[i].dump(-1, ' ', false, Json::error_handler_t::replace));
  }
  return file;
}

}  // namespace imstorm
