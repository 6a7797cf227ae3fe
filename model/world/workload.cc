#include "model/world/workload.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/world/churn.h"
#include "sim/core/hash.h"

namespace imstorm {
namespace {

void add(Workload& load, PlannedSend send, std::string name) {
  send.body = BodyId(load.sends.size());
  if (name.empty()) name = fmt::format("m{}", load.sends.size() + 1);
  if (send.at != kNever) load.last = std::max(load.last, send.at);
  load.names.push_back(std::move(name));
  load.sends.push_back(send);
}

/// The device that writes the n-th message: the highest draw wins (rendezvous hashing, Thaler and
/// Ravishankar 1998), so that one more device takes over some messages and moves no others.
DeviceId writer(const std::vector<DeviceId>& devices, const Directory& directory,
                const Decider& decider, std::uint64_t conv_key, std::uint64_t nth) {
  DeviceId best = devices.front();
  std::uint64_t most = 0;
  for (const DeviceId device : devices) {
    const std::uint64_t place = hash_mix(conv_key, directory.device_keys[device.index()]);
    const std::uint64_t draw = decider.draw({Choice::Workload, place, nth, 0});
    if (draw > most) {
      most = draw;
      best = device;
    }
  }
  return best;
}

void generate(Workload& load, const TrafficSpec& traffic, const Directory& directory,
              const Decider& decider) {
  const std::vector<DeviceId>& devices = directory.conv_devices[traffic.conv.index()];
  const std::uint64_t key = directory.key_of(traffic.conv);
  Instant at = traffic.from;
  std::uint64_t nth = 0;
  for (std::uint32_t made = 0; made < traffic.messages;) {
    ++nth;
    at += decider.between({Choice::Workload, key, nth, 1}, nanoseconds(0), traffic.every * 2);
    const DeviceId device = writer(devices, directory, decider, key, nth);
    const std::uint64_t burst = 1 + decider.below({Choice::Workload, key, nth, 2}, traffic.burst);
    for (std::uint64_t i = 0; i < burst && made < traffic.messages; ++i, ++made) {
      PlannedSend send;
      send.device = device;
      send.conv = traffic.conv;
      send.bytes = traffic.bytes;
      send.at = at;
      add(load, send, {});
    }
  }
}

void add(Workload& load, const PlannedSignal& signal, std::string name) {
  if (name.empty()) name = fmt::format("s{}", load.signals.size() + 1);
  if (signal.at != kNever) load.last = std::max(load.last, signal.at);
  load.signal_names.push_back(std::move(name));
  load.signals.push_back(signal);
}

/// The n-th burst goes to everybody, or to one member other than its sender.
UserId signalled_user(const SignalTrafficSpec& traffic, const Scenario& scenario,
                      const Directory& directory, const Decider& decider, DeviceId from,
                      std::uint64_t key, std::uint64_t nth) {
  if (!decider.chance({Choice::Workload, key, nth, 3}, traffic.unicast)) return {};
  UserId best;
  std::uint64_t most = 0;
  for (const UserId user : scenario.conversations[traffic.conv.index()].members) {
    if (user == directory.device_users[from.index()]) continue;
    const std::uint64_t place = hash_mix(key, directory.user_keys[user.index()]);
    const std::uint64_t draw = decider.draw({Choice::Workload, place, nth, 4});
    if (best && draw <= most) continue;
    most = draw;
    best = user;
  }
  return best;
}

void generate(Workload& load, const SignalTrafficSpec& traffic, const Scenario& scenario,
              const Directory& directory, const Decider& decider) {
  const std::vector<DeviceId>& devices = directory.conv_devices[traffic.conv.index()];
  // Apart from the messages of the same conversation.
  const std::uint64_t key = hash_mix(directory.key_of(traffic.conv), kFirstSignal);
  Instant at = traffic.from;
  std::uint64_t nth = 0;
  for (std::uint32_t made = 0; made < traffic.signals;) {
    ++nth;
    at += decider.between({Choice::Workload, key, nth, 1}, nanoseconds(0), traffic.every * 2);
    PlannedSignal signal;
    signal.device = writer(devices, directory, decider, key, nth);
    signal.to = signalled_user(traffic, scenario, directory, decider, signal.device, key, nth);
    if (!signal.to) signal.conv = traffic.conv;
    signal.at = at;
    const std::uint64_t burst = 1 + decider.below({Choice::Workload, key, nth, 2}, traffic.burst);
    for (std::uint64_t i = 0; i < burst && made < traffic.signals; ++i, ++made) {
      add(load, signal, {});
    }
  }
}

}  // namespace

UserId Workload::author(BodyId body, const Directory& directory) const {
  return directory.device_users[sends[body.index()].device.index()];
}

std::uint32_t Workload::add_reply(DeviceId device, ConvId conv, std::uint32_t bytes) {
  PlannedSend send;
  send.device = device;
  send.conv = conv;
  send.bytes = bytes;
  send.at = kNever;
  add(*this, send, {});
  return sends.back().body.value;
}

Workload plan_workload(const Scenario& scenario, const Directory& directory,
                       const Decider& decider) {
  Workload load;
  for (const SendSpec& spec : scenario.sends) {
    PlannedSend send;
    send.device = spec.device;
    send.conv = spec.conv;
    send.bytes = spec.bytes;
    send.at = spec.at;
    send.content = spec.content;
    send.subject = spec.subject;
    send.take_back = spec.take_back;
    if (spec.reply_to) {
      send.reply_to = *spec.reply_to;
      send.after = {spec.at.ns};
      send.at = kNever;
      load.answers.push_back(static_cast<std::uint32_t>(load.sends.size()));
    }
    add(load, send, spec.name);
  }
  for (const TrafficSpec& traffic : scenario.traffic) {
    generate(load, traffic, directory, decider);
    const std::uint32_t replies = traffic.reply.ppm == 0 ? 0 : traffic.messages;
    if (replies != 0) {
      load.answered.push_back(static_cast<std::uint32_t>(load.replies_left.size()));
    }
    load.replies_left.push_back(replies);
  }
  for (const SignalSpec& spec : scenario.signals) {
    add(load, PlannedSignal{spec.device, spec.conv, spec.to, spec.at}, spec.name);
  }
  for (const SignalTrafficSpec& traffic : scenario.signal_traffic) {
    generate(load, traffic, scenario, directory, decider);
  }
  for (const ChurnSpec& churn : scenario.churn) {
    for (const PlannedSend& send : plan_churn(churn, scenario, directory, decider)) {
      add(load, send, {});
    }
  }
  return load;
}

}  // namespace imstorm
