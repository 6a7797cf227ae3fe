// A device whose app is installed anew, in a world.
#include <gtest/gtest.h>

#include "model/scenario/processes.h"
#include "model/world/run.h"
#include "tests/model/world/small_world.h"

namespace imstorm {
namespace {

TEST(Installation, TakesTheOldOnesPlaceWhereNothingElseGoesWrong) {
  Scenario scenario = small_world();
  Fault wipe;
  wipe.kind = FaultKind::Wipe;
  wipe.from = {ProcessTable(scenario).of(ProcessKind::Device, 0)};
  wipe.at = Instant{} + seconds(5);
  wipe.lasts = seconds(1);
  scenario.faults = {wipe};
  const RunRecord record = run_scenario(scenario, 1, {true, 0});
  std::size_t online = 0;
  for (const Event& event : record.history) {
    online += event.kind == EventKind::Connected && event.device == DeviceId(0) ? 1 : 0;
  }
  EXPECT_EQ(online, 2u) << "at once, and not after a second try";
  for (const RunRecord::Law& law : record.laws) {
    EXPECT_NE(law.verdict.outcome, Outcome::Broken) << law.name << ": " << law.verdict.because;
  }
}

}  // namespace
}  // namespace imstorm
