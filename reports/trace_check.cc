#include "reports/trace_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

namespace imstorm {
namespace {

using namespace json_check;
using Json = nlohmann::ordered_json;

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

/// Stretches of [the first step, how many], one after the other, that add up to the steps here.
Problem check_kept(const Json& kept, const std::string& place, std::size_t steps) {
  std::int64_t next = 0;
  std::int64_t sum = 0;
  const Problem problem =
      check_each(kept, place, [&](const Json& one, const std::string& here) -> Problem {
        const bool pair = one.is_array() && one.size() == 2 && one[0].is_number_integer() &&
                          one[1].is_number_integer();
        if (!pair) return fmt::format("{} should be two integers", here);
        if (one[0] < next || one[1] < 1)
          return fmt::format("{} is not behind the one before it", here);
        sum += one[1].get<std::int64_t>();
        next = one[0].get<std::int64_t>() + one[1].get<std::int64_t>();
        return {};
      });
  if (problem) return problem;
  if (sum == static_cast<std::int64_t>(steps)) return {};
  return fmt::format("{} is about {} steps, and there are {}", place, sum, steps);
}

}  // namespace

template <>
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
  if (trace.contains("kept")) {
    if (Problem problem = check_kept(trace["kept"], place + ".kept", steps)) return problem;
  }
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

}  // namespace imstorm
