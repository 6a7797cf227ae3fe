#include "reports/campaign_lines.h"

#include <nlohmann/json.hpp>

#include "reports/figures.h"

namespace imstorm {
namespace {

using Json = nlohmann::ordered_json;

std::string_view name_of(Outcome outcome) {
  return kOutcomeNames[static_cast<std::size_t>(outcome)];
}

std::string line_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json json_of(const Finding& f) {
  return {{"invariant", f.invariant},
          {"signature", f.signature},
          {"headline", f.headline},
          {"verdict", name_of(f.outcome)},
          {"run_seed", hex_of(f.run_seed)},
          {"draw", f.draw},
          {"first_run", f.first_run},
          {"runs", f.runs},
          {"strategy", f.strategy},
          {"case", f.case_path},
          {"replay", f.replay},
          {"decisions_before", f.decisions_before},
          {"decisions", f.decisions},
          {"messages", f.messages},
          {"events", f.events},
          {"follows", f.follows}};
}

Json json_of(const CampaignNumbers& n) {
  Json strategies = Json::object();
  for (const auto& [name, runs] : n.strategies) strategies[name] = runs;
  return {{"independent_runs", n.independent_runs},
          {"lone_runs", n.lone_runs},
          {"behaviours", n.behaviours},
          {"late_behaviours", n.late_behaviours},
          {"late_runs", n.late_runs},
          {"chance_of_something_new_ppm", n.chance_ppm},
          {"faults", n.faults},
          {"effective_faults", n.effective_faults},
          {"full", n.full},
          {"strategies", strategies}};
}

Json typed(const char* type, const Json& rest) {
  Json json = {{"type", type}};
  json.update(rest);
  return json;
}

}  // namespace

std::string finding_json(const Finding& finding) { return line_of(json_of(finding)); }
std::string campaign_json(const CampaignNumbers& numbers) { return line_of(json_of(numbers)); }

std::string campaign_lines(const Result& r, int exit_code) {
  std::string text;
  for (const Finding& finding : r.findings) {
    text += line_of(typed("finding", json_of(finding))) + "\n";
  }
  for (const Result::Law& law : r.laws) {
    text += line_of({{"type", "invariant"},
                     {"name", law.name},
                     {"verdict", name_of(law.verdict.outcome)},
                     {"exercised", law.verdict.exercised},
                     {"as_expected", law.as_expected}}) +
            "\n";
  }
  Json json = {{"type", "campaign"},           {"scenario", r.scenario}, {"path", r.path},
               {"seed", hex_of(r.seed)},       {"runs", r.runs},         {"events", r.events},
               {"verdict", name_of(r.outcome)}};
  if (r.campaign) json.update(json_of(*r.campaign));
  if (r.wall_ns != 0) json["wall_ns"] = r.wall_ns;
  json["replay"] = r.replay;
  json["exit"] = exit_code;
  return text + line_of(json) + "\n";
}

}  // namespace imstorm
