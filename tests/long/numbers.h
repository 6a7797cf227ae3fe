#pragma once

#include "tests/long/ablation.h"

namespace imstorm {

using Source = SeqOptions::Source;
using IdSource = MsgidOptions::Source;

inline constexpr std::uint64_t kSoundSeeds = 60;  // of each sound row

/// The small world with numbers from an id service, and everything that goes wrong with one.
inline Scenario split_world() {
  Scenario scenario = small_world();
  make_hostile(scenario);
  scenario.storm.fail_over = {seconds(15), {}, seconds(2)};
  scenario.storm.takeover_least = milliseconds(200);
  scenario.storm.takeover_most = seconds(10);
  scenario.topology.ids.count = 2;
  scenario.protocol.seq.source = Source::RedisSync;
  return scenario;
}

inline Scenario split(const Departure& departure) {
  Scenario scenario = split_world();
  departure.depart(scenario);
  return scenario;
}

inline void blind(Scenario& s) { s.protocol.seq.insert = SeqOptions::Insert::Blind; }
inline void then_append(Scenario& s) { s.protocol.seq.allocate = SeqOptions::Allocate::ThenAppend; }
/// Threads and sockets as they come: 5 is stored before 4.
inline void disorderly(Scenario& s) {
  then_append(s);
  s.protocol.route.worker = RoutingOptions::Worker::AnyFree;
  s.protocol.route.socket = RoutingOptions::Socket::RoundRobin;
}
/// Two writers take turns, often stand still, and wait long for their numbers.
inline void rival_writers(Scenario& s) {
  const auto ms = milliseconds;
  s.protocol.route.group = RoutingOptions::Group::HashSender;
  s.protocol.seq.lease = seconds(2);
  s.storm.pause = {seconds(4), ms(100), seconds(4)};
  s.topology.ids_disk.sync = {ms(100), ms(150), ms(200), ms(300), ms(400)};
}
/// Many messages in the same moment, at a service that needs a millisecond for each, while its
/// clock jumps to and fro.
inline void rush(Scenario& s) {
  for (TrafficSpec& traffic : s.traffic) {
    traffic.messages = 60;
    traffic.burst = 40;
  }
  s.protocol.outbox.window = 100;
  s.topology.ids.threads = 1;
  s.topology.ids.service = {microseconds(500), milliseconds(1), milliseconds(2), milliseconds(3),
                            milliseconds(4)};
  s.storm.clock_step = {milliseconds(300), {}, {}};
  s.storm.clock_step_most = milliseconds(50);
}
inline void from_cache(Scenario& s) { s.protocol.seq.recover = SeqOptions::Recover::FromCache; }

/// Id services lose their disks.
inline void lose_disks(Scenario& s) {
  s.storm.wipe_ids = {seconds(8), milliseconds(100), seconds(2)};
}
/// Machines of id services, and all others, lose their power.
inline void cut_power(Scenario& s) {
  s.storm.host_crash = {seconds(15), milliseconds(100), seconds(2)};
}

/// Short leases, small blocks, and a third server.
inline void lease_sections(Scenario& s) {
  s.topology.ids.count = 3;
  s.protocol.seq.source = Source::Seqsvr;
  s.protocol.seq.section = SeqOptions::Section::Leased;
  s.protocol.seq.section_lease = seconds(1);
  s.protocol.seq.seqsvr_step = 20;
}

}  // namespace imstorm
