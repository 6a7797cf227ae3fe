// What a trace says that only the world knows: frames in words, faults as bands, processes as
// lanes.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "model/scenario/fault_sentence.h"
#include "model/scenario/messages.h"
#include "model/scenario/text.h"
#include "model/world/world.h"

namespace imstorm {
namespace {

constexpr std::string_view kNackWords[] = {"out of order", "not the owner", "rejected", "conflict",
                                           "unknown device"};
constexpr std::string_view kAppendedWords[] = {
    "committed", "duplicate", "fenced", "out of order", "rejected", "conflict", "unknown device"};

template <std::size_t n>
std::string_view word(const std::string_view (&words)[n], std::size_t index) {
  return index < n ? words[index] : "?";
}

std::string range(Seq after, Seq next, std::size_t entries) {
  if (entries == 0) return fmt::format("nothing after seq {}", after.value);
  if (after.next() == next) return fmt::format("seq {}", next.value);
  return fmt::format("seq {} to {}", after.next().value, next.value);
}

// As far as people want to know.
std::string words(const Send& f) { return f.attempt > 1 ? fmt::format("try {}", f.attempt) : ""; }
std::string words(const Append& f) { return words(f.send); }
std::string words(const SendAck& f) { return fmt::format("seq {}", f.seq.value); }
std::string words(const SendNack& f) {
  return std::string(word(kNackWords, static_cast<std::size_t>(f.code)));
}
std::string words(const Appended& f) {
  const std::string_view code = word(kAppendedWords, static_cast<std::size_t>(f.code));
  return f.seq == Seq{} ? std::string(code) : fmt::format("{}, seq {}", code, f.seq.value);
}
std::string words(const Notify& f) { return fmt::format("up to seq {}", f.hw.value); }
std::string words(const Pull& f) { return fmt::format("after seq {}", f.after.value); }
std::string words(const Read& f) { return fmt::format("after seq {}", f.after.value); }
std::string words(const Data& f) { return range(f.after, f.next, f.entries.size()); }
std::string words(const Page& f) { return range(f.after, f.next, f.entries.size()); }
std::string words(const Truncated& f) { return fmt::format("up to seq {}", f.floor.value); }
std::string words(const Ack& f) {
  return fmt::format("holds up to seq {}, consumed up to {}", f.recv.value, f.consumed.value);
}
std::string words(const Consume& f) { return fmt::format("up to seq {}", f.upto.value); }
std::string words(const ConsumeAck& f) { return fmt::format("up to seq {}", f.consumed.value); }
std::string words(const Subscribed& f) { return fmt::format("up to seq {}", f.head.hw.value); }
std::string words(const Attached& f) { return fmt::format("up to seq {}", f.head.hw.value); }
std::string words(const Registered& f) { return fmt::format("session {}", f.via.session.value); }
std::string words(const Connected& f) { return fmt::format("session {}", f.session.value); }
std::string words(const Allocated& f) { return fmt::format("number {}", f.number); }
std::string words(const Resolve& f) { return fmt::format("up to seq {}", f.upto.value); }
std::string words(const Resolved& f) { return fmt::format("up to seq {}", f.head.hw.value); }
std::string words(const Reserved& f) {
  return fmt::format("{} to {}", f.first, f.first + f.count - 1);
}
std::string words(const Members& f) {
  return f.changed == Seq{} ? "those from the start" : fmt::format("as of seq {}", f.changed.value);
}
std::string words(const Leased& f) {
  if (!f.held) return "not now";
  return f.count == 0 ? "renewed" : fmt::format("{} to {}", f.first, f.first + f.count - 1);
}
std::string words(const Taken& f) {
  return fmt::format("epoch {}{}", f.epoch.value, f.won ? "" : ", lost");
}
template <class Other>
std::string words(const Other&) {
  return {};
}

Trace::Role role_of(ProcessKind kind) {
  switch (kind) {
    case ProcessKind::Gateway:
      return Trace::Role::Gateway;
    case ProcessKind::Logic:
      return Trace::Role::Logic;
    case ProcessKind::Store:
      return Trace::Role::Store;
    case ProcessKind::Ids:
      return Trace::Role::IdService;
    case ProcessKind::Device:
      return Trace::Role::Device;
  }
  return Trace::Role::Device;
}

/// Does it go on until its end (or else happens at once, or at a packet)?
bool has_length(const Fault& fault) {
  switch (fault.kind) {
    case FaultKind::Drop:
    case FaultKind::Duplicate:
    case FaultKind::Delay:
    case FaultKind::Break:
    case FaultKind::HalfOpen:
    case FaultKind::ClockStep:
    case FaultKind::CacheFlush:
    case FaultKind::Join:
    case FaultKind::Leave:
    case FaultKind::Replace:
    case FaultKind::Resize:
      return false;
    case FaultKind::FailOver:
      return fault.lasts.ns > 0;
    default:
      return true;
  }
}

}  // namespace

/// A kernel event in words, as far as it can be told before it is handled.
std::string World::told(const KernelEvent& event) const {
  using Type = KernelEvent::Type;
  const std::string at = to_text(Duration{now_.ns});
  const std::string who = event.process && event.process.index() < table_->rows.size()
                              ? table_->rows[event.process.index()].name
                              : "the run";
  const auto line = [&](const std::string& what) {
    return fmt::format("at {}, {}: {}", at, who, what);
  };
  switch (event.type) {
    case Type::Arrive: {
      const Packet& packet = packets_[event.a];
      const BodyId body = body_of(packet.frame);
      return line(fmt::format("{}{} arrives from {}", name_of(kind_of(packet.frame)),
                              body ? " " + load_.name_of(body) : "",
                              table_->rows[packet.sender.index()].name));
    }
    case Type::WorkDone:
      return line(fmt::format("worker {} is done with an input", event.what + 1));
    case Type::Timer:
      return line(fmt::format("timer {} fires", event.what));
    case Type::SyncDone:
      return line("writes are durable");
    case Type::Opened:
      return line("a connection is open");
    case Type::Closed:
      return line("a connection has ended");
    case Type::OpenFailed:
      return line("nobody listens");
    case Type::PoolOpen:
      return line("servers connect");
    case Type::FaultBegins:
    case Type::FaultEnds: {
      const bool begins = event.type == Type::FaultBegins;
      return line(fmt::format("fault {} {}", event.a + 1, begins ? "begins" : "ends"));
    }
    case Type::Restart:
      return line("starts");
    case Type::UserSends:
      return line(fmt::format("its user writes {}", load_.names[event.a]));
    case Type::UserSignals:
      return line(fmt::format("its user signals {}", load_.signal_names[event.a]));
    case Type::SyncDue:
      return line("a sync is due");
    case Type::Roster:
      return line(fmt::format("membership changes, step {}", event.a + 1));
    case Type::Gone:
      return line("it has left, and ends");
    case Type::RingNews:
      return line(fmt::format("it learns of ring {}", event.a));
  }
  return line("something happens");
}

/// Which of the connections of its pair of processes this is.
std::uint32_t World::socket_of(ConnectionId id) const {
  const Connection& connection = network_.at(id);
  if (!connection.pooled) return 0;
  const std::vector<std::uint32_t>* pools =
      pools_of_[connection.ends[0].index()].find(connection.ends[1]);
  for (std::uint32_t i = 0; pools != nullptr && i < pools->size(); ++i) {
    if (pools_[(*pools)[i]].connection == id) return i;
  }
  return 0;
}

void World::trace_sent(std::uint32_t slot, const Network::Fate& fate) {
  const Packet& sent = packets_[slot];
  const Connection& connection = network_.at(sent.connection);
  Trace::Packet packet;
  packet.kind = kind_of(sent.frame);
  packet.conv = conv_of(sent.frame);
  packet.body = body_of(sent.frame);
  packet.from = sent.sender.value;
  packet.to = connection.ends[other(sent.from)].value;
  packet.left = now_;
  packet.ended = fate.lost ? now_ : fate.at;
  packet.fate = fate.lost ? Trace::Fate::Lost : Trace::Fate::OnTheWay;
  packet.socket = socket_of(sent.connection);
  packet.bytes = wire_bytes(sent.frame);
  packet.detail = std::visit([](const auto& f) { return words(f); }, sent.frame);
  tracer_.sent(slot, packet, sent.connection, {sent.subject, sent.attempt});
}

Trace World::finish_trace() {
  Trace trace = tracer_.take();
  for (std::size_t p = 0; p < processes_.size(); ++p) {
    const ProcessTable::Row& row = table_->rows[p];
    Trace::Lane lane;
    lane.name = row.name;
    lane.role = role_of(row.kind);
    lane.workers = static_cast<std::uint32_t>(processes_[p].workers.size());
    if (row.kind == ProcessKind::Device) {
      lane.user = scenario_->devices[row.index].user;
      lane.skew = scenario_->devices[row.index].clock_skew;
    }
    trace.lanes.push_back(std::move(lane));
  }
  FaultPlan all = *plan_;
  for (const RunRecord::Struck& struck : chanced_) all.push_back(struck.fault);
  const MessageNames messages(*scenario_);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Fault& fault = all[i];
    Trace::Band band;
    band.kind = kFaultNames[static_cast<std::size_t>(fault.kind)];
    band.sentence = describe(fault, *table_, messages);
    band.from = fault.at;
    band.until = fault.at + span_of(fault);
    if (has_length(fault) && fault.lasts.ns == 0) band.until = storm_end_;
    band.effective = i >= plan_->size() || fault_states_[i].effective;
    for (std::size_t p = 0; p < processes_.size(); ++p) {
      const ProcessId id(p);
      const auto names = [id](const std::vector<ProcessId>& side) {
        return std::find(side.begin(), side.end(), id) != side.end();
      };
      const bool on_host = fault.kind == FaultKind::HostCrash && processes_[p].host == fault.host;
      if (on_host || names(fault.from) || names(fault.to)) {
        band.lanes.push_back(static_cast<std::uint32_t>(p));
      }
    }
    trace.bands.push_back(std::move(band));
  }
  // A crash at a durable step has its instant from the step that it struck.
  for (const Trace::Step& step : trace.steps) {
    if (step.input != Trace::Input::Crash || step.fault >= all.size()) continue;
    if (all[step.fault].kind != FaultKind::CrashAtSync) continue;
    trace.bands[step.fault].from = step.at;
    trace.bands[step.fault].until = step.at + all[step.fault].lasts;
  }
  return trace;
}

}  // namespace imstorm
