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

/// Of generated traffic: some messages or signals at once.
struct Burst {
  Instant at;
  std::uint64_t nth = 0;   // from 1
  std::uint32_t size = 0;  // at least 1
};

/// Calls `visit(burst)` for each burst until there are `count` messages or signals.
template <class Traffic, class Visit>
void each_burst(const Traffic& traffic, std::uint32_t count, std::uint64_t key,
                const Decider& decider, const Visit& visit) {
  Burst burst{traffic.from};
  for (std::uint32_t made = 0; made < count; made += burst.size) {
    ++burst.nth;
    burst.at +=
        decider.between({Choice::Workload, key, burst.nth, 1}, nanoseconds(0), traffic.every * 2);
    const std::uint64_t size =
        1 + decider.below({Choice::Workload, key, burst.nth, 2}, traffic.burst);
    burst.size = static_cast<std::uint32_t>(std::min<std::uint64_t>(size, count - made));
    visit(burst);
  }
}

void generate(Workload& load, const TrafficSpec& traffic, const Directory& directory,
              const Decider& decider) {
  const std::vector<DeviceId>& devices = directory.conv_devices[traffic.conv.index()];
  const std::uint64_t key = directory.key_of(traffic.conv);
  each_burst(traffic, traffic.messages, key, decider, [&](const Burst& burst) {
    PlannedSend send;
    send.device = writer(devices, directory, decider, key, burst.nth);
    send.conv = traffic.conv;
    send.bytes = traffic.bytes;
    send.at = burst.at;
    for (std::uint32_t i = 0; i < burst.size; ++i) add(load, send, {});
  });
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

/// Apart from the messages of the same conversation.
std::uint64_t signal_key(std::uint64_t conv_key) { return hash_mix(conv_key, kFirstSignal); }

void generate(Workload& load, const SignalTrafficSpec& traffic, const Scenario& scenario,
              const Directory& directory, const Decider& decider) {
  const std::vector<DeviceId>& devices = directory.conv_devices[traffic.conv.index()];
  const std::uint64_t key = signal_key(directory.key_of(traffic.conv));
  each_burst(traffic, traffic.signals, key, decider, [&](const Burst& burst) {
    PlannedSignal signal;
    signal.device = writer(devices, directory, decider, key, burst.nth);
    signal.to =
        signalled_user(traffic, scenario, directory, decider, signal.device, key, burst.nth);
    if (!signal.to) signal.conv = traffic.conv;
    signal.at = burst.at;
    for (std::uint32_t i = 0; i < burst.size; ++i) add(load, signal, {});
  });
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

Instant last_of_workload(const Scenario& scenario, const Decider& decider) {
  Instant last;
  const auto reach = [&last](Instant at) { last = std::max(last, at); };
  const auto key_of = [&scenario](ConvId conv) {
    return hash_text(scenario.conversations[conv.index()].name);
  };
  for (const SendSpec& spec : scenario.sends) {
    if (!spec.reply_to) reach(spec.at);
  }
  for (const SignalSpec& spec : scenario.signals) reach(spec.at);
  const auto reach_burst = [&reach](const Burst& burst) { reach(burst.at); };
  for (const TrafficSpec& traffic : scenario.traffic) {
    each_burst(traffic, traffic.messages, key_of(traffic.conv), decider, reach_burst);
  }
  for (const SignalTrafficSpec& traffic : scenario.signal_traffic) {
    each_burst(traffic, traffic.signals, signal_key(key_of(traffic.conv)), decider, reach_burst);
  }
  for (const ChurnSpec& churn : scenario.churn) {
    reach(last_of_churn(churn, key_of(churn.conv), decider));
  }
  return last;
}

}  // namespace imstorm
