#include "model/world/workload.h"

#include <fmt/format.h>

#include <algorithm>

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
    if (spec.reply_to) {
      send.reply_to = *spec.reply_to;
      send.after = {spec.at.ns};
      send.at = kNever;
    }
    add(load, send, spec.name);
  }
  for (const TrafficSpec& traffic : scenario.traffic) {
    generate(load, traffic, directory, decider);
    load.replies_left.push_back(traffic.reply.ppm == 0 ? 0 : traffic.messages);
  }
  return load;
}

}  // namespace imstorm
