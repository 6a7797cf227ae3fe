#include "model/world/shrink.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <string>

#include "model/scenario/parse.h"
#include "model/scenario/presets.h"
#include "model/scenario/processes.h"
#include "model/scenario/write_scenario.h"
#include "model/world/edit_scenario.h"
#include "model/world/run.h"
#include "model/world/shrinker.h"
#include "model/world/spell_out.h"
#include "model/world/trial.h"
#include "model/world/world.h"
#include "tests/model/world/small_world.h"

namespace imstorm {
namespace {

Scenario hostile_world() {
  Scenario scenario = small_world();
  make_hostile(scenario);
  return scenario;
}

Scenario without_dedup() {
  Scenario scenario = hostile_world();
  scenario.protocol.dedup.window = DedupOptions::Window::None;
  return scenario;
}

Scenario read(const std::string& text) {
  const ParseResult parsed = parse_scenario(text, "case.toml");
  EXPECT_TRUE(parsed.scenario) << text;
  return parsed.scenario.value_or(Scenario{});
}

std::map<std::string, Outcome> verdicts(const Scenario& scenario) {
  std::map<std::string, Outcome> found;
  for (const auto& law : run_scenario(scenario, scenario.seed).laws) {
    found[law.name] = law.verdict.outcome;
  }
  return found;
}

/// A seed of that design whose run breaks exactly-once.
std::uint64_t broken_seed() {
  static const std::uint64_t found = [] {
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
      for (const auto& law : run_scenario(without_dedup(), seed).laws) {
        if (law.name == "exactly-once" && law.verdict.outcome == Outcome::Broken) return seed;
      }
    }
    return std::uint64_t{0};
  }();
  return found;
}

const Case& dedup_case() {
  static const Case found =
      shrink_finding(without_dedup(), Decider::seeded(broken_seed()), "exactly-once")
          .value_or(Case{});
  return found;
}

TEST(SpellOut, IsTheSameRunWithNothingLeftToDraw) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    Scenario scenario = hostile_world();
    scenario.storm.crash_at_sync = {};
    scenario.traffic[1].reply = percent(20);
    const RunRecord record = run_scenario(scenario, seed);
    const Scenario plain = spell_out(scenario, record);
    EXPECT_TRUE(plain.traffic.empty());
    EXPECT_FALSE(plain.storm.on);
    EXPECT_EQ(plain.faults, record.plan);
    EXPECT_EQ(run_scenario(plain, seed).digest, record.digest) << "seed " << seed;
  }
}

TEST(SpellOut, SaysOfACrashAtADurableStepWhenItWas) {
  Scenario scenario = hostile_world();
  scenario.storm.crash_at_sync = percent(3);
  const RunRecord record = run_scenario(scenario, 1);
  ASSERT_FALSE(record.chanced.empty());
  const Scenario plain = spell_out(scenario, record);
  ASSERT_EQ(plain.faults.size(), record.plan.size() + record.chanced.size());
  const Fault& crash = plain.faults[record.plan.size()];
  EXPECT_EQ(crash.kind, FaultKind::Crash);
  EXPECT_EQ(crash.at + nanoseconds(1), record.chanced[0].at);
  EXPECT_EQ(crash.from, record.chanced[0].fault.from);
}

TEST(WriteScenario, ReadsBackAsTheSameRun) {
  Scenario scenario = without_dedup();
  scenario.storm.crash_at_sync = {};
  const RunRecord record = run_scenario(scenario, 3);
  const Scenario plain = spell_out(scenario, record);
  const Scenario again = read(scenario_text(plain, {"a comment", "with a \n line"}));
  EXPECT_EQ(again.faults, plain.faults);
  EXPECT_EQ(run_scenario(again, 3).digest, record.digest);
  EXPECT_EQ(run_scenario(read(scenario_text(scenario)), 3).digest, record.digest)
      << "a storm and traffic can be written, too";
}

