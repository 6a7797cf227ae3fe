#include "model/world/trial.h"

#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "model/scenario/key.h"
#include "model/scenario/waits.h"
#include "model/world/workload.h"
#include "tests/model/world/small_world.h"

namespace imstorm {
namespace {

TEST(Trial, IsAFunctionOfScenarioAndDraw) {
  const Scenario base = small_world();
  std::set<std::uint64_t> digests;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const RunRecord once = run_trial(draw_trial(base, {seed, {}}), {false, 0});
    const RunRecord twice = run_trial(draw_trial(base, {seed, {}}), {false, 0});
    EXPECT_EQ(once.digest, twice.digest);
    digests.insert(once.digest);
  }
  EXPECT_EQ(digests.size(), 10U);
}

TEST(Trial, AMutationOfAFewDecisionsIsAnotherRunOfTheSameKind) {
  const Scenario base = small_world();
  const Trial parent = draw_trial(base, {3, {}});
  const std::uint64_t storm_only = 0x100;  // one in two
  const Trial child = draw_trial(base, {3, {storm_only}});
  EXPECT_EQ(parent.scenario->storm, child.scenario->storm);
  EXPECT_EQ(parent.decider.schedule(), child.decider.schedule());
  EXPECT_NE(run_trial(parent).digest, run_trial(child).digest);
}

/// The bound that a PCT run tells would be too good otherwise.
TEST(Trial, CountsTheStepsAndPlacesOfEverythingThatIsThere) {
  const Scenario plain = small_world();
  const auto grows = [&](const std::function<void(Scenario&)>& change) {
    Scenario more = plain;
    change(more);
    return std::pair{steps_of(more) > steps_of(plain), places_of(more) > places_of(plain)};
  };
  EXPECT_EQ(grows(add_signals), std::pair(true, false));
  EXPECT_EQ(grows([](Scenario& s) { s.topology.store_replicas = 3; }), std::pair(true, true));
  EXPECT_EQ(grows([](Scenario& s) { s.protocol.seq.source = SeqOptions::Source::Seqsvr; }),
            std::pair(true, true));
  EXPECT_EQ(grows([](Scenario& s) { s.topology.logic.spare = 2; }), std::pair(false, true));
  const auto one_more_gateway = [](Scenario& s) { s.topology.gateway.count += 1; };
  EXPECT_EQ(grows(one_more_gateway), std::pair(false, true));
  Scenario pinned = plain;
  for (DeviceSpec& device : pinned.devices) device.gateways = {0};
  EXPECT_EQ(places_of(pinned) + pinned.devices.size(), places_of(plain))
      << "each device has a way to each gateway that it may come to";
  const auto churns = [](Scenario& s) { s.churn.emplace_back().changes = 9; };
  EXPECT_EQ(grows(churns), std::pair(true, false));
}

TEST(Trial, VariesStormTopologyWorkloadAndStrategy) {
  const Scenario base = small_world();
  std::set<std::uint32_t> gateways;
  std::set<std::uint32_t> messages;
  std::set<std::int64_t> lengths;
  std::array<int, kStrategies> strategies{};
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const Trial trial = draw_trial(base, {seed, {}});
    EXPECT_TRUE(trial.scenario->storm.on);
    gateways.insert(trial.scenario->topology.gateway.count);
    messages.insert(trial.scenario->traffic[1].messages);
    lengths.insert(trial.scenario->storm.length.ns);
    strategies[static_cast<std::size_t>(trial.decider.schedule().strategy)] += 1;
  }
  EXPECT_EQ(gateways, (std::set<std::uint32_t>{1, 2, 3}));
  EXPECT_EQ(messages, (std::set<std::uint32_t>{5, 10, 20}));
  EXPECT_GT(lengths.size(), 2U);
  for (const int runs : strategies) EXPECT_NEAR(runs, 50, 25);
}

/// When the last message or signal of a run was planned.
Instant last_of(const RunRecord& record) {
  Instant last;
  for (const PlannedSend& send : record.sends) {
    if (send.at != kNever) last = std::max(last, send.at);
  }
  for (const PlannedSignal& signal : record.signals) last = std::max(last, signal.at);
  return last;
}

