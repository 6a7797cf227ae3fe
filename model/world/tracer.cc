#include "model/world/tracer.h"

namespace imstorm {

Tracer::Key Tracer::key_of(Instant at, const KernelEvent& event) {
  const auto head = std::uint64_t{event.process.value} << 32 |
                    std::uint64_t{event.incarnation} << 16 | std::uint64_t{event.what} << 8 |
                    static_cast<std::uint64_t>(event.type);
  return {static_cast<std::uint64_t>(at.ns), head, std::uint64_t{event.a} << 32 | event.b};
}

void Tracer::note_scheduled(Instant at, const KernelEvent& event) {
  const auto entry = scheduled_.emplace(key_of(at, event), why_);
  if (event.type != KernelEvent::Type::Closed) return;
  const auto found = broken_.find(ConnectionId(event.a));
  if (found != broken_.end()) entry->second.fault = found->second.fault;
}

void Tracer::note_popped(Instant at, const KernelEvent& event) {
  why_ = {};
  bitten_ = kNone;
  begun_ = false;
  const auto found = scheduled_.lower_bound(key_of(at, event));
  if (found == scheduled_.end() || found->first != key_of(at, event)) return;
  why_ = std::move(found->second);
  scheduled_.erase(found);
}

void Tracer::nobody() {
  if (on_) why_ = {};
}

void Tracer::struck(std::uint32_t band) {
  if (!on_) return;
  if (begun_) why_ = {};
  why_.fault = band;
}

void Tracer::note_brings(std::uint32_t slot, Instant now) {
  const std::uint32_t index = packet_in(slot);
  if (index == kNone) return;
  Trace::Packet& packet = trace_.packets[index];
  packet.fate = Trace::Fate::Delivered;
  packet.ended = now;
  why_ = {};
  why_.step = packet.sent;
  why_.packet = index;
}

void Tracer::note_serves(std::uint32_t slot, std::uint8_t worker) {
  const std::uint32_t index = packet_in(slot);
  if (index == kNone) return;
  note_brings(slot, trace_.packets[index].ended);
  why_.worker = worker;
}

/// The newest of the writes is the cause: without it there would have been nothing new to sync; the
/// others are told beside it.
void Tracer::note_durable(ProcessId process, std::uint32_t records) {
  why_ = {};
  Fifo<Written>& waiting = written_[process];
  while (records > 0 && !waiting.empty()) {
    Written& oldest = waiting.front();
    if (why_.step != kNone && why_.step != oldest.step) why_.also.push_back(why_.step);
    why_.step = oldest.step;
    if (oldest.records > records) {
      oldest.records -= records;
      return;
    }
    records -= oldest.records;
    waiting.pop_front();
  }
}

void Tracer::begin(Instant now, ProcessId process, Trace::Input input, std::uint64_t name) {
  if (!on_) return;
  if (trace_.steps.size() >= steps_max_) {
    trace_.left_out += 1;
    why_ = {};
    return;
  }
  const auto index = static_cast<std::uint32_t>(trace_.steps.size());
  Trace::Step step;
  step.at = now;
  step.lane = process.value;
  step.worker = why_.worker;
  step.input = input;
  step.cause = why_.step;
  step.packet = why_.packet;
  step.fault = why_.fault;
  step.also = std::move(why_.also);
  if (step.packet != kNone) trace_.packets[step.packet].received = index;
  trace_.steps.push_back(std::move(step));
  names_.steps.push_back(name);
  why_ = {};
  why_.step = index;
  begun_ = true;
}

void Tracer::died(ProcessId process) {
  if (!on_) return;
  written_.erase(process);
  deaths_[process] = why_.step;
}

void Tracer::revives(ProcessId process) {
  if (!on_) return;
  why_ = {};
  const auto death = deaths_.find(process);
  if (death != deaths_.end()) why_.step = death->second;
}

void Tracer::bit(std::uint32_t band) {
  if (on_) bitten_ = band;
}

void Tracer::put_in(std::uint32_t slot, std::uint32_t packet) {
  if (slot >= in_slot_.size()) in_slot_.resize(slot + 1, kNone);
  in_slot_[slot] = packet;
}

Tracer::Blame Tracer::blame_of(std::uint32_t step) const {
  return {step, step == kNone ? kNone : trace_.steps[step].fault};
}

void Tracer::blame(Trace::Packet& packet, const Blame& blame) const {
  packet.by = blame.step;
  if (packet.fault == kNone) packet.fault = blame.fault;
}

void Tracer::sent(std::uint32_t slot, const Trace::Packet& packet, ConnectionId on,
                  const DecisionNames::Packet& name) {
  if (!on_) return;
  put_in(slot, kNone);
  if (why_.step == kNone) return;  // beyond the limit
  put_in(slot, static_cast<std::uint32_t>(trace_.packets.size()));
  trace_.packets.push_back(packet);
  names_.packets.push_back(name);
  Trace::Packet& kept = trace_.packets.back();
  kept.sent = why_.step;
  kept.fault = bitten_;
  kept.late = kept.fault != kNone && kept.fate != Trace::Fate::Lost;
  const auto broken = broken_.find(on);
  if (kept.fate == Trace::Fate::Lost && broken != broken_.end()) blame(kept, broken->second);
}

void Tracer::copied(std::uint32_t from, std::uint32_t to) {
  const std::uint32_t original = packet_in(from);
  if (!on_) return;
  put_in(to, kNone);
  if (original == kNone) return;
  Trace::Packet copy = trace_.packets[original];
  copy.copy = true;
  copy.late = false;
  put_in(to, static_cast<std::uint32_t>(trace_.packets.size()));
  names_.packets.push_back(names_.packets[original]);
  trace_.packets.push_back(std::move(copy));
}

void Tracer::unheard(std::uint32_t slot, Instant now, ProcessId receiver, bool down,
                     ConnectionId on) {
  const std::uint32_t index = packet_in(slot);
  if (index == kNone) return;
  Trace::Packet& packet = trace_.packets[index];
  packet.fate = Trace::Fate::Unheard;
  packet.ended = now;
  const auto death = deaths_.find(receiver);
  const auto broken = broken_.find(on);
  if (down && death != deaths_.end()) {
    blame(packet, blame_of(death->second));
  } else if (broken != broken_.end()) {
    blame(packet, broken->second);
  }
}

void Tracer::dropped(std::uint32_t slot, Instant now) {
  const std::uint32_t index = packet_in(slot);
  if (index == kNone) return;
  trace_.packets[index].fate = Trace::Fate::Dropped;
  trace_.packets[index].ended = now;
}

void Tracer::opened(ConnectionId connection) {
  if (on_) broken_.erase(connection);
}

/// The first reason counts: what ends later had ended already.
void Tracer::broken(ConnectionId connection) {
  if (!on_) return;
  Blame blame = blame_of(why_.step);
  if (why_.fault != kNone) blame.fault = why_.fault;
  if (bitten_ != kNone) blame.fault = bitten_;
  broken_.emplace(connection, blame);
}

}  // namespace imstorm