/// Whatever a campaign draws, with any of it left out and other users' links.
RC_GTEST_PROP(WriteScenario, ReadsBackAsTheSameRunWhateverItIs, ()) {
  Scenario base = hostile_world();
  const LinkOptions other = link_preset(LinkPreset::Bad);
  for (DeviceSpec& device : base.devices) {
    if (device.user != UserId(1)) continue;
    device.edge.latency = other.latency;
    device.edge.loss = other.loss;
    device.edge.burst = other.burst;
  }
  const Trial trial = draw_trial(base, Draw{*rc::gen::arbitrary<std::uint64_t>(), {}});
  Scenario plain = undisturbed(spell_out(*trial.scenario, run_trial(trial)));
  plain.faults = run_trial(trial).plan;
  for (const BodyId body : written(plain)) {
    if (*rc::gen::inRange(0, 3) == 0) plain = muted(plain, body);
  }
  plain = compact(plain);
  const std::string text = scenario_text(plain);
  const ParseResult again = parse_scenario(text, "case.toml");
  RC_ASSERT(again.scenario);
  RC_ASSERT(scenario_text(*again.scenario) == text);
  RC_ASSERT(run_scenario(*again.scenario, 0).digest == run_scenario(plain, 0).digest);
}

TEST(WriteScenario, WritesOutWhoComesAndGoes) {
  Scenario scenario = hostile_world();
  scenario.storm.crash_at_sync = {};
  add_device(scenario, "dave", "phone");
  scenario.conversations[1].others = {UserId(3)};
  ChurnSpec churn;
  churn.conv = ConvId(1);
  churn.who = "dave";
  churn.users = {UserId(3)};
  churn.changes = 6;
  scenario.churn.push_back(churn);
  const RunRecord record = run_scenario(scenario, 3);
  EXPECT_EQ(run_scenario(read(scenario_text(scenario)), 3).digest, record.digest);
  const Scenario plain = spell_out(scenario, record);
  EXPECT_TRUE(plain.churn.empty());
  const auto changes = std::count_if(plain.sends.begin(), plain.sends.end(),
                                     [](const SendSpec& s) { return s.content != Content::Text; });
  EXPECT_EQ(changes, 6);
  EXPECT_EQ(run_scenario(plain, 3).digest, record.digest);
  EXPECT_EQ(run_scenario(read(scenario_text(plain)), 3).digest, record.digest);
}

TEST(Shrink, FindsNothingWhereNothingIsBroken) {
  EXPECT_FALSE(shrink_finding(hostile_world(), Decider::seeded(1), ""));
  EXPECT_FALSE(shrink_finding(without_dedup(), Decider::seeded(broken_seed()), "no-loss"));
}

TEST(Shrink, LeavesOneLostAnswerOfAStorm) {
  const Case& found = dedup_case();
  EXPECT_GT(found.faults_before, 50U);
  EXPECT_EQ(found.messages_before, 30U);
  EXPECT_LE(found.scenario.faults.size(), 2U);
  EXPECT_LE(message_count(found.scenario), 2U);
  EXPECT_EQ(found.scenario.devices.size(), 1U);
  EXPECT_EQ(found.scenario.topology.logic.count, 1U);
  EXPECT_FALSE(found.needs_seed);
  EXPECT_EQ(found.signature.law, "exactly-once");
  EXPECT_EQ(found.signature.broken, "consumed");
  EXPECT_FALSE(found.signature.mechanisms.empty());
}

