#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "model/history/trace.h"
#include "model/scenario/scenario.h"
#include "model/world/kernel_event.h"
#include "model/world/packet.h"
#include "sim/core/fifo.h"

namespace imstorm {

/// What the decisions about the packets and the writes of a traced run are named by.
struct DecisionNames {
  struct Packet {
    std::uint64_t subject = 0;
    std::uint32_t attempt = 0;
  };
  std::vector<Packet> packets;       ///< as in the trace
  std::vector<std::uint64_t> steps;  ///< likewise: of what they write
};

/// Writes the Trace of a run while it happens, if it was asked to: every call of one that is off
/// returns at once (in the header, where it comes with each event). It only listens: nothing in a
/// run depends on it.
///
/// Whatever is scheduled is remembered with what made it happen: the step under way, or the fault
/// that strikes. When its time has come, that is the cause of the step that follows. A copy keeps a
/// trace of its own.
class Tracer {
 public:
  static constexpr std::uint32_t kNone = Trace::kNone;

  /// REQUIRES: nothing has happened yet. Steps beyond `steps_max` are counted, not kept.
  void turn_on(std::uint32_t steps_max) {
    on_ = true;
    steps_max_ = steps_max;
  }
  bool on() const { return on_; }

  // The kernel.
  void scheduled(Instant at, const KernelEvent& event) {
    if (on_) note_scheduled(at, event);
  }
  void popped(Instant at, const KernelEvent& event) {
    if (on_) note_popped(at, event);
  }

  // What makes the next step happen, if not what was popped.
  void nobody();                                  ///< the run itself: a phase begins
  void struck(std::uint32_t band);                ///< a fault, beside what was popped
  void brings(std::uint32_t slot, Instant now) {  ///< the packet in that slot of the slab
    if (on_) note_brings(slot, now);
  }
  void serves(std::uint32_t slot, std::uint8_t worker) {  ///< a worker is done with that packet
    if (on_) note_serves(slot, worker);
  }
  void durable(ProcessId process, std::uint32_t records) {
    if (on_) note_durable(process, records);
  }

  // Steps.
  void begin(Instant now, ProcessId process, Trace::Input input, std::uint64_t name = 0);
  void saw() {  ///< the step under way makes an event of the history
    if (on_) trace_.seen_at.push_back(why_.step);
  }
  void wrote(ProcessId process, std::uint32_t records) {
    if (on_) written_[process].push_back({why_.step, records});
  }
  void died(ProcessId process);  ///< the step under way is its death
  void revives(ProcessId process);

  // Packets and connections.
  void bit(std::uint32_t band);  ///< a fault changed what becomes of something
  void before_sending() {
    if (on_) bitten_ = kNone;
  }
  void sent(std::uint32_t slot, const Trace::Packet& packet, ConnectionId on,
            const DecisionNames::Packet& name);
  void copied(std::uint32_t from, std::uint32_t to);
  /// It reached nobody: `receiver` was down, or the connection over.
  void unheard(std::uint32_t slot, Instant now, ProcessId receiver, bool down, ConnectionId on);
  void dropped(std::uint32_t slot, Instant now);  ///< from a full queue
  void opened(ConnectionId connection);
  void broken(ConnectionId connection);

  Trace take() { return std::move(trace_); }
  const DecisionNames& names() const { return names_; }

 private:
  struct Why {
    std::uint32_t step = kNone;
    std::uint32_t packet = kNone;
    std::uint32_t fault = kNone;
    std::uint8_t worker = Trace::kNoWorker;
    std::vector<std::uint32_t> also;
  };
  struct Blame {
    std::uint32_t step = kNone;
    std::uint32_t fault = kNone;
  };
  struct Written {
    std::uint32_t step = kNone;
    std::uint32_t records = 0;
  };
  using Key = std::array<std::uint64_t, 3>;

  void note_scheduled(Instant at, const KernelEvent& event);
  void note_popped(Instant at, const KernelEvent& event);
  void note_brings(std::uint32_t slot, Instant now);
  void note_serves(std::uint32_t slot, std::uint8_t worker);
  void note_durable(ProcessId process, std::uint32_t records);
  static Key key_of(Instant at, const KernelEvent& event);
  std::uint32_t packet_in(std::uint32_t slot) const {
    return on_ && slot < in_slot_.size() ? in_slot_[slot] : kNone;
  }
  void put_in(std::uint32_t slot, std::uint32_t packet);
  Blame blame_of(std::uint32_t step) const;
  void blame(Trace::Packet& packet, const Blame& blame) const;

  bool on_ = false;
  std::uint32_t steps_max_ = 0;
  Trace trace_;
  DecisionNames names_;
  Why why_;                                     // of the next step, then the step itself
  std::multimap<Key, Why> scheduled_;           // equal keys in the order of scheduling
  std::vector<std::uint32_t> in_slot_;          // slot of the slab -> packet of the trace
  std::map<ProcessId, Fifo<Written>> written_;  // not durable yet, oldest first
  std::map<ProcessId, std::uint32_t> deaths_;   // the last one's step
  std::map<ConnectionId, Blame> broken_;
  std::uint32_t bitten_ = kNone;  // the fault that changed something since the last pop
  bool begun_ = false;            // a step began since the last pop
};

}  // namespace imstorm
