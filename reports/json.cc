#include "reports/json.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "model/history/jsonl.h"
#include "model/invariants/signature.h"
#include "reports/campaign_lines.h"
#include "reports/cost.h"
#include "reports/figures.h"
#include "reports/json_evidence.h"
#include "reports/json_trace.h"
#include "reports/relation.h"
#include "reports/story.h"

namespace imstorm {
namespace {

using Json = nlohmann::ordered_json;

/// Stands for a part until its text is put there. No name of a scenario can look like it: quotes
/// inside of names are escaped.
std::string place_of(std::string_view key) { return fmt::format("<{}>", key); }

std::string_view name_of(Outcome outcome) {
  return kOutcomeNames[static_cast<std::size_t>(outcome)];
}

/// The event as a line of imstorm.history/1 has it.
Json event_json(const Event& event, const Names& names) {
  std::ostringstream lines;
  HistoryWriter(lines, names).write(event);
  const std::string text = lines.str();
  return Json::parse(text.substr(text.find('\n') + 1));
}

Json run_json(const Result& r) {
  Json run = {{"mode", r.mode},
              {"scenario", r.scenario},
              {"path", r.path},
              {"title", r.title},
              {"seed", hex_of(r.seed)},
              {"runs", r.runs},
              {"digest", fmt::format("{:016x}", r.digest)},
              {"events", r.events},
              {"messages", r.messages},
              {"sim_ns", r.sim_ns}};
  if (r.wall_ns != 0) run["wall_ns"] = r.wall_ns;
  if (!r.strategy.empty()) run["strategy"] = r.strategy;
  run["replay"] = r.replay;
  run["config"] = Json::object();
  for (const auto& [key, value] : r.config) run["config"][key] = value;
  run["faults"] = r.fault_sentences;
  return run;
}

Json law_json(const Result::Law& law, const Result& r) {
  Json json = {{"name", law.name},
               {"promise", law.promise},
               {"kind", law.kind == LawKind::Safety ? "safety" : "liveness"},
               {"verdict", name_of(law.verdict.outcome)},
               {"exercised", law.verdict.exercised},
               {"because", law.verdict.because},
               {"expected", law.expected},
               {"as_expected", law.as_expected},
               {"permitted", law.verdict.permitted},
               {"permitted_because", law.verdict.permitted_because},
               {"foretold", law.foretold},
               {"witnesses", Json::array()},
               {"story", Json::array()}};
  for (const Witness& witness : law.verdict.witnesses) {
    Json event = event_json(witness.event, r.names);
    event["position"] = witness.position;
    json["witnesses"].push_back(std::move(event));
  }
  for (const Step& step : story_of(law, r)) {
    const bool seen = step.position != Step::kNoPosition;
    json["story"].push_back({{"position", seen ? Json(step.position) : Json(-1)},
                             {"at", step.at_ns},
                             {"actor", step.actor},
                             {"text", step.text},
                             {"witness", step.witness}});
  }
  return json;
}

/// The key under which the run of a case stands in its finding, until its text is put there.
std::string counterexample_of(std::size_t finding) {
  return fmt::format("counterexample {}", finding);
}

void add_shrinking(Json& json, const Finding& finding) {
  if (finding.shrinking.empty()) return;
  Json steps = Json::array();
  for (const ShrinkStep& step : finding.shrinking) {
    steps.push_back({{"stage", step.stage},
                     {"runs", step.runs},
                     {"faults", step.faults},
                     {"messages", step.messages}});
  }
  json["shrinking"] = std::move(steps);
}

Json campaign_findings_json(const Result& r) {
  Json findings = Json::array();
  for (std::size_t i = 0; i < r.findings.size(); ++i) {
    const Finding& finding = r.findings[i];
    Json json = Json::parse(finding_json(finding));
    add_shrinking(json, finding);
    if (finding.counterexample) json["counterexample"] = place_of(counterexample_of(i));
    findings.push_back(std::move(json));
  }
  return findings;
}

/// One for each broken law, with what is known of how it was made small.
Json findings_json(const Result& r) {
  if (r.campaign) return campaign_findings_json(r);
  const std::vector<std::uint32_t> follows = explained_by(broken_laws(r));
  Json findings = Json::array();
  for (const Result::Law& law : r.laws) {
    if (law.verdict.outcome != Outcome::Broken) continue;
    const auto known = std::find_if(r.findings.begin(), r.findings.end(),
                                    [&](const Finding& f) { return law.name == f.invariant; });
    Finding finding;
    finding.case_path = r.case_path;
    finding.decisions_before = finding.decisions = r.decisions;
    if (known != r.findings.end()) finding = *known;
    findings.push_back({{"invariant", law.name},
                        {"signature", text_of(signature_of(law.name, law.verdict))},
                        {"headline", law.verdict.because},
                        {"run_seed", hex_of(r.seed)},
                        {"case", finding.case_path},
                        {"decisions_before", finding.decisions_before},
                        {"decisions", finding.decisions},
                        {"messages", r.messages},
                        {"events", r.events},
                        {"follows", follows[findings.size()]}});
    add_shrinking(findings.back(), finding);
  }
  return findings;
}

Json faults_json(const Result& r) {
  Json faults = Json::array();
  for (const Result::FaultCount& fault : r.faults) {
    faults.push_back({{"kind", fault.kind},
                      {"injected", fault.injected},
                      {"effective", fault.effective},
                      {"runs", fault.runs}});
  }
  return faults;
}

Json latency_json(const std::vector<Result::Latency>& latency) {
  Json all = Json::array();
  for (const Result::Latency& series : latency) {
    Json bins = Json::array();
    for (const Result::Bin& bin : series.bins) {
      bins.push_back({{"up_to", bin.up_to}, {"count", bin.count}});
    }
    all.push_back({{"name", series.name},
                   {"count", series.count},
                   {"p50", series.p50},
                   {"p90", series.p90},
                   {"p99", series.p99},
                   {"max", series.max},
                   {"bins", std::move(bins)}});
  }
  return {{"unit", "ns"}, {"series", std::move(all)}};
}

Json cost_json(const Result::Cost& cost) {
  Json by_kind = Json::object();
  Json client_by_kind = Json::object();
  for (const auto& [kind, packets] : cost.by_kind) by_kind[kind] = packets;
  for (const auto& [kind, packets] : cost.client_by_kind) client_by_kind[kind] = packets;
  Json json = {{"packets", cost.packets},
               {"bytes", cost.bytes},
               {"client_packets", cost.client_packets},
               {"message_packets", cost.message_packets},
               {"messages", cost.messages},
               {"deliveries", cost.deliveries}};
  for (const UnitCost& unit : unit_costs(cost)) json[unit.key()] = unit.text();
  json["by_kind"] = std::move(by_kind);
  json["client_by_kind"] = std::move(client_by_kind);
  return json;
}

Json limits_json(const Result& r) {
  Json limits = Json::array();
  for (const Result::Limit& limit : r.limits) {
    limits.push_back({{"what", limit.what}, {"times", limit.times}});
  }
  return limits;
}

Json result_json(const Result& r) {
  Json laws = Json::array();
  for (const Result::Law& law : r.laws) laws.push_back(law_json(law, r));
  Json findings = findings_json(r);
  Json json = {{"schema", kResultSchema},
               {"tool", {{"name", "imstorm"}, {"version", r.version}}},
               {"run", run_json(r)},
               {"verdict", name_of(r.outcome)},
               {"headline", r.headline},
               {"expected", r.expected},
               {"expectations_met", r.expectations_met},
               {"invariants", std::move(laws)},
               {"findings", std::move(findings)},
               {"faults", faults_json(r)},
               {"latency", latency_json(r.latency)},
               {"cost", cost_json(r.cost)},
               {"limits", limits_json(r)}};
  if (r.campaign) json["campaign"] = Json::parse(campaign_json(*r.campaign));
  if (r.baseline) {
    json["baseline"] = {{"what", r.baseline->what},
                        {"verdict", name_of(r.baseline->outcome)},
                        {"latency", latency_json(r.baseline->latency)},
                        {"cost", cost_json(r.baseline->cost)}};
  }
  for (const auto& [key, text] : evidence_json(r)) json[key] = place_of(key);
  if (!r.trace.steps.empty()) json["trace"] = place_of("trace");
  return json;
}

/// Puts a part where result_json has left room for it.
void put(std::string& text, std::string_view key, std::string_view mark, const std::string& part) {
  const std::string place = fmt::format("\"{}\": \"{}\"", key, place_of(mark));
  const std::size_t at = text.find(place);
  text.replace(at, place.size(), fmt::format("\"{}\": {}", key, part));
}

/// Tables are lines, not trees.
void put_parts(std::string& text, const Result& r) {
  for (const auto& [key, part] : evidence_json(r)) put(text, key, key, part);
  if (!r.trace.steps.empty()) put(text, "trace", "trace", trace_json(r));
  for (std::size_t i = 0; i < r.findings.size() && r.campaign; ++i) {
    if (!r.findings[i].counterexample) continue;
    put(text, "counterexample", counterexample_of(i), json_report(*r.findings[i].counterexample));
  }
}

std::string text_of(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string json_report(const Result& result) {
  std::string text = text_of(result_json(result));
  put_parts(text, result);
  return text;
}

std::string json_report(const std::vector<Result>& results) {
  if (results.size() == 1) return json_report(results.front());
  Json all = Json::array();
  for (const Result& result : results) all.push_back(result_json(result));
  std::string text = text_of(all);
  for (const Result& result : results) put_parts(text, result);
  return text;
}

}  // namespace imstorm
