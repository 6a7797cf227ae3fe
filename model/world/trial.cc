#include "model/world/trial.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "model/scenario/presets.h"
#include "model/scenario/processes.h"
#include "model/scenario/waits.h"
#include "model/world/world.h"
#include "sim/core/hash.h"
#include "sim/core/strategy.h"
#include "sim/fault/swarm.h"

namespace imstorm {
namespace {

Address about(std::string_view what, std::uint64_t nth = 0) {
  return {Choice::Swarm, hash_text(what), nth, 0};
}

std::uint32_t count_from(const Decider& decider, const Address& address, std::uint32_t least,
                         std::uint32_t most) {
  return least + static_cast<std::uint32_t>(decider.below(address, most - least + 1));
}

/// Is there anything that names processes or messages, so that their numbers must stay?
bool names_processes(const Scenario& scenario) {
  return !scenario.faults.empty() ||
         std::any_of(scenario.devices.begin(), scenario.devices.end(),
                     [](const DeviceSpec& device) { return !device.gateways.empty(); });
}
bool names_messages(const Scenario& scenario) {
  return std::any_of(scenario.faults.begin(), scenario.faults.end(),
                     [](const Fault& fault) { return fault.packet.body != PacketMatch{}.body; });
}

/// Server latency by a factor: what a slow or far server room does.
Quantiles slower(const Quantiles& latency, std::int64_t times) {
  return {latency.base, latency.p50 * times, latency.p90 * times, latency.p99 * times,
          latency.max * times};
}

/// The longest way of a packet between two servers that a campaign makes of a shorter one.
constexpr Duration kServerLatencyMost = milliseconds(250);

/// Is there a choice that is sound by the order of streams alone?
bool needs_streams(const ProtocolOptions& protocol) {
  return protocol.consume.permit == ConsumeOptions::Permit::PerMessage;
}

void vary_transport(Scenario& scenario, const Decider& decider) {
  if (needs_streams(scenario.protocol)) return;
  if (!decider.chance(about("datagrams"), scenario.fuzz.datagrams)) return;
  scenario.topology.edge.transport = LinkOptions::Transport::Datagram;
  for (DeviceSpec& device : scenario.devices) {
    device.edge.transport = LinkOptions::Transport::Datagram;
  }
}

void vary_topology(Scenario& scenario, const Decider& decider) {
  const FuzzOptions& fuzz = scenario.fuzz;
  if (!fuzz.topology) return;
  Topology& topology = scenario.topology;
  if (!names_processes(scenario)) {
    topology.gateway.count =
        count_from(decider, about("gateways"), fuzz.gateways.least, fuzz.gateways.most);
    topology.logic.count =
        count_from(decider, about("logics"), fuzz.logics.least, fuzz.logics.most);
  }
  for (ProcessOptions* servers : {&topology.gateway, &topology.logic, &topology.store}) {
    const auto nth = static_cast<std::uint64_t>(servers - &topology.gateway);
    const std::uint32_t most = std::max(servers->threads, 4U);
    servers->threads = count_from(decider, about("threads", nth), 1, most);
  }
  LinkOptions& backbone = topology.backbone;
  backbone.sockets = count_from(decider, about("sockets"), 1, std::max(backbone.sockets, 3U));
  std::int64_t times = std::int64_t{1} << 2 * decider.below(about("server latency"), 4);
  // Servers that are slow as it is are not made slower than any timer has patience with.
  const Quantiles base = backbone.latency;
  const auto too_slow = [&] {
    return backbone.latency.max > kServerLatencyMost || !short_waits(scenario).empty();
  };
  for (backbone.latency = slower(base, times); times > 1 && too_slow();) {
    times /= 4;
    backbone.latency = slower(base, times);
  }
  vary_transport(scenario, decider);
}

/// In one run of four `limit` becomes 1, 2, 4 or 8, unless it is as small: the few messages of a
/// run reach no other.
void vary_limit(std::uint32_t& limit, std::string_view name, const Decider& decider) {
  Address address = about(name);
  if (!decider.chance(address, percent(25))) return;
  address.attempt = 1;
  limit = std::min(limit, 1U << decider.below(address, 4));
}

void vary_limits(Scenario& scenario, const Decider& decider) {
  if (!scenario.fuzz.limits) return;
  vary_limit(scenario.protocol.pull.limit, "page", decider);
  vary_limit(scenario.protocol.store.cache_max, "cache", decider);
  vary_limit(scenario.protocol.pull.at_once, "questions", decider);
  vary_limit(scenario.protocol.outbox.at_once, "writing", decider);
  // What a device waits for has to fit.
  const std::uint32_t needed = 2 * answers_at_once(scenario);
  std::uint32_t& egress = scenario.protocol.session.egress_max;
  if (egress <= needed) return;
  std::uint32_t room = egress - needed;
  vary_limit(room, "room", decider);
  egress = needed + room;
}

void vary_workload(Scenario& scenario, const Decider& decider) {
  const FuzzOptions& fuzz = scenario.fuzz;
  if (!fuzz.workload || names_messages(scenario)) return;
  for (std::size_t t = 0; t < scenario.traffic.size(); ++t) {
    TrafficSpec& traffic = scenario.traffic[t];
    const std::uint64_t share =
        draw_percent(decider, about("messages", t), fuzz.messages.least, fuzz.messages.most);
    const auto messages = static_cast<std::uint32_t>(traffic.messages * share / 100);
    traffic.messages = traffic.messages == 0 ? 0 : std::max(messages, 1U);
    const std::uint32_t pace =
        draw_percent(decider, about("pace", t), fuzz.pace.least, fuzz.pace.most);
    traffic.every = traffic.every / 100 * pace;
    traffic.burst = count_from(decider, about("burst", t), 1, std::max(traffic.burst, 4U));
  }
}

/// So much longer than the workload a storm rages at least: a lost message and its answer are tried
/// again after some seconds.
constexpr Duration kStormAfterwards = seconds(10);

/// The storm of the run outlives its workload: what breaks last must be repaired as well. Only
/// where the scenario's own storm does not do so either, it is left as short as it is.
void draw_weather(Scenario& scenario, const Decider& decider) {
  const Instant end = last_of_workload(scenario, decider) + kStormAfterwards;
  StormOptions& storm = scenario.storm;
  if (!storm.on) {
    storm = storm_profile(scenario.fuzz.profile);
    storm.on = true;
    storm.length = std::max(storm.length, end - Instant{});
    storm.length = std::min(storm.length, scenario.limits.settle_max);
  }
  const Duration shortest = end - (Instant{} + storm.begin);
  storm = vary_storm(storm, scenario.fuzz.swarm, shortest, decider);
}

Schedule draw_schedule(const Scenario& scenario, const Decider& decider) {
  const auto ask = [&decider](std::uint64_t nth, std::uint64_t n) {
    return static_cast<std::uint32_t>(decider.below({Choice::Schedule, 0, nth, 0}, n));
  };
  Schedule schedule;
  schedule.strategy = static_cast<Strategy>(ask(0, kStrategies));
  schedule.depth = 1 + ask(1, scenario.fuzz.depth_most);
  schedule.steps = steps_of(scenario);
  schedule.tail_one_in = 4U << ask(2, 4);
  schedule.burst_one_in = 1U << ask(3, 4);
  return schedule;
}

}  // namespace

std::uint32_t steps_of(const Scenario& scenario) {
  std::uint64_t messages = scenario.sends.size();
  for (const TrafficSpec& traffic : scenario.traffic) messages += traffic.messages;
  for (const ChurnSpec& churn : scenario.churn) messages += churn.changes;
  std::uint64_t signals = scenario.signals.size();
  for (const SignalTrafficSpec& traffic : scenario.signal_traffic) signals += traffic.signals;
  const std::uint64_t devices = scenario.devices.size();
  const std::uint64_t replicas = scenario.topology.store_replicas;
  const ProtocolOptions& protocol = scenario.protocol;
  const std::uint64_t numbers =
      (protocol.seq.split() ? 1U : 0U) + (protocol.msgid.split() ? 1U : 0U);
  // A message is stored, said, pulled, answered and acknowledged, over two hops, by each device.
  // Each replica is sent it, writes it and says so; an id service is asked, writes and answers. A
  // signal goes over two hops to the logic process, and over two to each device.
  const std::uint64_t steps = 100 +
                              messages * (10 + 12 * devices + 3 * (replicas - 1) + 3 * numbers) +
                              signals * (4 + 2 * devices);
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(steps, 100'000'000));
}