Scenario eventful_world() {
  Scenario scenario = small_world();
  add_signals(scenario);
  scenario.signal_traffic.back().signals = 100;
  ChurnSpec& churn = scenario.churn.emplace_back();
  churn.conv = ConvId(1);
  churn.users = {UserId(1), UserId(2)};
  churn.changes = 4;
  return scenario;
}

TEST(Trial, HasAStormThatOutlivesItsWorkload) {
  Scenario base = eventful_world();
  base.limits.events_max = 1;  // the plan is all that is asked for
  for (const Duration begin : {seconds(0), seconds(5)}) {
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
      const Trial trial = draw_trial(base, {seed, {}});
      const StormOptions& storm = trial.scenario->storm;
      const Instant end = Instant{} + storm.begin + storm.length;
      EXPECT_GE(end, last_of(run_trial(trial)) + seconds(10)) << "seed " << seed;
    }
    make_hostile(base);
    base.storm.begin = begin;
  }
}

TEST(Trial, KnowsWhenTheWorkloadEnds) {
  const auto ends_as_planned = [](const Scenario& scenario, std::uint64_t seed) {
    const Decider decider = decider_of(scenario, seed);
    EXPECT_EQ(last_of_workload(scenario, decider), last_of(run_scenario(scenario, seed)));
  };
  Scenario all = eventful_world();
  all.limits.events_max = 1;
  Scenario only_changes = all;
  only_changes.traffic.clear();
  only_changes.signal_traffic.clear();
  Scenario by_hand = small_world();
  by_hand.limits.events_max = 1;
  by_hand.traffic.clear();
  SendSpec& asks = by_hand.sends.emplace_back();
  asks.device = DeviceId(0);
  asks.conv = ConvId(0);
  asks.at = Instant{seconds(3).ns};
  SendSpec answers = asks;
  answers.device = DeviceId(2);
  answers.at = Instant{seconds(9).ns};
  answers.reply_to = BodyId(0);
  by_hand.sends.push_back(answers);
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    ends_as_planned(all, seed);
    ends_as_planned(only_changes, seed);
    ends_as_planned(by_hand, seed);
  }
}

TEST(Trial, MakesNoServersSlowerThanTimersHavePatienceWith) {
  const auto slowest = [](const Scenario& base) {
    Duration most;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
      most = std::max(most, draw_trial(base, {seed, {}}).scenario->topology.backbone.latency.max);
    }
    return most;
  };
  Scenario base = small_world();
  const Duration usual = base.topology.backbone.latency.max;
  EXPECT_EQ(slowest(base), usual * 64);
  base.topology.backbone.latency.max = milliseconds(170);
  EXPECT_EQ(slowest(base), milliseconds(170)) << "four times as much would be too slow";
  base.topology.backbone.latency.max = milliseconds(30);
  EXPECT_EQ(slowest(base), milliseconds(120));
}

/// What a scenario is refused for no trial of it may have.
TEST(Trial, MakesNoServersSoSlowThatAWaitIsOverBeforeItsAnswerCanBeThere) {
  Scenario base = small_world();
  base.protocol.seq.source = SeqOptions::Source::Seqsvr;
  base.protocol.seq.section = SeqOptions::Section::Leased;
  base.protocol.seq.section_lease = milliseconds(200);
  bool slower = false;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const Trial trial = draw_trial(base, {seed, {}});
    EXPECT_TRUE(short_waits(*trial.scenario).empty());
    slower |= trial.scenario->topology.backbone.latency.max > base.topology.backbone.latency.max;
  }
  EXPECT_TRUE(slower);
}

bool has_datagrams(const Trial& trial) {
  return trial.scenario->devices.front().edge.transport == LinkOptions::Transport::Datagram;
}

int runs_over_datagrams(const Scenario& base) {
  int runs = 0;
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    runs += has_datagrams(draw_trial(base, {seed, {}})) ? 1 : 0;
  }
  return runs;
}

