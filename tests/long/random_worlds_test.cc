// Worlds that nobody drew by hand: any topology keeps the laws of the sound stack, and any design,
// however bad, ends in a verdict.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

#include "model/scenario/key.h"
#include "model/scenario/processes.h"
#include "model/scenario/write_scenario.h"
#include "model/world/run.h"
#include "tests/model/world/small_world.h"

namespace imstorm {
namespace {

constexpr std::uint64_t kSeedsOfAWorld = 10;

std::uint32_t number(std::uint32_t least, std::uint32_t most) {
  return *rc::gen::inRange<std::uint32_t>(least, most + 1);
}

Quantiles any_latency() {
  std::vector<Duration> steps;
  Duration sum;
  for (int i = 0; i < 5; ++i) {
    sum = sum + microseconds(number(0, i < 3 ? 100'000 : 1'000'000));
    steps.push_back(sum);
  }
  return {steps[0], steps[1], steps[2], steps[3], steps[4]};
}

LinkOptions any_link(bool client) {
  LinkOptions link;
  link.latency = any_latency();
  link.loss = percent(number(0, 10));
  link.burst = number(1, 8);
  link.sockets = number(1, 4);
  if (client && number(0, 2) == 0) {
    link.transport = LinkOptions::Transport::Datagram;
    link.duplicate = percent(number(0, 10));
    link.reorder = percent(number(0, 10));
  }
  return link;
}

void any_servers(ProcessOptions& options) {
  options.count = number(1, 5);
  options.threads = number(1, 8);
}

/// 1 to 5 processes of each kind, 1 to 8 threads, 1 to 4 sockets, any links, a hostile storm.
Scenario any_world() {
  Scenario scenario = small_world();
  Topology& topology = scenario.topology;
  any_servers(topology.gateway);
  any_servers(topology.logic);
  any_servers(topology.store);
  topology.store_replicas = number(1, 3);
  topology.hosts = number(0, 4);
  topology.backbone = any_link(false);
  for (DeviceSpec& device : scenario.devices) device.edge = any_link(true);
  make_hostile(scenario);
  if (number(0, 1) == 1) {
    const std::uint32_t gateway = topology.gateway.threads, logic = topology.logic.threads;
    make_restless(scenario);
    topology.gateway.threads = gateway;
    topology.logic.threads = logic;
    topology.gateway.spare = number(0, 2);
    topology.logic.spare = number(0, 2);
    topology.ring_lag = milliseconds(number(0, 5'000));
  }
  return scenario;
}

/// Signals, and faults inside of stores and devices.
void any_life(Scenario& scenario) {
  if (number(0, 1) == 1) make_stores_hostile(scenario);
  if (number(0, 1) == 1) {
    scenario.storm.lose_cache = {seconds(40), milliseconds(100), seconds(3)};
    scenario.storm.reinstall = {seconds(60), milliseconds(100), seconds(3)};
  }
  if (number(0, 3) == 0) {
    scenario.protocol.session.sync = seconds(5);
    scenario.protocol.ack.retain = seconds(number(10, 60));
    scenario.permits.absence = true;
  }
  if (number(0, 1) == 1) {
    add_signals(scenario);
    scenario.signal_traffic.back().signals = number(1, 200);
    scenario.limits.signal_within = minutes(1);  // whatever the links are
  }
}

/// Numbers from the log, or from services that keep their word; ids from anywhere.
void any_numbers(Scenario& scenario) {
  using Source = SeqOptions::Source;
  using Msgid = MsgidOptions::Source;
  constexpr Source kSources[] = {Source::LogPosition, Source::RedisSync, Source::Seqsvr,
                                 Source::Segment, Source::Snowflake};
  constexpr Msgid kIds[] = {Msgid::FromLog, Msgid::RedisSync, Msgid::Seqsvr, Msgid::Segment,
                            Msgid::Snowflake};
  scenario.protocol.seq.source = kSources[number(0, 4)];
  if (number(0, 1) == 1) scenario.protocol.seq.section = SeqOptions::Section::Leased;
  scenario.protocol.seq.section_lease = seconds(number(10, 30));  // links are slow
  scenario.protocol.msgid.source = kIds[number(0, 4)];
  scenario.topology.ids.count = number(1, 5);
  scenario.storm.fail_over = {seconds(20), {}, seconds(2)};
  scenario.storm.takeover_least = {};
  scenario.storm.takeover_most = seconds(number(1, 20));
  if (number(0, 1) == 1) scenario.storm.wipe_ids = {seconds(20), {}, seconds(2)};
  // A snowflake's numbers count once its clock is where it was: later than a run settles, where
  // clocks go back by minutes and nobody sets them right.
  scenario.storm.clock_step_most = seconds(40);
}

/// Members who come and go.
void any_members(Scenario& scenario) {
  ChurnSpec& churn = scenario.churn.emplace_back();
  churn.conv = ConvId(1);
  churn.users = {UserId(1), UserId(2)};
  churn.changes = number(1, 20);
  churn.every = milliseconds(number(100, 5'000));
}

/// A value of each choice of the protocol that breaks no law by itself, often the default. Where
/// numbers and ids come from, any_numbers says.
void any_sound_design(Scenario& scenario) {
  for (const Key& key : all_keys()) {
    if (key.type != KeyType::Choice || !key.name.starts_with("protocol.")) continue;
    if (key.name == "protocol.seq.source" || key.name == "protocol.msgid.source") continue;
    std::vector<std::int64_t> sound;
    for (std::size_t value = 0; value < key.choices.size(); ++value) {
      if (key.choices[value].breaks.empty()) sound.push_back(static_cast<std::int64_t>(value));
    }
    if (sound.size() < 2 || number(0, 1) == 0) continue;
    key.set(scenario, sound[number(0, static_cast<std::uint32_t>(sound.size()) - 1)]);
  }
}

/// Limits that thirty messages reach, and such as they do not.
void any_limits(Scenario& scenario) {
  ProtocolOptions& protocol = scenario.protocol;
  protocol.pull.limit = *rc::gen::element(1U, 2U, 3U, 5U, 10U, 30U, 100U);
  protocol.store.cache_max = *rc::gen::element(1U, 2U, 5U, 20U, 512U);
  protocol.store.batch_max = *rc::gen::element(1U, 2U, 256U);
  protocol.outbox.window = number(1, 8);
  protocol.pull.at_once = *rc::gen::element(1U, 2U, 100U);
  protocol.outbox.at_once = *rc::gen::element(1U, 2U, 32U);
  protocol.session.egress_max = 2 * answers_at_once(scenario) + *rc::gen::element(0U, 3U, 1'000U);
}

/// A store that may lose what it acknowledged, where that begins a lineage.
void any_lineages(Scenario& scenario) {
  ProtocolOptions& protocol = scenario.protocol;
  const bool copies = protocol.group.fanout != GroupOptions::Fanout::Read;
  const bool rolls = !scenario.churn.empty() && !scenario.signal_traffic.empty();
  if (scenario.topology.store_replicas == 1 || copies || rolls) return;
  if (protocol.seq.source == SeqOptions::Source::Snowflake) return;
  protocol.store.replicate = StoreOptions::Replicate::Async;
  protocol.store.lag = milliseconds(number(0, 2'000));
  scenario.storm.fail_over = {seconds(10), {}, seconds(2)};
  scenario.permits.failover = true;
}

RC_GTEST_PROP(RandomTopologies, KeepEveryLawOfTheSoundStack, ()) {
  Scenario scenario = any_world();
  any_life(scenario);
  any_sound_design(scenario);
  any_limits(scenario);
  if (number(0, 1) == 1) any_numbers(scenario);
  if (number(0, 1) == 1) any_members(scenario);
  if (number(0, 2) == 0) any_lineages(scenario);
  const auto first = *rc::gen::arbitrary<std::uint64_t>();
  for (std::uint64_t seed = first; seed != first + kSeedsOfAWorld; ++seed) {
    const RunRecord record = run_scenario(scenario, seed, {false, 10});
    for (const RunRecord::Law& law : record.laws) {
      if (law.verdict.outcome == Outcome::Broken) {
        RC_FAIL("seed " + std::to_string(seed) + ": " + law.name + ": " + law.verdict.because +
                "\n" + scenario_text(scenario));
      }
    }
    RC_ASSERT(record.end.complete);
  }
}

/// Every choice of the protocol at random; what else a key may be stays as it is.
void any_design(Scenario& scenario) {
  for (const Key& key : all_keys()) {
    if (key.type != KeyType::Choice || !key.name.starts_with("protocol.")) continue;
    key.set(scenario, number(0, static_cast<std::uint32_t>(key.choices.size()) - 1));
  }
}

RC_GTEST_PROP(RandomAblations, AlwaysEndInAVerdict, ()) {
  Scenario scenario = any_world();
  any_life(scenario);
  any_numbers(scenario);
  any_design(scenario);
  any_limits(scenario);
  if (number(0, 1) == 1) any_members(scenario);
  if (number(0, 1) == 1) scenario.protocol.session.sync = {};
  const auto seed = *rc::gen::arbitrary<std::uint64_t>();
  scenario.limits.events_max = 300'000;
  const RunRecord record = run_scenario(scenario, seed, {false, 50});
  RC_ASSERT(!record.laws.empty());
  // Only a run that was cut short may leave a safety law without an answer.
  for (const RunRecord::Law& law : record.laws) {
    const bool undecided = law.verdict.outcome == Outcome::Undecided;
    RC_ASSERT(!undecided || !record.end.complete || !record.end.quiet);
    RC_ASSERT(law.verdict.outcome != Outcome::Broken || !law.verdict.because.empty());
  }
  RC_ASSERT(record.digest == run_scenario(scenario, seed, {false, 50}).digest);
}

}  // namespace
}  // namespace imstorm
