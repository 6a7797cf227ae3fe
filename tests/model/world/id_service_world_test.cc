// Id services as machines: they are gone for a while, and so are their disks.
#include <gtest/gtest.h>

#include <algorithm>

#include "model/scenario/parse.h"
#include "model/scenario/processes.h"
#include "model/world/world.h"
#include "tests/model/world/small_world.h"

namespace imstorm {
namespace {

/// Alice writes each second, for as many; the one id service gives the numbers or the ids.
Scenario counted_world(int seconds_long) {
  Scenario scenario;
  add_device(scenario, "alice", "phone");
  add_device(scenario, "bob", "phone");
  scenario.conversations.push_back({"dm", {UserId(0), UserId(1)}});
  for (int i = 0; i < seconds_long; ++i) {
    SendSpec send;
    send.device = DeviceId(0);
    send.conv = ConvId(0);
    send.at = Instant{} + seconds(i + 1);
    scenario.sends.push_back(send);
  }
  scenario.decisions = Decisions::Harmless;
  scenario.topology.ids.count = 1;
  return scenario;
}

Fault at_ids(const Scenario& scenario, FaultKind kind, Duration at) {
  Fault fault;
  fault.kind = kind;
  fault.at = Instant{} + at;
  fault.lasts = seconds(1);
  fault.from = {ProcessTable(scenario).of(ProcessKind::Ids, 0)};
  return fault;
}

std::vector<Event> accepted(const Scenario& scenario) {
  const RunRecord record = run_scenario(scenario, 1, {true, 0});
  std::vector<Event> found;
  for (const Event& event : record.history) {
    if (event.kind == EventKind::Accepted) found.push_back(event);
  }
  return found;
}

std::string verdict(const Scenario& scenario, std::string_view law) {
  for (const RunRecord::Law& one : run_scenario(scenario, 1).laws) {
    if (one.name == law) return one.verdict.outcome == Outcome::Broken ? "broken" : "whole";
  }
  return "not judged";
}

TEST(IdServiceWorld, DoesNotAnswerUntilTheStandbyHasTakenOver) {
  Scenario scenario = counted_world(30);
  scenario.protocol.seq.source = SeqOptions::Source::RedisSync;
  Fault over = at_ids(scenario, FaultKind::FailOver, milliseconds(5'500));
  over.lasts = seconds(20);
  scenario.faults = {over};
  const std::vector<Event> all = accepted(scenario);
  ASSERT_EQ(all.size(), 30U);
  const auto within = std::count_if(all.begin(), all.end(), [](const Event& event) {
    return event.at > Instant{} + milliseconds(5'600) &&
           event.at < Instant{} + milliseconds(25'500);
  });
  EXPECT_EQ(within, 0);
  const Event& sixth = all[5];
  EXPECT_LT(sixth.at, Instant{} + seconds(30)) << "the standby answers what was asked meanwhile";
  EXPECT_EQ(verdict(scenario, "no-loss"), "whole");
}

TEST(IdServiceWorld, IsBackBeforeAStandbyThatTakesLonger) {
  Scenario scenario = counted_world(30);
  scenario.protocol.seq.source = SeqOptions::Source::RedisSync;
  Fault over = at_ids(scenario, FaultKind::FailOver, milliseconds(5'500));
  over.lasts = seconds(20);
  scenario.faults = {over, at_ids(scenario, FaultKind::Crash, seconds(8))};
  const std::vector<Event> all = accepted(scenario);
  const auto after = std::count_if(all.begin(), all.end(), [](const Event& event) {
    return event.at > Instant{} + seconds(9) && event.at < Instant{} + seconds(25);
  });
  EXPECT_GT(after, 10);
}

TEST(IdServiceWorld, GoesOnBehindTheLogWhenItsDiskIsLost) {
  Scenario scenario = counted_world(12);
  scenario.protocol.seq.source = SeqOptions::Source::RedisSync;
  scenario.protocol.seq.insert = SeqOptions::Insert::Blind;
  scenario.faults = {at_ids(scenario, FaultKind::WipeDisk, milliseconds(5'500))};
  const std::vector<Event> all = accepted(scenario);
  ASSERT_EQ(all.size(), 12U);
  EXPECT_EQ(all.back().seq, Seq{12}) << "no number is lost, and none comes twice";
  scenario.protocol.seq.recover = SeqOptions::Recover::FromCache;
  EXPECT_EQ(verdict(scenario, "seq-monotonic"), "broken");
}

TEST(IdServiceWorld, NamesMessagesInANewEraWhenItsDiskIsLost) {
  using Source = MsgidOptions::Source;
  for (const Source source : {Source::RedisSync, Source::Seqsvr, Source::RedisMemory}) {
    Scenario scenario = counted_world(12);
    scenario.protocol.msgid.source = source;
    scenario.faults = {at_ids(scenario, FaultKind::WipeDisk, milliseconds(5'500))};
    EXPECT_EQ(verdict(scenario, "msgid-unique"), "whole");
    const std::vector<Event> all = accepted(scenario);
    ASSERT_EQ(all.size(), 12U);
    EXPECT_EQ(all.front().msgid.value >> 24, 1U);
    EXPECT_EQ(all.back().msgid.value >> 24, 2U);
    scenario.protocol.msgid.recover = MsgidOptions::Recover::FromDisk;
    EXPECT_EQ(verdict(scenario, "msgid-unique"), "broken");
  }
}

/// Ids-2 has the section and a clock that runs at half the speed: while it still goes by its lease,
/// ids-1 has one as well, and the next writer reaches ids-2 again.
Scenario two_owners() {
  const ParseResult parsed = parse_scenario(R"(
decisions = "harmless"
topology  = { logic = { count = 2 }, ids = { count = 2 } }
[users]
alice = ["phone"]
bob   = ["phone"]
[conversations]
dm = ["alice", "bob"]
[[send]]
from  = "alice.phone"
to    = "dm"
at    = "1s"
count = 40
every = "500ms"
[protocol]
seq = { source = "seqsvr", section = "leased", section_lease = "4s" }
[faults]
list = [
  "drift clock ids-2 from 0s to 20s by -500000ppm",
  "partition ids-2 | store-1 from 2s to 20s",
  "partition ids-2 | logic-2 from 3s to 20s",
  "break ids-2 <-> logic-2 at 3s",
  "remove logic-2 at 6500ms, gone after 1s",
]
)",
                                            "two-owners.toml");
  EXPECT_TRUE(parsed.scenario.has_value()) << render(parsed.diagnostics);
  return *parsed.scenario;
}

TEST(IdServiceWorld, NeedsANetWhereALeaseGoesByABadClock) {
  Scenario scenario = two_owners();
  EXPECT_EQ(accepted(scenario).at(4).seq, Seq{10'001}) << "ids-1 has its own block";
  scenario.protocol.seq.recover = SeqOptions::Recover::FromCache;
  EXPECT_EQ(verdict(scenario, "seq-gap"), "whole") << "the store looks whether it is there";
  scenario.protocol.seq.insert = SeqOptions::Insert::Blind;
  EXPECT_EQ(verdict(scenario, "seq-gap"), "broken");
  scenario.protocol.seq.recover = SeqOptions::Recover::FromLog;
  EXPECT_EQ(verdict(scenario, "seq-gap"), "whole") << "the next writer says where the log ends";
}

/// Each disk of a shard is lost, one after the other, as often as the others allow it.
TEST(IdServiceWorld, StoresLoseTheirDisksInTurnAndNothingElse) {
  Scenario scenario = counted_world(40);
  scenario.decisions = Decisions::BySeed;
  scenario.topology.store_replicas = 3;
  scenario.storm.on = true;
  scenario.storm.length = seconds(50);
  scenario.storm.wipe_store = {seconds(3), milliseconds(100), seconds(1)};
  const RunRecord record = run_scenario(scenario, 1, {true, 0});
  const auto& wiped = record.faults[static_cast<std::size_t>(FaultKind::WipeDisk)];
  EXPECT_GT(wiped.effective, 5U);
  EXPECT_LT(wiped.effective, wiped.injected) << "some would have taken what a majority had";
  EXPECT_LT(record.outcome, Outcome::Undecided);
  const bool forked =
      std::any_of(record.history.begin(), record.history.end(), [](const Event& event) {
        return event.kind == EventKind::Forked || event.kind == EventKind::Rebuilt;
      });
  EXPECT_FALSE(forked);
}

}  // namespace
}  // namespace imstorm
