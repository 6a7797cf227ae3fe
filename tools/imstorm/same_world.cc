#include "tools/imstorm/same_world.h"

#include <algorithm>
#include <iterator>
#include <sstream>
#include <string_view>
#include <utility>

#include "model/scenario/write_scenario.h"

namespace imstorm {
namespace {

constexpr std::pair<std::string_view, std::string_view> kTables[] = {
    {"[users]", "users"},      {"[conversations]", "conversations"},
    {"[[send]]", "messages"},  {"[[traffic]]", "traffic"},
    {"[[signal]]", "signals"}, {"[[signal_traffic]]", "signals"},
    {"[[member]]", "members"}, {"[[churn]]", "members"},
    {"[faults]", "faults"}};

constexpr std::pair<std::string_view, std::string_view> kKeys[] = {{"link.backbone.sockets ", ""},
                                                                   {"link.", "links"},
                                                                   {"storm.", "storm"},
                                                                   {"duration ", "duration"},
                                                                   {"decisions ", "decisions"}};

/// The lines of a scenario's text, each behind the part of the world that it is about.
std::vector<std::pair<std::string_view, std::string>> world_of(const Scenario& scenario) {
  std::vector<std::pair<std::string_view, std::string>> lines;
  std::string_view part;
  bool among_keys = true;
  std::istringstream text(scenario_text(scenario));
  for (std::string line; std::getline(text, line);) {
    if (line.empty()) continue;
    if (line.front() == '[') {
      among_keys = false;
      const auto table = std::find_if(std::begin(kTables), std::end(kTables),
                                      [&](const auto& row) { return row.first == line; });
      part = table == std::end(kTables) ? std::string_view() : table->second;
    } else if (among_keys) {
      const auto key = std::find_if(std::begin(kKeys), std::end(kKeys),
                                    [&](const auto& row) { return line.starts_with(row.first); });
      part = key == std::end(kKeys) ? std::string_view() : key->second;
    }
    if (!part.empty()) lines.emplace_back(part, line);
  }
  return lines;
}

}  // namespace

std::vector<std::string> different_worlds(const Scenario& a, const Scenario& b) {
  const auto one = world_of(a), other = world_of(b);
  const auto lines_about = [](const auto& world, std::string_view part) {
    std::string text;
    for (const auto& [about, line] : world) text += about == part ? line + "\n" : "";
    return text;
  };
  std::vector<std::string> differ;
  const auto look_at = [&](std::string_view part) {
    const bool known = std::find(differ.begin(), differ.end(), part) != differ.end();
    if (part.empty() || known || lines_about(one, part) == lines_about(other, part)) return;
    differ.emplace_back(part);
  };
  for (const auto& row : kTables) look_at(row.second);
  for (const auto& row : kKeys) look_at(row.second);
  return differ;
}

}  // namespace imstorm