TEST(Trial, ReachesADeviceOverDatagramsInAShareOfTheRuns) {
  Scenario base = small_world();
  EXPECT_NEAR(runs_over_datagrams(base), 100, 30);
  const Trial trial = draw_trial(base, {7, {}});
  for (const DeviceSpec& device : trial.scenario->devices) {
    EXPECT_EQ(device.edge.transport, base.devices.front().edge.transport) << "all or none";
  }
  base.fuzz.datagrams = {};
  EXPECT_EQ(runs_over_datagrams(base), 0);
  base.fuzz.datagrams = kAlways;
  EXPECT_EQ(runs_over_datagrams(base), 400);
  base.fuzz.topology = false;
  EXPECT_EQ(runs_over_datagrams(base), 0);
}

/// What a stream's order alone makes sound is no finding over datagrams: the catalogue says what
/// that is.
TEST(Trial, KeepsStreamsWhereADesignIsSoundOverNothingElse) {
  int found = 0;
  for (const Key& key : all_keys()) {
    for (std::size_t value = 0; value < key.choices.size(); ++value) {
      if (key.choices[value].breaks.find("datagram") == std::string::npos) continue;
      Scenario base = small_world();
      base.fuzz.datagrams = kAlways;
      key.set(base, static_cast<std::int64_t>(value));
      EXPECT_EQ(runs_over_datagrams(base), 0) << key.name << " = " << key.choices[value].text;
      ++found;
    }
  }
  EXPECT_GT(found, 0);
}

/// Eighteen messages never fill a page of 100 or a cache of 512.
TEST(Trial, HasSmallPagesAndCachesNowAndThen) {
  Scenario base = small_world();
  base.protocol.pull.limit = 5;
  std::map<std::uint32_t, int> pages, caches, questions, writing, room;
  for (std::uint64_t seed = 1; seed <= 1'000; ++seed) {
    const Trial trial = draw_trial(base, {seed, {}});
    const ProtocolOptions& protocol = trial.scenario->protocol;
    pages[protocol.pull.limit] += 1;
    caches[protocol.store.cache_max] += 1;
    questions[protocol.pull.at_once] += 1;
    writing[protocol.outbox.at_once] += 1;
    room[protocol.session.egress_max] += 1;
  }
  for (const auto& [size, runs] : pages) EXPECT_LE(size, 5U) << "in " << runs << " runs";
  EXPECT_GT(pages[1], 30);
  EXPECT_NEAR(pages[5], 750, 100);
  EXPECT_GT(caches[1], 30);
  EXPECT_GT(questions[1], 30);
  EXPECT_GT(writing[1], 30);
  EXPECT_GT(room[2 * 2 * (base.protocol.outbox.window + 1) + 1], 30) << "of two conversations";
  EXPECT_NEAR(room[1'000], 750, 60);
  EXPECT_NEAR(caches[512], 750, 60);
  base.fuzz.limits = false;
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    EXPECT_EQ(draw_trial(base, {seed, {}}).scenario->protocol.pull.limit, 5U);
  }
}

TEST(Trial, KeepsWhatTheScenarioNames) {
  Scenario base = small_world();
  Fault crash;
  crash.kind = FaultKind::Crash;
  crash.from = {ProcessId(3)};
  Fault drop;
  drop.kind = FaultKind::Drop;
  drop.packet.body = 4;
  base.faults = {crash, drop};
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Trial trial = draw_trial(base, {seed, {}});
    EXPECT_EQ(trial.scenario->topology.gateway.count, base.topology.gateway.count);
    EXPECT_EQ(trial.scenario->traffic[0].messages, base.traffic[0].messages);
  }
}

TEST(Trial, ShowsBehavioursOnlyWhenAsked) {
  const Trial trial = draw_trial(small_world(), {1, {}});
  RunSettings settings{false, 0};
  EXPECT_TRUE(run_trial(trial, settings).behaviours.empty());
  settings.cover = true;
  const RunRecord record = run_trial(trial, settings);
  const std::set<std::uint64_t> once(record.behaviours.begin(), record.behaviours.end());
  EXPECT_EQ(once.size(), record.behaviours.size());
  EXPECT_GT(once.size(), 50U);
  EXPECT_EQ(record.digest, run_trial(trial, {false, 1}).digest);
}

}  // namespace
}  // namespace imstorm
