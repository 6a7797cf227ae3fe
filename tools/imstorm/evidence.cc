#include "tools/imstorm/evidence.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "tools/imstorm/interruption.h"
#include "tools/imstorm/result_of_run.h"
#include "tools/imstorm/retell.h"

namespace imstorm {
namespace {

/// The trial with exactly these faults, for as long as it had to last with its own.
Trial with_faults(const Trial& trial, const FaultPlan& all, FaultPlan faults) {
  Scenario other = *trial.scenario;
  if (other.storm.on) {
    other.duration = std::max(other.duration, other.storm.begin + other.storm.length);
  }
  for (const Fault& fault : all) {
    other.duration = std::max(other.duration, Duration{fault.at.ns} + fault.lasts);
  }
  other.storm.on = false;
  other.faults = std::move(faults);
  return {std::make_shared<const Scenario>(std::move(other)), trial.decider};
}

void add_baseline(Result& result, const Trial& trial, const RunRecord& record,
                  const RunSettings& settings) {
  if (record.plan.empty()) return;
  const Trial calm = with_faults(trial, record.plan, {});
  const RunRecord run = run_trial(calm, settings);
  Result other = result_of(*calm.scenario, run);
  result.baseline = Result::Baseline{"without faults", other.outcome, std::move(other.latency),
                                     std::move(other.cost)};
}

const RunRecord::Law* law_of(const RunRecord& record, const std::string& name) {
  const auto found = std::find_if(record.laws.begin(), record.laws.end(),
                                  [&](const RunRecord::Law& law) { return law.name == name; });
  return found == record.laws.end() ? nullptr : &*found;
}

/// Faults to leave out, the most telling first: those that had a hand in it, the latest first, then
/// all others that changed anything.
std::vector<std::uint32_t> candidates(const Result& result, const Result::Law& law) {
  std::vector<std::uint32_t> bands(law.ancestry.bands.rbegin(), law.ancestry.bands.rend());
  for (std::uint32_t band = 0; band < result.trace.bands.size(); ++band) {
    const bool known = std::find(bands.begin(), bands.end(), band) != bands.end();
    if (!known && result.trace.bands[band].effective) bands.push_back(band);
  }
  if (bands.size() > kTwinTriesMax) bands.resize(kTwinTriesMax);
  return bands;
}

bool same_step(const Trace& a, const Trace& b, std::size_t i) {
  const Trace::Step& x = a.steps[i];
  const Trace::Step& y = b.steps[i];
  if (x.at != y.at || x.lane != y.lane || x.input != y.input || x.worker != y.worker) return false;
  if (x.cause != y.cause || x.what != y.what) return false;
  if (x.packet == Trace::kNone || y.packet == Trace::kNone) return x.packet == y.packet;
  const Trace::Packet& p = a.packets[x.packet];
  const Trace::Packet& q = b.packets[y.packet];
  return p.kind == q.kind && p.body == q.body && p.from == q.from && p.detail == q.detail;
}

std::size_t parting_of(const Trace& a, const Trace& b) {
  const std::size_t shorter = std::min(a.steps.size(), b.steps.size());
  for (std::size_t i = 0; i < shorter; ++i) {
    if (!same_step(a, b, i)) return i;
  }
  return shorter;
}

/// The twin's trace and where it parts from ours.
void add_twin(Result& result, const Trial& trial, const Result::Law& law, std::uint32_t band,
              const RunRecord& run, RunSettings settings) {
  Result other = result_of(*trial.scenario, run);
  retell(other, trial, run, settings, {true, true});
  const std::size_t at = parting_of(result.trace, other.trace);
  if (other.trace.steps.empty() || at >= result.trace.steps.size()) return;
  const std::int64_t here = result.trace.steps[at].at.ns;
  const std::int64_t there = at < other.trace.steps.size() ? other.trace.steps[at].at.ns : here;
  result.twin = Result::Twin{result.trace.bands[band].sentence,
                             band,
                             other.outcome,
                             law.name,
                             static_cast<std::uint32_t>(at),
                             std::min(here, there),
                             std::move(other.trace)};
}

/// Where two runs part is known only if all their steps are.
bool is_whole(const Trace& trace) { return !trace.steps.empty() && trace.left_out == 0; }

void seek_twin(Result& result, const Trial& trial, const RunRecord& record,
               const RunSettings& settings) {
  // Crashes by chance at a durable step are not in the plan, and would be missing too.
  if (!is_whole(result.trace) || !record.chanced.empty()) return;
  const auto law = std::find_if(result.laws.begin(), result.laws.end(),
                                [](const auto& l) { return l.verdict.outcome == Outcome::Broken; });
  if (law == result.laws.end()) return;
  for (const std::uint32_t band : candidates(result, *law)) {
    if (band >= record.plan.size() || interrupted()) continue;
    FaultPlan others = record.plan;
    others.erase(others.begin() + band);
    const Trial without = with_faults(trial, record.plan, std::move(others));
    const RunRecord run = run_trial(without, settings);
    const RunRecord::Law* judged = law_of(run, law->name);
    if (judged == nullptr || judged->verdict.outcome == Outcome::Broken) continue;
    add_twin(result, without, *law, band, run, settings);
    if (result.twin) return;
  }
}

}  // namespace

void add_evidence(Result& result, const Trial& trial, const RunRecord& record,
                  RunSettings settings) {
  if (record.events > kEvidenceEventsMax || interrupted()) return;
  settings.keep_history = false;
  seek_twin(result, trial, record, settings);
  settings.probe_every = 0;
  add_baseline(result, trial, record, settings);
}

}  // namespace imstorm
