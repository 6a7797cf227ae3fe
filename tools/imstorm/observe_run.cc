#include "tools/imstorm/observe_run.h"

#include <algorithm>

#include "model/invariants/catalog.h"
#include "model/invariants/signature.h"
#include "model/world/trial.h"
#include "sim/core/ensure.h"
#include "sim/core/strategy.h"
#include "tools/imstorm/result_of_run.h"

namespace imstorm {
namespace {

constexpr std::size_t kFaultCounts = 3;
constexpr std::size_t kLawCounts = std::size(kOutcomeNames) + 2;

std::size_t place_of(Counted what) { return static_cast<std::size_t>(what); }

RunRecord do_run(const Trial& trial, std::uint32_t probe_every, bool cover) {
  RunSettings settings;
  settings.keep_history = true;
  settings.cover = cover;
  settings.probe_every = probe_every;
  return run_trial(trial, settings);
}

void count_laws(const RunRecord& record, Observation& seen) {
  const std::vector<std::string>& names = catalog_names();
  for (const RunRecord::Law& law : record.laws) {
    const auto at = std::find(names.begin(), names.end(), law.name);
    ensure(at != names.end(), "a law that is not in the catalog");
    const std::size_t place = place_of_law(static_cast<std::size_t>(at - names.begin()));
    seen.counts[place + static_cast<std::size_t>(law.verdict.outcome)] += 1;
    seen.counts[place + std::size(kOutcomeNames)] += law.verdict.exercised;
    seen.counts[place + std::size(kOutcomeNames) + 1] += law.verdict.permitted;
    const bool remarkable =
        law.verdict.outcome == Outcome::Broken || law.verdict.outcome == Outcome::Undecided;
    if (remarkable) seen.signatures.push_back(signature_in(record, law));
    if (law.verdict.permitted != 0) seen.signatures.push_back(std::string(kPermitted) + law.name);
  }
}

}  // namespace

std::size_t place_of_fault(std::size_t kind) {
  return place_of(Counted::Strategy) + kStrategies + kFaultCounts * kind;
}
std::size_t place_of_law(std::size_t law) { return place_of_fault(kFaultKinds) + kLawCounts * law; }

const std::vector<std::string>& catalog_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const auto& law : all_laws()) all.emplace_back(law->name());
    return all;
  }();
  return names;
}

std::string signature_in(const RunRecord& record, const RunRecord::Law& law) {
  if (law.verdict.outcome == Outcome::Undecided) return std::string(kUndecided) + law.name;
  return text_of(signature_of(law.name, law.verdict, record.history));
}

Observation observe_run(const Scenario& base, const Draw& draw, std::uint32_t probe_every) {
  const Trial trial = draw_trial(base, draw);
  RunRecord record = do_run(trial, probe_every, true);
  Observation seen;
  seen.draw = draw;
  seen.independent = draw.mutations.empty();
  seen.counts.resize(place_of_law(catalog_names().size()));
  const auto count = [&seen](Counted what, std::uint64_t n) { seen.counts[place_of(what)] += n; };
  count(Counted::Events, record.events);
  count(Counted::Messages, record.messages);
  count(Counted::Deliveries, record.deliveries);
  count(Counted::SimMs, static_cast<std::uint64_t>(record.ended.ns / 1'000'000));
  count(Counted::Packets, record.packets);
  count(Counted::ClientPackets, record.client_packets);
  count(Counted::MessagePackets, message_packets_of(record));
  count(Counted::Bytes, record.bytes);
  const auto strategy = static_cast<std::size_t>(trial.decider.schedule().strategy);
  seen.counts[place_of(Counted::Strategy) + strategy] += 1;
  for (std::size_t kind = 0; kind < kFaultKinds; ++kind) {
    const std::size_t place = place_of_fault(kind);
    seen.counts[place] += record.faults[kind].injected;
    seen.counts[place + 1] += record.faults[kind].effective;
    seen.counts[place + 2] += record.faults[kind].injected != 0 ? 1 : 0;
  }
  count_laws(record, seen);
  for (const auto& [what, times] : record.limits) seen.notes[what] += times;
  seen.behaviours = std::move(record.behaviours);
  return seen;
}

RunRecord repeat_run(const Scenario& base, const Draw& draw, std::uint32_t probe_every) {
  return do_run(draw_trial(base, draw), probe_every, false);
}

}  // namespace imstorm
