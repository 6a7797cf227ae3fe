#include "model/world/world.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "model/scenario/parse.h"
#include "tests/model/world/small_world.h"

namespace imstorm {
namespace {

Scenario hostile_world() {
  Scenario scenario = small_world();
  make_hostile(scenario);
  return scenario;
}

TEST(World, EndsTheSameTwiceInOneProcess) {
  const Scenario scenario = hostile_world();
  const RunRecord first = run_scenario(scenario, 7);
  const RunRecord second = run_scenario(scenario, 7);
  EXPECT_EQ(first.digest, second.digest);
  EXPECT_EQ(first.events, second.events);
  EXPECT_GT(first.events, 1'000U);
}

TEST(World, EndsDifferentlyWithAnotherSeed) {
  const Scenario scenario = hostile_world();
  EXPECT_NE(run_scenario(scenario, 7).digest, run_scenario(scenario, 8).digest);
}

TEST(World, ForksIntoAnIndependentEqualFuture) {
  World world(hostile_world(), 7, {false, 0});
  world.run_until(Instant{} + seconds(20));
  World fork = world;
  world.run_until(Instant{} + seconds(60));
  EXPECT_NE(world.digest(), fork.digest()) << "the original went on without its copy";
  fork.run_until(Instant{} + seconds(60));
  EXPECT_EQ(world.digest(), fork.digest());
  EXPECT_EQ(world.events(), fork.events());
}

TEST(World, IsNotDisturbedByProbingOrRecording) {
  const Scenario scenario = hostile_world();
  const RunRecord plain = run_scenario(scenario, 7, {false, 0});
  const RunRecord probed = run_scenario(scenario, 7, {true, 1});
  EXPECT_EQ(plain.digest, probed.digest);
  EXPECT_TRUE(plain.history.empty());
  EXPECT_FALSE(probed.history.empty());
}

/// Waits that are all the same would make the two that are left stand for election together, for
/// ever.
TEST(World, ElectsALeaderWhereChanceAddsNothing) {
  Scenario scenario = small_world();
  scenario.decisions = Decisions::Harmless;
  scenario.topology.store_replicas = 3;
  scenario.traffic.clear();
  SendSpec& send = scenario.sends.emplace_back();
  send.device = DeviceId(0);
  send.conv = ConvId(0);
  send.at = Instant{} + seconds(6);
  Fault crash;
  crash.kind = FaultKind::Crash;
  crash.at = Instant{} + seconds(3);
  crash.lasts = seconds(50);
  crash.from = {ProcessTable(scenario).of(ProcessKind::Store, 0)};
  scenario.faults = {crash};
  const auto history = run_scenario(scenario, 1, {true, 0}).history;
  const auto acked = std::find_if(history.begin(), history.end(), [](const Event& event) {
    return event.kind == EventKind::Acked;
  });
  ASSERT_NE(acked, history.end());
  EXPECT_LT(acked->at, Instant{} + seconds(20));
}

Instant first_crash(const Scenario& scenario) {
  for (const Event& event : run_scenario(scenario, 7, {true, 0}).history) {
    if (event.kind == EventKind::Crashed) return event.at;
  }
  return {};
}

TEST(World, CountsTheSyncsAtWhichItCrashesFromTheGivenTime) {
  Scenario scenario = small_world();
  Fault fault;
  fault.kind = FaultKind::CrashAtSync;
  fault.from = {ProcessTable(scenario).of(ProcessKind::Store, 0)};
  fault.nth = 2;
  fault.lasts = seconds(1);
  scenario.faults = {fault};
  const Instant early = first_crash(scenario);
  EXPECT_GT(early, Instant{});
  EXPECT_LT(early, Instant{} + seconds(1));
  scenario.faults[0].at = Instant{} + seconds(3);
  const Instant late = first_crash(scenario);
  EXPECT_GT(late, Instant{} + seconds(3));
  EXPECT_LT(late, Instant{} + seconds(6));
  scenario.faults[0].nth = 1;
  EXPECT_LT(first_crash(scenario), late);
}

std::map<Address, std::uint64_t> decisions(World& world) {
  world.decider().remember();
  world.run();
  std::map<Address, std::uint64_t> answers;
  const std::vector<Address> asked = world.decider().asked();
  for (const Address& address : asked) answers[address] = world.decider().draw(address);
  return answers;
}

TEST(World, MovesNoDecisionForAnUnrelatedTimer) {
  World plain(hostile_world(), 7, {false, 0});
  World other(hostile_world(), 7, {false, 0});
  for (int i = 1; i < 100; ++i) other.add_idle_timer(Instant{} + milliseconds(617 * i));
  EXPECT_EQ(decisions(plain), decisions(other));
}

TEST(World, MovesNoDecisionForAnExtraIdleDevice) {
  Scenario with = small_world();
  // In the middle of the others, so that every dense id behind it moves.
  DeviceSpec zoe = with.devices.back();
  with.users.push_back({"zoe"});
  zoe.name = "zoe.tablet";
  zoe.user = UserId(with.users.size() - 1);
  with.devices.insert(with.devices.begin() + 1, zoe);
  World plain(small_world(), 7, {false, 0});
  World larger(with, 7, {false, 0});
  const auto before = decisions(plain);
  const auto after = decisions(larger);
  ASSERT_GT(before.size(), 500U);
  EXPECT_GT(after.size(), before.size()) << "the new device decides nothing of its own";
  for (const auto& [address, answer] : before) {
    const auto found = after.find(address);
    ASSERT_NE(found, after.end()) << "a decision of kind " << static_cast<int>(address.choice)
                                  << " was not asked any more";
    EXPECT_EQ(found->second, answer);
  }
}

TEST(World, HoldsEveryLawWhereNothingGoesWrong) {
  const RunRecord record = run_scenario(small_world(), 1);
  EXPECT_EQ(record.outcome, Outcome::Holds);
  EXPECT_EQ(record.messages, 30U);
  EXPECT_EQ(record.deliveries, 110U);  // 10 to three devices, 20 to four
  for (const RunRecord::Law& law : record.laws) {
    EXPECT_EQ(law.verdict.outcome, Outcome::Holds) << law.name << ": " << law.verdict.because;
    EXPECT_GT(law.verdict.exercised, 0U) << law.name;
  }
}

TEST(World, SaysWhenALimitCutTheRunShort) {
  Scenario scenario = small_world();
  scenario.limits.events_max = 500;
  const RunRecord record = run_scenario(scenario, 1);
  EXPECT_FALSE(record.end.complete);
  EXPECT_EQ(record.outcome, Outcome::Undecided);
  ASSERT_EQ(record.limits.size(), 1U);
  EXPECT_EQ(record.limits[0].first, "limits.events_max");
}

TEST(World, WritesAFullQueueIntoItsLimits) {
  Scenario scenario = small_world();
  scenario.topology.logic.queue_max = 1;
  scenario.topology.logic.threads = 1;
  scenario.topology.logic.service = Quantiles::fixed(milliseconds(300));
  const RunRecord record = run_scenario(scenario, 1, {false, 0});
  ASSERT_FALSE(record.limits.empty());
  EXPECT_NE(record.limits[0].first.find("worker queue full"), std::string::npos);
}

TEST(World, LetsAUserWriteAgainWhenTheAppIsBack) {
  Scenario scenario = small_world();
  Fault kill;
  kill.kind = FaultKind::Kill;
  kill.from = {ProcessTable(scenario).find("alice.phone")};
  kill.at = Instant{} + milliseconds(1);
  kill.lasts = seconds(25);
  scenario.faults.push_back(kill);
  const RunRecord record = run_scenario(scenario, 1);
  EXPECT_EQ(record.messages, 30U) << "what was written while the app was down is written later";
  EXPECT_EQ(record.outcome, Outcome::Holds);
}

TEST(World, SettlesForLongerThanADeviceWaitsForAnAnswerThatNeverComes) {
  const ParseResult parsed = parse_scenario(R"(
title    = "a slow way back"
duration = "30s"
[link.edge]
transport = "datagram"
[users]
alice = ["phone"]
bob   = ["phone"]
[conversations]
dm = ["alice", "bob"]
[[traffic]]
in       = "dm"
messages = 20
every    = "1s"
[protocol]
session.connect_timeout = "4m"
session.reconnect_max   = "5s"
session.sync            = "10s"
outbox.retry_max        = "10s"
[faults]
list = ["crash bob.phone at 5s", "loss 100% on bob.phone <-> any from 5s to 20s"]
)",
                                            "slow.toml");
  ASSERT_TRUE(parsed.scenario);
  const RunRecord record = run_scenario(*parsed.scenario, 1);
  EXPECT_EQ(record.outcome, Outcome::Holds)
      << "its CONNECT was lost, and minutes later it asks again";
}

TEST(World, SettlesForAsManyAttemptsAsADeviceNeedsWhoseDatagramsAreLost) {
  const ParseResult parsed = parse_scenario(R"(
title    = "two of five are lost"
duration = "10s"
[link.edge]
transport = "datagram"
loss      = "50%"
[users]
alice = ["phone"]
bob   = ["phone"]
[conversations]
dm = ["alice", "bob"]
[[traffic]]
in       = "dm"
messages = 5
every    = "1s"
[protocol]
session.sync = "5s"
[faults]
list = ["crash bob.phone at 5s", "crash alice.phone at 6s"]
)",
                                            "lossy.toml");
  ASSERT_TRUE(parsed.scenario);
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const RunRecord record = run_scenario(*parsed.scenario, seed, {false, 0});
    EXPECT_NE(record.outcome, Outcome::Broken) << "seed " << seed;
  }
}

