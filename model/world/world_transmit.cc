// Packets and connections: what is sent, when it arrives, who learns of a break.
#include <algorithm>
#include <utility>

#include "model/world/world.h"

namespace imstorm {

void World::transmit(ConnectionId id, End from, std::uint64_t key, Frame&& frame) {
  Connection& connection = network_.at(id);
  if (egress_full(connection, from, frame)) return leave_out(id, frame);
  const std::uint64_t way = hash_mix(connection.key, from);
  const std::uint64_t subject = hash_mix(way, subject_of(frame, *directory_));
  const std::uint32_t index = packets_.add();
  Packet& packet = packets_[index];
  packet.frame = std::move(frame);
  packet.connection = id;
  packet.from = from;
  packet.sender = connection.ends[from];
  packet.key = key;
  packet.subject = subject;
  stamp_signal(packet);
  count(packet, !connection.pooled);
  // On a stream chance only delays: two identical packets may fare alike, and need not be told
  // apart.
  const bool stream = network_.link(connection.link).transport == LinkOptions::Transport::Stream;
  packet.attempt = stream ? 1 : tally_.next(subject);

  const Network::Packet named{id, from, packet.subject, packet.attempt};
  tracer_.before_sending();
  Network::Fate fate = network_.send(now_, named, *plan_, weather_, decider_,
                                     [this](std::uint32_t fault) { effective(fault); });
  if (fate.breaks != kNever) tell_closed(id, from, fate.breaks);
  if (fate.breaks != kNever) note_break(id);
  if (!packet_faults_.empty() && !healed_) strike_packet(packet, fate);
  if (tracer_.on()) trace_sent(index, fate);
  if (fate.lost) {
    if (packet.stamp.count != 0) note_signal_lost(packet);
    packets_.drop(index);
    return;
  }
  schedule_arrival(fate.at, index);
  if (fate.again == kNever) return;
  const std::uint32_t copy = packets_.add();
  packets_[copy] = packets_[index];
  tracer_.copied(index, copy);
  schedule_arrival(fate.again, copy);
}

/// Of a gateway's end: what a device has under way is bounded by its windows. Hints leave half of
/// the room to answers.
bool World::egress_full(const Connection& connection, End from, const Frame& frame) const {
  if (connection.pooled) return false;
  const std::uint32_t most = scenario_->protocol.session.egress_max;
  if (connection.sent[from] < (is_hint(frame) ? (most + 1) / 2 : most)) return false;
  return processes_[connection.ends[from].index()].kind != ProcessKind::Device;
}

/// Rule G5. A hint may go without a word: it is repeated.
void World::leave_out(ConnectionId id, const Frame& frame) {
  if (is_hint(frame)) return limit_reached("session.egress_max: hint left out");
  using EgressFull = SessionOptions::EgressFull;
  if (scenario_->protocol.session.egress_full == EgressFull::DropFrame) {
    return limit_reached("session.egress_max: frame dropped");
  }
  limit_reached("session.egress_max: connection closed");
  break_connection(id, true, true);
}

void World::schedule_arrival(Instant at, std::uint32_t index) {
  const Packet& packet = packets_[index];
  KernelEvent event;
  event.type = KernelEvent::Type::Arrive;
  event.process = network_.at(packet.connection).ends[other(packet.from)];
  event.a = index;
  event.b = static_cast<std::uint32_t>(packet.subject);
  schedule(at, event);
}

void World::drop_packet(std::uint32_t index) {
  network_.landed(packets_[index].connection, packets_[index].from);
  packets_.drop(index);
}

/// The faults that name this very packet.
void World::strike_packet(const Packet& packet, Network::Fate& fate) {
  const Connection& connection = network_.at(packet.connection);
  const bool stream = network_.link(connection.link).transport == LinkOptions::Transport::Stream;
  const ProcessId to = connection.ends[other(packet.from)];
  for (const std::uint32_t index : packet_faults_) {
    const Fault& fault = (*plan_)[index];
    const PacketMatch& match = fault.packet;
    const auto frame = static_cast<std::uint8_t>(packet.frame.index());
    if (match.frame != PacketMatch::kAnyKind && match.frame != frame) continue;
    if (match.body != PacketMatch{}.body && match.body != body_of(packet.frame).value) continue;
    if (now_ < fault.at || !Weather::covers(fault, packet.sender, to)) continue;
    fault_states_[index].matched += 1;
    if (match.nth != 0 && fault_states_[index].matched != match.nth) continue;
    if (fate.lost) continue;
    effective(index);
    disturb(packet.sender, now_ + fault.amount);
    disturb(to, now_ + fault.amount);
    if (fault.kind == FaultKind::Delay) {
      fate.at += fault.amount;
      if (stream) network_.at(packet.connection).last_arrival[other(packet.from)] = fate.at;
    } else if (fault.kind == FaultKind::Duplicate) {
      if (stream || fate.again != kNever) continue;
      fate.again = fate.at + milliseconds(1);
      network_.repeated(packet.connection, packet.from);
    } else {
      network_.landed(packet.connection, packet.from);
      if (fate.again != kNever) network_.landed(packet.connection, packet.from);
      fate.lost = true;
      // A stream cannot lose one packet alone: it breaks there.
      if (stream) break_connection(packet.connection, true, true);
      return;
    }
  }
}

/// The connection is dead; those who notice do so when what still arrives has arrived.
void World::break_connection(ConnectionId id, bool first_notices, bool second_notices) {
  network_.cut(now_, id, decider_);
  tracer_.broken(id);
  note_break(id);
  const bool notices[2] = {first_notices, second_notices};
  for (const End end : {End{0}, End{1}}) {
    const Connection& connection = network_.at(id);
    if (!notices[end] || !connection.believes[end]) continue;
    tell_closed(id, end, std::max(now_, std::min(connection.cut[end], now_ + seconds(60))));
  }
}

void World::tell_closed(ConnectionId id, End end, Instant at) {
  const Connection& connection = network_.at(id);
  KernelEvent event;
  event.type = KernelEvent::Type::Closed;
  event.what = end;
  event.process = connection.ends[end];
  event.incarnation = processes_[event.process.index()].incarnation;
  event.a = id.value;
  event.b = connection.generation;
  schedule(at, event);
}

/// An end is done with its connection. A pooled one is opened again in a while.
void World::close_end(ConnectionId id, End end) {
  const bool pooled = network_.at(id).pooled;
  tracer_.broken(id);
  network_.close(id, end);
  if (!pooled) return;
  const bool over = !network_.at(id).believes[other(end)];
  for (std::size_t i = 0; i < pools_.size(); ++i) {
    Pool& pool = pools_[i];
    if (pool.connection != id) continue;
    if (over) pool.connection = {};
    if (pool.opening) return;
    pool.opening = true;
    KernelEvent open;
    open.type = KernelEvent::Type::PoolOpen;
    open.a = static_cast<std::uint32_t>(i);
    push(scenario_->topology.reconnect, open);
  }
}

std::uint32_t World::live_pools(ProcessId a, ProcessId b) const {
  const std::vector<std::uint32_t>* pools = pools_of_[a.index()].find(b);
  std::uint32_t live = 0;
  for (const std::uint32_t index : *pools) {
    const Pool& pool = pools_[index];
    const End end = pool.a == a ? 0 : 1;
    if (pool.connection && network_.at(pool.connection).believes[end]) ++live;
  }
  return live;
}

void World::count(const Packet& packet, bool client) {
  stats_.packets += 1;
  if (client) {
    stats_.client_packets += 1;
    stats_.client_by_kind[packet.frame.index()] += 1;
  }
  stats_.bytes += wire_bytes(packet.frame);
  stats_.by_kind[packet.frame.index()] += 1;
}

void World::limit_reached(const std::string& what) {
  const auto known = std::find_if(stats_.limits.begin(), stats_.limits.end(),
                                  [&](const auto& limit) { return limit.first == what; });
  if (known == stats_.limits.end()) {
    stats_.limits.emplace_back(what, 1);
  } else {
    known->second += 1;
  }
}

}  // namespace imstorm