TEST(Shrink, IsMinimalAndShowsWhereEachTwinParts) {
  const Case& found = dedup_case();
  EXPECT_TRUE(found.minimal);
  ASSERT_EQ(found.twins.size(), fault_count(found.scenario) + message_count(found.scenario));
  for (const Twin& twin : found.twins) {
    EXPECT_TRUE(twin.holds) << twin.without;
    EXPECT_TRUE(twin.in_case || twin.in_twin);
  }
  for (std::size_t i = 0; i < found.scenario.faults.size(); ++i) {
    Scenario without = found.scenario;
    without.faults.erase(without.faults.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_NE(verdicts(without)["exactly-once"], Outcome::Broken);
  }
}

TEST(Shrink, GivesTheSameCaseTwice) {
  const auto again =
      shrink_finding(without_dedup(), Decider::seeded(broken_seed()), "exactly-once");
  ASSERT_TRUE(again);
  EXPECT_EQ(case_text(*again, "x"), case_text(dedup_case(), "x"));
  EXPECT_EQ(case_name(*again), case_name(dedup_case()));
}

/// A file numbers its messages from 1: what is left must, too, though nothing else is tried any
/// more.
TEST(Shrink, ClosesTheRanksWhateverTimeIsLeft) {
  Scenario scenario = dedup_case().scenario;
  SendSpec silent = scenario.sends.front();
  silent.at = kNever;
  scenario.sends.insert(scenario.sends.begin(), silent);
  for (Fault& fault : scenario.faults) {
    if (BodyId(fault.packet.body)) fault.packet.body += 1;
  }
  ShrinkOptions options;
  options.runs_max = 0;
  Shrinker shrinker(scenario, Decider::benign(), dedup_case().signature, options);
  EXPECT_FALSE(shrinker.closed());
  EXPECT_TRUE(shrinker.close_ranks());
  EXPECT_TRUE(shrinker.closed());
}

TEST(Shrink, EndsEarlyWithWhatStillBreaks) {
  int asked = 0;
  ShrinkOptions options;
  options.enough = [&] { return ++asked > 8; };
  const auto found =
      shrink_finding(without_dedup(), Decider::seeded(broken_seed()), "exactly-once", options);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->signature.law, "exactly-once");
}

TEST(Case, NeedsNoSeedAndReplaysWithItsDigest) {
  const Case& found = dedup_case();
  const std::string text = case_text(found, "imstorm run x.toml --seed 0x1");
  const Scenario scenario = read(text);
  EXPECT_EQ(text.find("\nseed"), std::string::npos);
  EXPECT_EQ(scenario.decisions, Decisions::Harmless);
  EXPECT_EQ(scenario.replay.origin, "imstorm run x.toml --seed 0x1");
  RunSettings settings;
  settings.keep_marks = true;
  for (const std::uint64_t seed : {1, 99}) {
    const RunRecord record = run_scenario(scenario, seed, settings);
    EXPECT_EQ(record.digest, scenario.replay.digest);
    EXPECT_EQ(record.events, scenario.replay.events);
    EXPECT_EQ(record.marks, scenario.replay.marks);
  }
  for (const auto& [law, outcome] : verdicts(scenario)) {
    const auto expected =
        std::find_if(scenario.expect.laws.begin(), scenario.expect.laws.end(),
                     [&, name = law](const auto& one) { return one.first == name; });
    const bool holds = expected == scenario.expect.laws.end();
    EXPECT_EQ(holds ? "holds" : expected->second, kOutcomeNames[static_cast<int>(outcome)]) << law;
  }
}

/// Messages of one conversation on whatever thread is free: who is slow is overtaken.
void let_overtake(Scenario& scenario) {
  scenario.protocol.route.worker = RoutingOptions::Worker::AnyFree;
  scenario.protocol.outbox.order = OutboxOptions::Order::Pipelined;
}

TEST(Case, SaysWhoWasSlowWhereNothingElseWentWrong) {
  Scenario scenario = small_world();
  let_overtake(scenario);
  std::optional<Case> found;
  for (std::uint64_t seed = 1; seed < 100 && !found; ++seed) {
    found = shrink_finding(scenario, Decider::seeded(seed), "sender-fifo");
  }
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->needs_seed);
  EXPECT_TRUE(found->minimal);
  EXPECT_FALSE(found->scenario.answers.empty());
  EXPECT_LE(fault_count(found->scenario), 3U);
  EXPECT_LE(message_count(found->scenario), 3U);
  EXPECT_EQ(found->twins.size(), fault_count(found->scenario) + message_count(found->scenario));
  const Scenario kept = read(case_text(*found, ""));
  EXPECT_EQ(kept.answers, found->scenario.answers);
  EXPECT_EQ(run_scenario(kept, 99).digest, found->scenario.replay.digest);
}