TEST(World, CountsAFaultThatChangedNothingAsInjectedOnly) {
  Scenario scenario = small_world();
  Fault never;
  never.kind = FaultKind::Drop;
  never.packet.nth = 1'000'000;
  scenario.faults.push_back(never);
  const RunRecord record = run_scenario(scenario, 1, {false, 0});
  const auto& drop = record.faults[static_cast<std::size_t>(FaultKind::Drop)];
  EXPECT_EQ(drop.injected, 1U);
  EXPECT_EQ(drop.effective, 0U);
}

Fault at_bobs_phone(const Scenario& scenario, FaultKind kind, Duration at) {
  Fault fault;
  fault.kind = kind;
  fault.from = {ProcessTable(scenario).find("bob.phone")};
  fault.at = Instant{} + at;
  fault.lasts = seconds(4);
  return fault;
}

/// Of each installation in the history, whether its app knows what it had shown.
std::vector<std::uint64_t> installed(const Scenario& scenario) {
  const RunRecord record = run_scenario(scenario, 1, {true, 0});
  EXPECT_EQ(record.outcome, Outcome::Holds);
  std::vector<std::uint64_t> known;
  for (const Event& event : record.history) {
    if (event.kind == EventKind::Installed && event.at > Instant{}) known.push_back(event.value);
  }
  return known;
}

