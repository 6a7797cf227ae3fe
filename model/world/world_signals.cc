// Signals: they are given, they keep to their link, and the history says what disturbed it.
#include <algorithm>

#include "model/world/step.h"
#include "model/world/world.h"

namespace imstorm {

void World::promise_signals() {
  if (!directory_->signals) return;
  Event promised;
  promised.kind = EventKind::Promised;
  promised.value = static_cast<std::uint64_t>(scenario_->limits.signal_within.ns);
  record(promised);
}

void World::on_user_signals(const KernelEvent& event) {
  if (silent_) return;
  // A signal cannot wait: nobody gives it later because the app was not running.
  if (!processes_[event.process.index()].up || postpone(event)) return;
  const PlannedSignal& signal = load_.signals[event.a];
  step(event.process, AppSignal{signal.conv, signal.to, signal_id(event.a)},
       hash_mix(0x5197, event.a));
}

// Links (rule G6).

LinkOrder& World::link_order(ConnectionId connection, End from) {
  const std::uint32_t pool = pool_at_[connection];
  const Connection& at = network_.at(connection);
  if (at.pooled) return pools_[pool - 1].order[from];
  EdgeOrder& edge = edge_order_[connection];
  if (edge.generation != at.generation) edge = {at.generation, {}};
  return edge.ends[from];
}

/// Which opening of its link a connection is: those between servers are opened again and again.
std::uint32_t World::link_epoch(ConnectionId connection) const {
  const std::uint32_t* pool = pool_at_.find(connection);
  return network_.at(connection).pooled ? pools_[*pool - 1].opened : 1;
}

void World::stamp_signal(Packet& packet) {
  packet.stamp = {};  // the slot had another packet
  const FrameKind kind = kind_of(packet.frame);
  if (kind != FrameKind::Signal && kind != FrameKind::Relay) return;
  packet.stamp = link_order(packet.connection, packet.from).next(link_epoch(packet.connection));
}

bool World::signal_in_order(const Packet& packet) {
  if (packet.stamp.count == 0) return true;  // not a signal
  if (link_order(packet.connection, packet.from).accepts(packet.stamp)) return true;
  note_signal_lost(packet);
  return false;
}

/// By the network, which lost it, repeated it or let another one overtake it.
void World::note_signal_lost(const Packet& packet) {
  const Connection& connection = network_.at(packet.connection);
  disturb(connection.pooled ? packet.sender : connection.ends[0], now_);
}

// What an observer of faults could say.

/// A fault touches this process until then; kNever: until it is repaired.
void World::disturb(ProcessId id, Instant until) {
  if (!directory_->signals) return;
  Event disturbed;
  disturbed.kind = EventKind::Disturbed;
  disturbed.since = until;
  if (id) {
    const Process& process = processes_[id.index()];
    if (process.kind == ProcessKind::Device) disturbed.device = DeviceId(process.index);
    if (process.kind != ProcessKind::Device) disturbed.process = id;
  }
  record(disturbed);
}

/// Whoever goes along a path passes both of its sides: one of them is enough to say.
void World::disturb_path(const Fault& fault, Instant until) {
  const std::vector<ProcessId>& side = fault.from.empty() ? fault.to : fault.from;
  for (const ProcessId id : side) disturb(id, until);
  if (side.empty()) disturb({}, until);
}

/// A connection works no more, whether or not its ends know.
void World::note_break(ConnectionId connection) {
  if (!directory_->signals) return;
  const Connection& at = network_.at(connection);
  if (!at.pooled) return disturb(at.ends[0], kNever);
  Pool& pool = pools_[pool_at_[connection] - 1];
  if (pool.broken || pool.connection != connection) return;
  pool.broken = true;
  for (const ProcessId id : at.ends) {
    if (processes_[id.index()].broken_links++ == 0) disturb(id, kNever);
  }
}

void World::note_opened(Pool& pool) {
  pool.opened += 1;
  pool_at_[pool.connection] = static_cast<std::uint32_t>(&pool - pools_.data()) + 1;
  note_mended(pool);
}

/// It works again, or nobody needs it any more.
void World::note_mended(Pool& pool) {
  if (!pool.broken) return;
  pool.broken = false;
  for (const ProcessId id : {pool.a, pool.b}) {
    if (--processes_[id.index()].broken_links != 0) continue;
    Event calmed;
    calmed.kind = EventKind::Calmed;
    calmed.process = id;
    record(calmed);
  }
}

}  // namespace imstorm