/// A store that forgets what it answered is asked for ever by whoever knows better. Two hours of
/// that are a million events, in each of the shrinker's runs.
TEST(Case, IsFoundThoughItNeverComesToRest) {
  const Scenario scenario = read(R"(
decisions = "harmless"
duration = "10s"
topology.gateway.count = 1
topology.logic.count = 1
protocol.store.commit = "memory"
[users]
carol = ["phone"]
dave = ["phone"]
[conversations]
team = ["carol", "dave"]
[[send]]
from = "carol.phone"
to = "team"
at = "0s"
count = 4
every = "2s"
[faults]
list = [
  "pause dave.phone from 100ms to 5s",
  "crash store-1 at 174ms, restart after 10s, losing all writes",
  "kill dave.phone at 6s, restart after 1s",
]
)");
  ASSERT_FALSE(run_scenario(scenario, 1).end.quiet);
  const auto found = shrink_finding(scenario, Decider::benign(), "quiescence");
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->needs_seed);
  EXPECT_TRUE(found->minimal);
  EXPECT_EQ(found->scenario.limits.settle_max, scenario.limits.settle_max) << "as it was found";
  EXPECT_LE(fault_count(found->scenario), 2U);
  EXPECT_LE(message_count(found->scenario), 2U);
}

/// Laws that the original had something to say about keep their verdict.
void expect_same_verdicts(const Scenario& before, const Scenario& after, const char* what) {
  const auto was = verdicts(before);
  auto is = verdicts(after);
  for (const auto& [law, outcome] : was) {
    if (outcome != Outcome::Broken) continue;
    EXPECT_EQ(is[law], outcome) << law << " after " << what;
  }
}

TEST(Case, KeepsItsVerdictAfterUnrelatedChanges) {
  struct Design {
    const char* law;
    std::uint64_t seed;
    void (*change)(Scenario&);
  };
  const Design designs[] = {
      {"exactly-once", 1,
       [](Scenario& s) { s.protocol.dedup.window = DedupOptions::Window::None; }},
      {"exactly-once", 1,
       [](Scenario& s) { s.protocol.consume.state = ConsumeOptions::State::Volatile; }},
      {"no-silent-drop", 1,
       [](Scenario& s) { s.protocol.outbox.remove = OutboxOptions::Remove::OnWrite; }},
      {"group-order", 1,
       [](Scenario& s) { s.protocol.client.order = ClientOptions::Order::ByTimestamp; }},
      {"sender-fifo", 1, let_overtake}};
  for (const Design& design : designs) {
    Scenario scenario = hostile_world();
    design.change(scenario);
    std::optional<Case> found;
    for (std::uint64_t seed = design.seed; seed < 60 && !found; ++seed) {
      found = shrink_finding(scenario, Decider::seeded(seed), design.law);
    }
    ASSERT_TRUE(found) << design.law;
    ASSERT_FALSE(found->needs_seed) << design.law;
    const Scenario kept = read(case_text(*found, ""));
    Scenario device = kept;  // another user, who is alone
    device.users.push_back({"zoe"});
    DeviceSpec zoe = device.devices.front();
    zoe.name = "zoe.watch";
    zoe.user = UserId(device.users.size() - 1);
    device.devices.push_back(zoe);
    device.conversations.push_back({"notes", {zoe.user}});
    expect_same_verdicts(kept, device, "an extra device");
    Scenario process = kept;
    process.topology.gateway.count += 1;
    process.faults = read(scenario_text(kept)).faults;
    for (Fault& fault : process.faults) {  // behind the new process, all ids are higher by one
      for (auto* side : {&fault.from, &fault.to}) {
        for (ProcessId& id : *side) {
          if (id.value >= kept.topology.gateway.count) id = ProcessId(id.value + 1);
        }
      }
      if (fault.host && fault.host.value >= kept.topology.gateway.count) {
        fault.host = HostId(fault.host.value + 1);
      }
    }
    expect_same_verdicts(kept, process, "an extra process");
    World world(kept, 1, {});
    for (int i = 1; i < 50; ++i) world.add_idle_timer(Instant{} + milliseconds(617 * i));
    const RunRecord timed = world.run();
    EXPECT_NE(timed.digest, kept.replay.digest) << "a timer is an event";
    for (const auto& law : timed.laws) {
      const bool ours = law.name == design.law;
      EXPECT_TRUE(!ours || law.verdict.outcome == Outcome::Broken) << law.name;
    }
  }
}

}  // namespace
}  // namespace imstorm
