#include "tools/imstorm/retell.h"

#include "reports/story.h"
#include "sim/core/ensure.h"
#include "tools/imstorm/interruption.h"

namespace imstorm {
namespace {

void fill(Result& result, const std::vector<Event>& history) {
  for (Result::Law& law : result.laws) {
    if (law.verdict.outcome == Outcome::Broken) {
      law.around = around(law.verdict.witnesses, history);
    }
  }
}

}  // namespace

void retell(Result& result, const Scenario& scenario, const RunRecord& record,
            RunSettings settings) {
  if (result.outcome != Outcome::Broken) return;
  if (!record.history.empty()) {
    fill(result, record.history);
    return;
  }
  // A run that was cut short ends elsewhere the second time.
  if (record.events > kRetoldEventsMax || !record.end.complete || interrupted()) return;
  settings.keep_history = true;
  const RunRecord again = run_scenario(scenario, record.seed, settings);
  if (interrupted()) return;
  ensure(again.digest == record.digest, "the same scenario and seed gave another digest");
  fill(result, again.history);
}

}  // namespace imstorm