std::uint32_t places_of(const Scenario& scenario) {
  const Topology& topology = scenario.topology;
  const std::uint32_t gateways = topology.gateway.count + topology.gateway.spare;
  const std::uint32_t logics = topology.logic.count + topology.logic.spare;
  const std::uint32_t replicas = topology.store_replicas;
  const std::uint32_t stores = topology.store.count * replicas;
  const std::uint32_t ids = id_services(scenario);
  const std::uint32_t pairs = gateways * stores + logics * stores + gateways * logics +
                              ids * (logics + stores) + stores * (replicas - 1) / 2;
  // A device, and its way to each gateway that it may come to.
  std::uint64_t edge = 0;
  for (const DeviceSpec& device : scenario.devices) {
    edge += 1 + (device.gateways.empty() ? gateways : device.gateways.size());
  }
  const std::uint64_t all =
      gateways + logics + stores + ids + pairs * topology.backbone.sockets + edge;
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(all, 1'000'000'000));
}

Trial draw_trial(const Scenario& base, const Draw& draw) {
  Trial trial;
  trial.decider = Decider::drawn(draw);
  auto scenario = std::make_shared<Scenario>(base);
  scenario->config.clear();
  vary_topology(*scenario, trial.decider);
  vary_limits(*scenario, trial.decider);
  vary_workload(*scenario, trial.decider);
  draw_weather(*scenario, trial.decider);
  const Schedule schedule = draw_schedule(*scenario, trial.decider);
  trial.decider.schedule(schedule);
  for (const Answer& answer : base.answers) trial.decider.script(answer.address, answer.value);
  trial.scenario = std::move(scenario);
  return trial;
}

std::string describe(const Trial& trial) {
  const Schedule& schedule = trial.decider.schedule();
  std::string text(kStrategyNames[static_cast<std::size_t>(schedule.strategy)]);
  if (schedule.strategy == Strategy::HeavyTail) {
    text += fmt::format(", one decision in {} in the tail", schedule.tail_one_in);
  }
  if (schedule.strategy == Strategy::Priorities) {
    const std::uint64_t bound =
        pct_bound(places_of(*trial.scenario), schedule.steps, schedule.depth);
    text += fmt::format(", depth {}: meets a given order of {} events in 1 run of {} or more often",
                        schedule.depth, schedule.depth, bound);
  }
  if (schedule.burst_one_in > 1) {
    text +=
        fmt::format("; crashes at durable steps in bursts, 1 time in {}", schedule.burst_one_in);
  }
  return text;
}

RunRecord run_trial(const Trial& trial, const RunSettings& settings) {
  return World(trial.scenario, trial.decider, settings).run();
}

}  // namespace imstorm
