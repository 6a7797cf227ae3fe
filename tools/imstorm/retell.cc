#include "tools/imstorm/retell.h"

#include <string>
#include <utility>

#include "reports/background.h"
#include "reports/describe_event.h"
#include "reports/story.h"
#include "reports/tale.h"
#include "sim/core/ensure.h"
#include "tools/imstorm/interruption.h"

namespace imstorm {
namespace {

/// What an observer saw of each step, in words.
void tell_steps(Trace& trace, const RunRecord& record) {
  for (std::size_t i = 0; i < record.history.size() && i < trace.seen_at.size(); ++i) {
    const std::uint32_t at = trace.seen_at[i];
    if (at == Trace::kNone) continue;
    std::string& what = trace.steps[at].what;
    if (!what.empty()) what += "; ";
    what += describe(record.history[i], record.names);
  }
}

/// How many messages of a conversation a store has, where its cache is all that there is; 0: all.
std::uint64_t room_of(const StoreOptions& store) {
  return store.cache == StoreOptions::Cache::OnlyStore ? store.cache_max : 0;
}

void fill(Result& result, RunRecord&& record, std::uint64_t room) {
  result.trace = std::move(record.trace);
  tell_steps(result.trace, record);
  std::vector<Event> matters;
  for (const Result::Law& law : result.laws) {
    for (const Witness& witness : law.verdict.witnesses) matters.push_back(witness.event);
  }
  result.matrix = delivery_matrix(record.history, record.names, matters);
  for (Result::Law& law : result.laws) {
    if (law.verdict.outcome != Outcome::Broken) continue;
    law.around = around(law.verdict.witnesses, record.history);
    std::vector<std::size_t> positions;
    for (const Witness& witness : law.verdict.witnesses) positions.push_back(witness.position);
    const Background background = background_of(law.verdict.witnesses, record.history, room);
    positions.insert(positions.end(), background.positions.begin(), background.positions.end());
    law.ancestry = ancestry_of(result.trace, record.history, positions);
    add_quiet_faults(law.ancestry, result.trace, record.history, positions);
    law.tale = tale_of(law, result.trace, record.history, record.names, background);
  }
}

}  // namespace

void retell(Result& result, const Trial& trial, const RunRecord& record, RunSettings settings,
            const Retelling& how) {
  if (result.outcome != Outcome::Broken && !how.always) return;
  // A run that was interrupted ends elsewhere the second time; one that reached a limit does not.
  if (record.events > kRetoldEventsMax || interrupted()) return;
  settings.keep_history = true;
  settings.keep_trace = true;
  RunRecord again = run_trial(trial, settings);
  if (interrupted()) return;
  ensure(again.digest == record.digest, "the same trial gave another digest");
  fill(result, std::move(again), room_of(trial.scenario->protocol.store));
  if (how.keep_trace) return;
  result.trace = {};
  result.matrix = {};
}

}  // namespace imstorm
