// What is said of a finding that has become small.
#include <algorithm>
#include <utility>

#include "model/scenario/answer_sentence.h"
#include "model/scenario/fault_sentence.h"
#include "model/scenario/messages.h"
#include "model/scenario/processes.h"
#include "model/world/edit_scenario.h"
#include "model/world/shrinker.h"
#include "model/world/signature_of.h"

namespace imstorm {
namespace {

/// Whenever it happened.
bool same_but_for_time(const Event& a, const Event& b) {
  Event shifted = a;
  shifted.at = b.at;
  shifted.since = b.since;
  return shifted == b;
}

void part(Twin& twin, const std::vector<Event>& ours, const std::vector<Event>& theirs) {
  const std::size_t both = std::min(ours.size(), theirs.size());
  std::size_t i = 0;
  while (i < both && same_but_for_time(ours[i], theirs[i])) ++i;
  if (i < ours.size()) twin.in_case = ours[i];
  if (i < theirs.size()) twin.in_twin = theirs[i];
}

}  // namespace

Twin Shrinker::twin_of(const Case& found, const Scenario& without, std::string name) const {
  const RunRecord record = recorded(without);
  Twin twin;
  twin.without = std::move(name);
  twin.holds = !signature_of(record, signature_.law);
  part(twin, found.record.history, record.history);
  return twin;
}

Case Shrinker::finish() {
  tell("twins");
  Case found;
  found.scenario = now_;
  found.record = recorded(now_);
  found.signature = signature_of(found.record, signature_.law);
  const ProcessTable table(now_);
  const MessageNames messages(now_);
  for (std::size_t i = 0; i < now_.faults.size(); ++i) {
    Scenario without = now_;
    without.faults.erase(without.faults.begin() + static_cast<std::ptrdiff_t>(i));
    found.twins.push_back(twin_of(found, without, describe(now_.faults[i], table, messages)));
  }
  for (std::size_t i = 0; i < now_.answers.size(); ++i) {
    Scenario without = now_;
    without.answers.erase(without.answers.begin() + static_cast<std::ptrdiff_t>(i));
    found.twins.push_back(twin_of(found, without, describe(now_.answers[i], table)));
  }
  for (const BodyId body : written(now_)) {
    found.twins.push_back(twin_of(found, muted(now_, body), messages.name_of(body)));
  }
  found.minimal = std::all_of(found.twins.begin(), found.twins.end(),
                              [](const Twin& twin) { return twin.holds; });
  Expect& expect = found.scenario.expect;
  expect = {};
  expect.verdict = "broken";
  for (const RunRecord::Law& law : found.record.laws) {
    if (law.verdict.outcome == Outcome::Holds) continue;
    expect.laws.emplace_back(law.name,
                             kOutcomeNames[static_cast<std::size_t>(law.verdict.outcome)]);
  }
  Replay& replay = found.scenario.replay;
  replay.digest = found.record.digest;
  replay.events = found.record.events;
  replay.marks = found.record.marks;
  replay.stride = found.record.marks_stride;
  replay.signature = text_of(found.signature);
  found.runs = runs_;
  return found;
}

}  // namespace imstorm
