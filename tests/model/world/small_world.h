#pragma once

#include <string>

#include "model/scenario/scenario.h"
#include "model/types/frame_kind.h"

namespace imstorm {

inline void add_device(Scenario& scenario, const std::string& user, const std::string& kind) {
  std::size_t u = 0;
  while (u < scenario.users.size() && scenario.users[u].name != user) ++u;
  if (u == scenario.users.size()) scenario.users.push_back({user});
  DeviceSpec device;
  device.name = user + "." + kind;
  device.user = UserId(u);
  device.edge = scenario.topology.edge;
  scenario.devices.push_back(device);
}

inline void add_traffic(Scenario& scenario, ConvId conv, std::uint32_t messages, Duration every) {
  TrafficSpec traffic;
  traffic.conv = conv;
  traffic.messages = messages;
  traffic.every = every;
  traffic.burst = 3;
  scenario.traffic.push_back(traffic);
}

/// Three users, four devices, a conversation of two and a group of three, thirty messages.
inline Scenario small_world() {
  Scenario scenario;
  scenario.name = "small-world";
  add_device(scenario, "alice", "phone");
  add_device(scenario, "alice", "laptop");
  add_device(scenario, "bob", "phone");
  add_device(scenario, "carol", "phone");
  scenario.conversations.push_back({"dm", {UserId(0), UserId(1)}});
  scenario.conversations.push_back({"team", {UserId(0), UserId(1), UserId(2)}});
  add_traffic(scenario, ConvId(0), 10, seconds(1));
  add_traffic(scenario, ConvId(1), 20, seconds(1));
  return scenario;
}

/// Signals by everybody of the group, all the time.
inline void add_signals(Scenario& scenario) {
  SignalTrafficSpec traffic;
  traffic.conv = ConvId(1);
  traffic.signals = 1'000;
  traffic.every = milliseconds(150);
  traffic.burst = 4;
  scenario.signal_traffic.push_back(traffic);
}

/// Everything goes wrong, at every place, with every kind of fault, for a minute.
inline void make_hostile(Scenario& scenario) {
  StormOptions& storm = scenario.storm;
  storm.on = true;
  storm.length = seconds(60);
  storm.crash = {seconds(30), milliseconds(100), seconds(10)};
  storm.host_crash = {seconds(120), seconds(1), seconds(10)};
  storm.pause = {seconds(60), milliseconds(100), seconds(15)};
  storm.partition = {seconds(40), milliseconds(500), seconds(20)};
  storm.cut = {seconds(40), {}, {}};
  storm.half_open = percent(50);
  storm.slow_disk = {seconds(60), seconds(1), seconds(10)};
  storm.clock_step = {seconds(40), {}, {}};
  storm.clock_drift = {seconds(60), seconds(5), seconds(20)};
  storm.offline = {seconds(60), seconds(1), seconds(30)};
  storm.kill = {seconds(40), milliseconds(100), seconds(10)};
  storm.wipe = {seconds(150), seconds(1), seconds(5)};
  storm.crash_at_sync = {5'000};
  storm.loss = percent(3);
  storm.duplication = percent(3);
  storm.reordering = percent(3);
}

/// And what goes wrong inside stores and caches.
inline void make_stores_hostile(Scenario& scenario) {
  StormOptions& storm = scenario.storm;
  storm.commit_fails_before = percent(2);
  storm.commit_fails_after = percent(2);
  storm.commit_crawls = percent(2);
  storm.cache_flush = {seconds(10), {}, {}};
}

/// Scripted faults that a storm does not draw: packets by name.
inline void name_packets(Scenario& scenario) {
  const auto add = [&](FaultKind kind, FrameKind frame, std::uint32_t nth) {
    Fault fault;
    fault.kind = kind;
    fault.packet.frame = static_cast<std::uint8_t>(frame);
    fault.packet.nth = nth;
    fault.amount = seconds(2);
    scenario.faults.push_back(fault);
  };
  add(FaultKind::Drop, FrameKind::SendAck, 3);
  add(FaultKind::Drop, FrameKind::Notify, 2);
  add(FaultKind::Duplicate, FrameKind::Data, 2);
  add(FaultKind::Delay, FrameKind::Consume, 2);
}

/// Processes come and go, are replaced, and change their threads, all the time.
inline void make_restless(Scenario& scenario) {
  Topology& topology = scenario.topology;
  topology.gateway.spare = 1;
  topology.logic.spare = 2;
  topology.gateway.threads = topology.logic.threads = 3;
  StormOptions& storm = scenario.storm;
  storm.join = {seconds(8), {}, {}};
  storm.leave = {seconds(20), {}, seconds(4)};
  storm.replace = {seconds(20), milliseconds(100), seconds(6)};
  storm.resize = {seconds(10), {}, {}};
}

/// Any order, any repetition: what the protocol must survive where no stream helps it.
inline void make_datagrams(Scenario& scenario) {
  for (DeviceSpec& device : scenario.devices) {
    device.edge.transport = LinkOptions::Transport::Datagram;
    device.edge.loss = percent(5);
    device.edge.duplicate = percent(5);
    device.edge.reorder = percent(5);
  }
}

}  // namespace imstorm
