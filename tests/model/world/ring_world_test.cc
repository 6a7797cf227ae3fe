// Processes come and go in whole runs.
#include <gtest/gtest.h>

#include <algorithm>

#include "model/scenario/parse.h"
#include "model/scenario/write_scenario.h"
#include "model/world/run.h"
#include "model/world/shrink.h"
#include "model/world/spell_out.h"
#include "tests/model/world/small_world.h"

namespace imstorm {
namespace {

/// Two gateways and two logic processes with a spare one each, messages for half a minute, and the
/// given faults.
Scenario town(const std::vector<std::string>& faults, const std::string& more = "") {
  std::string text = R"(
decisions = "harmless"
[topology]
gateway = { count = 2, spare = 1, threads = 2 }
logic   = { count = 2, spare = 1, threads = 2 }
[users]
alice = ["phone"]
bob   = ["phone"]
carol = ["phone"]
[conversations]
dm   = ["alice", "bob"]
team = ["alice", "bob", "carol"]
[[send]]
from = "alice.phone"
to = "dm"
at = "2s"
count = 30
every = "1s"
[[send]]
from = "carol.phone"
to = "team"
at = "2s"
count = 30
every = "1s"
[[signal]]
from = "alice.phone"
to = "team"
at = "2s"
count = 300
every = "100ms"
[faults]
list = [
)";
  for (const std::string& fault : faults) text += "\"" + fault + "\",\n";
  const ParseResult parsed = parse_scenario(text + "]\n" + more, "town.toml");
  EXPECT_TRUE(parsed.scenario) << render(parsed.diagnostics);
  return parsed.scenario.value_or(Scenario{});
}

std::uint64_t effective(const RunRecord& record, FaultKind kind) {
  return record.faults[static_cast<std::size_t>(kind)].effective;
}

/// A server that is removed while it is down excuses signals from then on.
void expect_whole(const RunRecord& record, bool signals_excused = false) {
  EXPECT_TRUE(record.end.complete);
  EXPECT_TRUE(record.end.quiet);
  for (const RunRecord::Law& law : record.laws) {
    if (signals_excused && law.name == "signal-latency") continue;
    EXPECT_EQ(law.verdict.outcome, Outcome::Holds) << law.name << ": " << law.verdict.because;
  }
}

TEST(ComingAndGoing, KeepsEveryLawOnAQuietDay) {
  const RunRecord record = run_scenario(
      town({"add logic-3 at 5s", "remove logic-1 at 9s", "add gateway-3 at 12s",
            "remove gateway-1 at 14s, gone after 1s", "add logic-1 at 20s",
            "resize logic-2 to 5 threads at 8s", "resize gateway-2 to 1 thread at 22s"}),
      1, {true, 1});
  expect_whole(record);
  EXPECT_EQ(effective(record, FaultKind::Join), 3u);
  EXPECT_EQ(effective(record, FaultKind::Leave), 2u);
  EXPECT_EQ(effective(record, FaultKind::Resize), 2u);
}

TEST(ComingAndGoing, IncludesARollingRestartOfEverybody) {
  const RunRecord record = run_scenario(
      town({"replace gateway-*, logic-* at 4s, gone after 1s, back after 3s"}), 1, {true, 1});
  expect_whole(record);
  EXPECT_EQ(effective(record, FaultKind::Replace), 1u);
}

TEST(ComingAndGoing, LeavesTheSpareOnesOut) {
  const RunRecord idle = run_scenario(town({}), 1);
  expect_whole(idle);
  const RunRecord struck = run_scenario(town({"crash logic-3 at 5s"}), 1);
  EXPECT_EQ(effective(struck, FaultKind::Crash), 0u) << "who does not run cannot crash";
  EXPECT_EQ(idle.history.size(), struck.history.size());
}

TEST(ComingAndGoing, IsNoChangeForWhoIsThereAlready) {
  const RunRecord record =
      run_scenario(town({"add logic-1 at 5s", "remove gateway-3 at 6s",
                         "resize logic-1 to 2 threads at 7s", "replace logic-3 at 8s"}),
                   1);
  expect_whole(record);
  for (const FaultKind kind :
       {FaultKind::Join, FaultKind::Leave, FaultKind::Replace, FaultKind::Resize}) {
    EXPECT_EQ(effective(record, kind), 0u);
    EXPECT_EQ(record.faults[static_cast<std::size_t>(kind)].injected, 1u);
  }
}

TEST(ComingAndGoing, EndsARemovedProcessForGood) {
  const RunRecord record =
      run_scenario(town({"remove logic-1 at 5s, gone after 1s",
                         "crash logic-1 at 5500ms, restart after 3s", "crash logic-1 at 20s"}),
                   1);
  expect_whole(record, true);
  EXPECT_EQ(effective(record, FaultKind::Crash), 1u) << "after 6 s nobody is there to crash";
}

TEST(ComingAndGoing, MayBeTakenBackBeforeTheProcessIsGone) {
  const RunRecord record = run_scenario(
      town({"remove logic-1 at 5s, gone after 4s", "add logic-1 at 6s", "crash logic-1 at 20s"}),
      1);
  expect_whole(record);
  EXPECT_EQ(effective(record, FaultKind::Crash), 1u) << "it was not gone at 9 s";
}

/// Signals that are under way while routers disagree may be lost; after a second none is.
TEST(ComingAndGoing, TellsRoutersWithinTheLag) {
  Scenario scenario = town({"add logic-3 at 5s", "remove logic-1 at 15s, gone after 5s"});
  scenario.decisions = Decisions::BySeed;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const RunRecord record = run_scenario(scenario, seed, {true, 0});
    for (const RunRecord::Law& law : record.laws) {
      EXPECT_EQ(law.verdict.outcome, Outcome::Holds)
          << "seed " << seed << ": " << law.name << ": " << law.verdict.because;
    }
  }
}

/// Devices look for another gateway when theirs begins to leave, not when it is gone.
TEST(ComingAndGoing, SendsDevicesAwayInTime) {
  const RunRecord record = run_scenario(
      town({"replace gateway-1, gateway-2 at 5s, gone after 10s, back after 20s"}), 1, {true, 0});
  std::size_t in_time = 0, late = 0;
  for (const Event& event : record.history) {
    if (event.kind != EventKind::Disconnected) continue;
    const Instant from =
        event.at < Instant{} + seconds(25) ? Instant{} + seconds(5) : Instant{} + seconds(25);
    ++(event.at >= from && event.at < from + seconds(1) ? in_time : late);
  }
  EXPECT_GE(in_time, 3u);
  EXPECT_EQ(late, 0u);
}

TEST(ComingAndGoing, IsSpelledOutAndWrittenLikeAnyFault) {
  Scenario scenario = small_world();
  make_hostile(scenario);
  make_restless(scenario);
  scenario.storm.crash_at_sync = {};
  const RunRecord record = run_scenario(scenario, 3);
  for (const FaultKind kind :
       {FaultKind::Join, FaultKind::Leave, FaultKind::Replace, FaultKind::Resize}) {
    EXPECT_GT(effective(record, kind), 0u);
  }
  const Scenario plain = spell_out(scenario, record);
  EXPECT_EQ(run_scenario(plain, 3).digest, record.digest);
  const ParseResult again = parse_scenario(scenario_text(plain), "again.toml");
  ASSERT_TRUE(again.scenario) << render(again.diagnostics);
  EXPECT_EQ(again.scenario->faults, plain.faults);
  EXPECT_EQ(run_scenario(*again.scenario, 3).digest, record.digest);
}

bool breaks(const RunRecord& record, const std::string& name) {
  return std::any_of(record.laws.begin(), record.laws.end(), [&](const RunRecord::Law& law) {
    return law.name == name && law.verdict.outcome == Outcome::Broken;
  });
}

/// The owner of a key leaves while signals of that key wait at it.
Scenario departure(const std::string& owner) {
  Scenario scenario = town({"pause " + owner + " from 4900ms to 8s", "add gateway-3 at 3s",
                            "remove " + owner + " at 5s, gone after 4s",
                            "resize store-1 to 5 threads at 4s", "kill bob.phone at 20s"});
  scenario.protocol.route.rehash = RoutingOptions::Rehash::Immediate;
  return scenario;
}

TEST(ComingAndGoing, IsAllThatIsLeftOfAFindingThatNeedsIt) {
  Scenario scenario = departure("logic-1");
  if (!breaks(run_scenario(scenario, 1), "signal-fifo")) scenario = departure("logic-2");
  const auto found = shrink_finding(scenario, Decider::benign(), "signal-fifo");
  ASSERT_TRUE(found);
  ASSERT_EQ(found->scenario.faults.size(), 2u);
  EXPECT_EQ(found->scenario.faults[0].kind, FaultKind::Pause);
  EXPECT_EQ(found->scenario.faults[1].kind, FaultKind::Leave);
  EXPECT_EQ(found->scenario.topology.logic.spare, 0u);
  EXPECT_TRUE(found->minimal);
  EXPECT_LE(found->scenario.signals.size(), 3u) << "of 300";
  EXPECT_NE(case_text(*found, "here").find("remove logic-"), std::string::npos);
  scenario.protocol.route.rehash = RoutingOptions::Rehash::Fenced;
  EXPECT_FALSE(breaks(run_scenario(scenario, 1), "signal-fifo"));
}

TEST(ComingAndGoing, IsAsLongInAReportAsItTakes) {
  RunSettings settings{true, 0};
  settings.keep_trace = true;
  const RunRecord record = run_scenario(
      town({"replace logic-1, logic-2 at 4s, gone after 1s, back after 3s"}), 1, settings);
  ASSERT_EQ(record.trace.bands.size(), 1u);
  EXPECT_EQ(record.trace.bands[0].until, Instant{} + seconds(10));
  EXPECT_EQ(record.trace.bands[0].sentence,
            "replace logic-1, logic-2 at 4s, gone after 1s, back after 3s");
  EXPECT_TRUE(record.trace.bands[0].effective);
  EXPECT_EQ(record.trace.bands[0].lanes.size(), 2u);
}

}  // namespace
}  // namespace imstorm
