// What the kernel's queue holds, and what happens when an event's time has come.
#include <algorithm>
#include <utility>

#include "model/world/step.h"
#include "model/world/world.h"
#include "sim/core/ensure.h"

namespace imstorm {

namespace {

/// How often a run asks whether it has been cancelled, in events.
constexpr std::uint64_t kAskEvery = 256;

/// UserSends: the user does not write the message but takes it back.
constexpr std::uint8_t kTakesBack = 1;

}  // namespace

void World::run_until(Instant end) {
  while (!queue_.empty() && queue_.next_at() <= end && complete_) {
    const auto [at, event] = queue_.pop();
    now_ = at;
    events_ += 1;
    if (events_ >= scenario_->limits.events_max) {
      complete_ = false;
      limit_reached("limits.events_max");
    }
    if (events_ % kAskEvery == 0 && settings_.cancelled != nullptr && settings_.cancelled()) {
      complete_ = false;
    }
    if (events_ == settings_.tell_event) told_ = told(event);
    fold(event);
    if (settings_.keep_marks) marks_.add(events_, digest_.value());
    tracer_.popped(at, event);
    handle(event);
    while (!to_probe_.empty()) {
      const Told told = to_probe_.back();
      to_probe_.pop_back();
      probe(told);
    }
  }
  if (complete_ && end != kNever) now_ = std::max(now_, end);
}

/// A packet counts with what it carries, not with the slot that it happens to lie in.
void World::fold(const KernelEvent& event) {
  const std::uint32_t a = event.type == KernelEvent::Type::Arrive ? 0 : event.a;
  digest_.fold(static_cast<std::uint64_t>(now_.ns),
               std::uint64_t{event.process.value} << 32 | std::uint64_t{event.incarnation} << 16 |
                   std::uint64_t{event.what} << 8 | static_cast<std::uint64_t>(event.type),
               std::uint64_t{a} << 32 | event.b);
}

void World::handle(const KernelEvent& event) {
  using Type = KernelEvent::Type;
  switch (event.type) {
    case Type::Arrive:
      return on_arrive(event);
    case Type::WorkDone:
      return on_work_done(event);
    case Type::SyncDone:
      return on_sync_done(event);
    case Type::SyncDue:
      return on_sync_due(event);
    case Type::Opened:
      return on_opened(event);
    case Type::Closed:
      return on_closed(event);
    case Type::PoolOpen:
      return on_pool_open(event);
    case Type::UserSends:
      return on_user_sends(event);
    case Type::UserSignals:
      return on_user_signals(event);
    case Type::FaultBegins:
      return begin_fault(event.a);
    case Type::FaultEnds:
      return end_fault(event.a);
    case Type::Roster:
      return on_roster(event);
    case Type::Gone:
      return on_gone(event);
    case Type::RingNews:
      return on_ring_news(event);
    case Type::Restart:
      if (processes_[event.process.index()].incarnation == event.incarnation)
        restart(event.process);
      return;
    case Type::Timer: {
      const Process& process = processes_[event.process.index()];
      if (!process.up || process.incarnation != event.incarnation || postpone(event)) return;
      step(event.process, TimerFired{{event.what, event.a, event.b}},
           hash_mix(event.what, hash_mix(event.a, event.b)));
      return;
    }
    case Type::OpenFailed: {
      const Process& process = processes_[event.process.index()];
      if (!process.up || process.incarnation != event.incarnation || postpone(event)) return;
      step(event.process, ConnectionDown{}, 0);
      return;
    }
  }
}

/// A paused process does nothing until its pause ends; then everything happens in its order.
bool World::postpone(const KernelEvent& event) {
  const Process& process = processes_[event.process.index()];
  if (process.paused_until <= now_) return false;
  if (process.pause_by != 0) effective(process.pause_by - 1);
  schedule(process.paused_until, event);
  return true;
}

// Packets and threads.

void World::on_arrive(const KernelEvent& event) {
  const Packet& packet = packets_[event.a];
  const End to = other(packet.from);
  const Connection& connection = network_.at(packet.connection);
  const Process& process = processes_[event.process.index()];
  const bool received =
      process.up && connection.believes[to] && network_.arrives(now_, packet.connection, to);
  if (received && process.workers.empty() && postpone(event)) return;
  if (!received || !signal_in_order(packet)) {
    tracer_.unheard(event.a, now_, event.process, !process.up, packet.connection);
    drop_packet(event.a);
    return;
  }
  tracer_.brings(event.a, now_);
  if (process.workers.empty()) {
    drop_packet(event.a);  // readable until something else is sent
    Packet& taken = packets_[event.a];
    step(event.process, Received{{}, taken.connection, taken.frame}, taken.name());
    return;
  }
  enqueue(event.process, event.a);
}

/// Into the run queue of a thread; while the threads drain for new ones, beside them.
void World::enqueue(ProcessId id, std::uint32_t packet) {
  Process& process = processes_[id.index()];
  const bool held = process.draining();
  const std::uint8_t chosen = held ? 0 : choose_worker(process, packets_[packet].key);
  const std::size_t waiting = held ? process.held->size() : process.workers[chosen].waiting();
  const ProcessTable::Row& row = table_->rows[id.index()];
  if (waiting >= options_of(row.kind).queue_max) {
    tracer_.dropped(packet, now_);
    drop_packet(packet);
    limit_reached(row.name + ": worker queue full, input dropped");
  } else if (held) {
    process.held.own().push_back(packet);
  } else if (process.workers[chosen].add(packet)) {
    begin_work(id, chosen);
  }
}

std::uint8_t World::choose_worker(const Process& process, std::uint64_t key) const {
  const std::size_t count = process.threads;
  if (scenario_->protocol.route.worker == RoutingOptions::Worker::ByKey) {
    return static_cast<std::uint8_t>(hash_mix(key, process.key) % count);
  }
  const auto shortest =
      std::min_element(process.workers.begin(), process.workers.begin() + process.threads,
                       [](const Worker& a, const Worker& b) { return a.waiting() < b.waiting(); });
  return static_cast<std::uint8_t>(shortest - process.workers.begin());
}

void World::begin_work(ProcessId id, std::uint8_t worker) {
  Process& process = processes_[id.index()];
  const std::uint32_t input = process.workers[worker].begin();
  const Quantiles& service = options_of(process.kind).service;
  const std::uint64_t draw =
      decider_.draw({Choice::ServiceTime, process.key, packets_[input].name(), 0});
  KernelEvent done;
  done.type = KernelEvent::Type::WorkDone;
  done.what = worker;
  done.incarnation = process.incarnation;
  done.process = id;
  push(service.at(draw), done);
}

void World::on_work_done(const KernelEvent& event) {
  Process& process = processes_[event.process.index()];
  if (!process.up || process.incarnation != event.incarnation || postpone(event)) return;
  Worker& worker = process.workers[event.what];
  const bool from_device = !network_.at(packets_[worker.front()].connection).pooled;
  Packet& packet = packets_[worker.front()];
  tracer_.serves(worker.front(), event.what);
  drop_packet(worker.front());  // readable until something else is sent
  const bool more = worker.finish();
  const ProcessId from = packet.sender;
  const CommitFate fate = commit_fate(event.process, packet);
  step(event.process,
       Received{from, from_device ? packet.connection : ConnectionId{}, packet.frame, fate},
       packet.name());
  if (!process.up || process.incarnation != event.incarnation) return;
  if (more) begin_work(event.process, event.what);
  if (process.draining() && !process.busy()) use_new_threads(event.process);
}

// Disks.

void World::on_sync_done(const KernelEvent& event) {
  Process& process = processes_[event.process.index()];
  if (!process.up || process.incarnation != event.incarnation || postpone(event)) return;
  if (scripted_crash_at_sync(event.process)) return;
  const StormOptions& storm = scenario_->storm;
  if (process.crash_now && storm.on && !healed_ && now_ >= Instant{storm.begin.ns}) {
    auto& counted = stats_.faults[static_cast<std::size_t>(FaultKind::CrashAtSync)];
    counted.injected += 1;
    counted.effective += 1;
    fault_seen_ = now_;
    fault_kind_ = FaultKind::CrashAtSync;
    const Address length{Choice::StormLength, process.key, process.disk.syncs(), 1};
    Fault fault;
    fault.kind = FaultKind::CrashAtSync;
    fault.from = {event.process};
    fault.nth = static_cast<std::uint32_t>(process.disk.syncs());
    fault.lasts = decider_.between(length, milliseconds(100), seconds(5));
    tracer_.struck(static_cast<std::uint32_t>(plan_->size() + chanced_.size()));
    chanced_.push_back({fault, now_});
    crash(event.process, fault.lasts, false, process.disk.unsynced());
    return;
  }
  const std::uint32_t records = process.disk.finish();
  tracer_.durable(event.process, records);
  step(event.process, Persisted{records}, hash_mix(process.key, process.disk.syncs()));
  begin_sync(event.process);
}

void World::on_sync_due(const KernelEvent& event) {
  Process& process = processes_[event.process.index()];
  if (!process.up || process.incarnation != event.incarnation || postpone(event)) return;
  process.sync_due = false;
  if (process.disk.idle_with_work()) start_sync(event.process);
}

// Connections.

void World::on_opened(const KernelEvent& event) {
  const ConnectionId id(event.a);
  const Connection& connection = network_.at(id);
  const Process& process = processes_[event.process.index()];
  if (connection.generation != event.b || !connection.believes[event.what]) return;
  if (!process.up || process.incarnation != event.incarnation) return;
  if (postpone(event)) return;
  if (!connection.pooled) {
    step(event.process, ConnectionUp{id}, connection.key);
    return;
  }
  const ProcessId peer = connection.ends[other(event.what)];
  step(event.process, PeerUp{peer}, connection.key);
}

void World::on_closed(const KernelEvent& event) {
  const ConnectionId id(event.a);
  const Connection connection = network_.at(id);
  const Process& process = processes_[event.process.index()];
  if (connection.generation != event.b || !connection.believes[event.what]) return;
  if (process.up && postpone(event)) return;
  close_end(id, event.what);
  if (!process.up || process.incarnation != event.incarnation) return;
  if (!connection.pooled) {
    step(event.process, ConnectionDown{id}, connection.key);
    return;
  }
  const ProcessId peer = connection.ends[other(event.what)];
  step(event.process, PeerDown{peer, live_pools(event.process, peer) == 0}, connection.key);
}

/// A pooled connection is opened (again) as soon as both processes run and the path is free.
void World::on_pool_open(const KernelEvent& event) {
  Pool& pool = pools_[event.a];
  // Who has left is not called upon again.
  if (!processes_[pool.a.index()].serves() || !processes_[pool.b.index()].serves()) {
    pool.opening = false;
    return;
  }
  const bool up = processes_[pool.a.index()].up && processes_[pool.b.index()].up;
  const bool blocked =
      Network::blocked_until(now_, *plan_, weather_, pool.a, pool.b, nullptr) > now_ ||
      Network::blocked_until(now_, *plan_, weather_, pool.b, pool.a, nullptr) > now_;
  if (!up || blocked) {
    push(scenario_->topology.reconnect, event);
    return;
  }
  pool.opening = false;
  if (pool.connection) {  // an end that has not noticed yet learns it now
    for (const End end : {End{0}, End{1}}) {
      if (network_.at(pool.connection).believes[end]) tell_closed(pool.connection, end, now_);
    }
  }
  pool.connection = network_.open(pool.a, pool.b, pool.link, pool.key);
  tracer_.opened(pool.connection);
  Connection& connection = network_.at(pool.connection);
  connection.pooled = true;
  note_opened(pool);
  for (const End end : {End{0}, End{1}}) {
    KernelEvent opened;
    opened.type = KernelEvent::Type::Opened;
    opened.what = end;
    opened.process = connection.ends[end];
    opened.incarnation = processes_[opened.process.index()].incarnation;
    opened.a = pool.connection.value;
    opened.b = connection.generation;
    schedule(now_, opened);
  }
}

// Users.

void World::on_user_sends(const KernelEvent& event) {
  if (silent_) return;
  Process& process = processes_[event.process.index()];
  if (!process.up && event.what == kTakesBack) return;  // the app is not there to be told
  if (!process.up) {
    process.postponed.own().push_back(event.a);
    return;
  }
  if (postpone(event)) return;
  const PlannedSend& send = load_.sends[event.a];
  if (event.what == kTakesBack) {
    step(event.process, AppCancel{send.conv, send.body}, hash_mix(0x5e4e, send.body.value));
    return;
  }
  if (send.take_back.ns > 0) {
    KernelEvent back = event;
    back.what = kTakesBack;
    push(send.take_back, back);
  }
  step(event.process, AppSend{send.conv, send.body, send.bytes, send.content, send.subject},
       hash_mix(0x5e4d, send.body.value));
}

}  // namespace imstorm
