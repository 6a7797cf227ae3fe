#include "tools/imstorm/retell.h"

#include <utility>

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

void fill(Result& result, RunRecord&& record) {
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
    law.ancestry = ancestry_of(result.trace, record.history, positions);
    law.tale = tale_of(law, result.trace, record.history, record.names);
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
  fill(result, std::move(again));
  if (how.keep_trace) return;
  result.trace = {};
  result.matrix = {};
}

}  // namespace imstorm