TEST(World, KnowsAReinstallFromAWipe) {
  Scenario scenario = small_world();
  scenario.faults = {at_bobs_phone(scenario, FaultKind::Wipe, seconds(4)),
                     at_bobs_phone(scenario, FaultKind::Reinstall, seconds(10)),
                     at_bobs_phone(scenario, FaultKind::Reinstall, seconds(12))};
  EXPECT_EQ(installed(scenario), (std::vector<std::uint64_t>{0, 1}));
  scenario.faults[2].kind = FaultKind::Wipe;
  EXPECT_EQ(installed(scenario), (std::vector<std::uint64_t>{0, 0})) << "it took the set along";
  std::swap(scenario.faults[1].at, scenario.faults[2].at);
  EXPECT_EQ(installed(scenario), (std::vector<std::uint64_t>{0, 0})) << "nothing to keep any more";
}

TEST(World, TellsOfALostCache) {
  Scenario scenario = small_world();
  scenario.faults = {at_bobs_phone(scenario, FaultKind::LoseCache, seconds(8))};
  const RunRecord record = run_scenario(scenario, 1, {true, 0});
  EXPECT_EQ(record.outcome, Outcome::Holds);
  const auto forgot =
      std::find_if(record.history.begin(), record.history.end(),
                   [](const Event& event) { return event.kind == EventKind::Forgot; });
  ASSERT_NE(forgot, record.history.end());
  EXPECT_EQ(forgot->device, DeviceId(2));
  EXPECT_TRUE(installed(scenario).empty()) << "it is the same installation";
}

}  // namespace
}  // namespace imstorm
