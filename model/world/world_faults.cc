// Faults begin and end; processes crash and come back.
#include <algorithm>
#include <utility>

#include "model/world/step.h"
#include "model/world/world.h"

namespace imstorm {

/// A fault that is in the way counts as effective once, however often it bites.
void World::effective(std::uint32_t index) {
  tracer_.bit(index);
  FaultState& state = fault_states_[index];
  fault_seen_ = now_;
  fault_kind_ = (*plan_)[index].kind;
  if (state.effective) return;
  state.effective = true;
  stats_.faults[static_cast<std::size_t>((*plan_)[index].kind)].effective += 1;
}

void World::begin_fault(std::uint32_t index) {
  if (healed_) return;
  const Fault& fault = (*plan_)[index];
  if (fault.kind == FaultKind::CrashAtSync) return count_syncs_from_now(index);
  tracer_.struck(index);
  switch (fault.kind) {
    case FaultKind::HostCrash:
      for (std::size_t p = 0; p < processes_.size(); ++p) {
        if (processes_[p].host == fault.host) strike_process(ProcessId(p), index, false);
      }
      return;
    case FaultKind::Break:
    case FaultKind::HalfOpen:
      return break_between(fault, index);
    case FaultKind::Partition:
    case FaultKind::Loss:
    case FaultKind::Duplication:
    case FaultKind::Reordering:
      weather_.begin(index, end_later(index));
      disturb_path(fault, fault_end(index));
      return;
    case FaultKind::Offline:
      weather_.begin(index, end_later(index));
      disturb_path(fault, fault_end(index));
      for (const ProcessId id : fault.from) take_offline(id, index);
      return;
    case FaultKind::Drop:
    case FaultKind::Duplicate:
    case FaultKind::Delay:
    case FaultKind::CrashAtSync:
    case FaultKind::CommitFailsBefore:
    case FaultKind::CommitFailsAfter:
    case FaultKind::CommitCrawls:
      return;  // these wait for their packet, sync or commit
    case FaultKind::Join:
    case FaultKind::Leave:
    case FaultKind::Replace:
      return;  // these are steps of the roster
    default:
      for (const ProcessId id : fault.from) begin_at_process(id, index);
  }
}

Instant World::fault_end(std::uint32_t index) const {
  const Fault& fault = (*plan_)[index];
  return fault.lasts.ns == 0 ? storm_end_ : fault.at + fault.lasts;
}

/// Schedules the end of a fault and returns when it is.
Instant World::end_later(std::uint32_t index) {
  const Instant until = fault_end(index);
  fault_states_[index].active = true;
  KernelEvent ends;
  ends.type = KernelEvent::Type::FaultEnds;
  ends.a = index;
  schedule(std::max(until, now_), ends);
  return until;
}

void World::begin_at_process(ProcessId id, std::uint32_t index) {
  const Fault& fault = (*plan_)[index];
  Process& process = processes_[id.index()];
  switch (fault.kind) {
    case FaultKind::Crash:
    case FaultKind::Kill:
      return strike_process(id, index, false);
    case FaultKind::Wipe:
    case FaultKind::LoseCache:
    case FaultKind::Reinstall:
      return strike_process(id, index, true);
    case FaultKind::WipeDisk:
      if (fault.spares_majority && !others_suffice(id)) return;
      return strike_process(id, index, true);
    case FaultKind::CacheFlush:
      return flush_cache(id, index);
    case FaultKind::Pause: {
      const Instant until = fault_end(index);
      disturb(id, until);
      process.paused_until = std::max(process.paused_until, until);
      process.pause_by = index + 1;
      return;
    }
    case FaultKind::FailOver:
      return fail_over(id, index);
    case FaultKind::Resize:
      return resize(id, index);
    case FaultKind::ClockStep:
      process.clock.step(fault.amount);
      process.clock_by = index + 1;
      return;
    case FaultKind::ClockDrift:
      end_later(index);
      process.clock.drift(now_, fault.ppm);
      process.clock_by = index + 1;
      return;
    case FaultKind::SlowDisk:
      end_later(index);
      process.slow_disk = process.slow_disk + fault.amount;
      process.slow_disk_by = index + 1;
      return;
    default:
      fail("a fault that does not strike a process");
  }
}

void World::end_fault(std::uint32_t index) {
  if (!fault_states_[index].active) return;
  fault_states_[index].active = false;
  const Fault& fault = (*plan_)[index];
  weather_.end(index);
  for (const ProcessId id : fault.from) {
    Process& process = processes_[id.index()];
    tracer_.struck(index);
    if (fault.kind == FaultKind::ClockDrift) process.clock.drift(now_, 0);
    if (fault.kind == FaultKind::SlowDisk) {
      process.slow_disk = process.slow_disk - fault.amount;
      if (process.slow_disk.ns == 0) process.slow_disk_by = 0;
    }
    if (fault.kind == FaultKind::Offline) bring_online(id);
    if (fault.kind == FaultKind::FailOver) take_over(id, index);
  }
}

void World::take_offline(ProcessId id, std::uint32_t index) {
  Process& process = processes_[id.index()];
  process.offline += 1;
  effective(index);
  tracer_.struck(index);
  if (process.up && process.offline == 1) step(id, NetworkChanged{false}, 0);
}

void World::bring_online(ProcessId id) {
  Process& process = processes_[id.index()];
  process.offline -= 1;
  if (process.up && process.offline == 0) step(id, NetworkChanged{true}, 0);
}

void World::strike_process(ProcessId id, std::uint32_t index, bool storage) {
  Process& process = processes_[id.index()];
  if (!process.up && !storage) return;
  effective(index);
  tracer_.struck(index);
  const Fault& fault = (*plan_)[index];
  Duration down = fault.lasts;
  if (storage && down.ns == 0) down = seconds(1);
  if (process.up) {
    crash(id, down, fault.kind == FaultKind::HostCrash, process.disk.unsynced(), fault.losing);
  }
  if (!storage) return;
  if (process.kind != ProcessKind::Device) return wipe_disk(id);
  strike_storage(process, fault.kind);
}

/// What is on a device goes: all of it, all but the app's own set, or the cache alone.
void World::strike_storage(Process& process, FaultKind kind) {
  SdkNode& sdk = sdks_[process.index];
  Event struck;
  struck.kind = kind == FaultKind::LoseCache ? EventKind::Forgot : EventKind::Wiped;
  struck.device = DeviceId(process.index);
  struck.user = scenario_->devices[process.index].user;
  struck.inst = sdk.inst();
  record(struck);
  if (kind == FaultKind::LoseCache) return sdk.lose_cache(*directory_);
  const bool kept = kind == FaultKind::Reinstall &&
                    scenario_->protocol.client.msgids == ClientOptions::Msgids::Kept;
  if (kept) {
    sdk.reinstall(InstId(inst_next_++), *directory_);
  } else {
    sdk.wipe(InstId(inst_next_++), *directory_);
  }
  // What a wipe took just before, before the next start, is not there to be kept.
  process.knows_shown = kept && (!process.fresh || process.knows_shown);
  process.fresh = true;
}

/// It runs no more: its threads, timers and what waits for it are gone.
void World::stop(ProcessId id) {
  Process& process = processes_[id.index()];
  process.up = false;
  process.incarnation += 1;
  process.paused_until = {};
  process.successor_by = 0;
  tracer_.begin(now_, id, Trace::Input::Crash);
  tracer_.died(id);
  const auto lose = [&](const Fifo<std::uint32_t>& inputs) {
    for (const std::uint32_t input : inputs) {
      tracer_.unheard(input, now_, id, true, packets_[input].connection);
      drop_packet(input);
    }
  };
  for (Worker& worker : process.workers) {
    lose(worker.queue());
    worker.clear();
  }
  lose(*process.held);
  process.held = {};
  process.threads = process.threads_next;
  if (process.workers.size() < process.threads) process.workers.resize(process.threads);
}

/// The process is gone with all that it had not made durable; of its un-synced writes an unknown
/// prefix, at most `survivors_most`, turns out to be durable all the same (all but the `losing`
/// latest, if the fault says so). With `power`, its
/// machine is gone too, and nobody is told that the connections are dead.
void World::crash(ProcessId id, Duration down, bool power, std::uint32_t survivors_most,
                  std::uint32_t losing) {
  Process& process = processes_[id.index()];
  process.crashes += 1;
  stop(id);
  Event crashed;
  crashed.kind = EventKind::Crashed;
  if (process.kind == ProcessKind::Device) crashed.device = DeviceId(process.index);
  if (process.kind != ProcessKind::Device) crashed.process = id;
  record(crashed);

  const std::uint32_t unsynced = process.disk.unsynced();
  const Address address{Choice::SurvivingWrites, process.key, process.crashes, 0};
  auto lost = static_cast<std::uint32_t>(decider_.below(address, unsynced + 1));
  if (losing != Fault::kByChance) lost = std::min(losing, unsynced);
  std::uint32_t survivors = std::min(unsynced - lost, survivors_most);
  // What is synced now and then is with the operating system before: only its machine loses it.
  const bool kept = syncs_by_clock() && !power;
  if (kept && process.kind == ProcessKind::Store) survivors = survivors_most;
  process.disk.lose();
  process.next_sync = {};
  process.next_crash = process.crash_now = process.sync_due = false;
  with_node(id, [&](auto& node) {
    if constexpr (requires { node.recover(context(id), survivors, outputs_); }) {
      node.recover(context(id), survivors, outputs_);
    }
    if constexpr (requires { node.recover(context(id), survivors, power, outputs_); }) {
      node.recover(context(id), survivors, power, outputs_);
    }
  });
  for (Output& output : outputs_) {
    if (auto* seen = std::get_if<Observe>(&output)) record(seen->event);
  }
  outputs_.clear();
  drop_connections(id, power);
  if (down.ns == 0) return;  // until the storm is over
  KernelEvent back;
  back.type = KernelEvent::Type::Restart;
  back.process = id;
  back.incarnation = process.incarnation;
  push(down, back);
}

void World::drop_connections(ProcessId id, bool power) {
  for (std::size_t c = 0; c < network_.capacity(); ++c) {
    const ConnectionId connection(c);
    const Connection& at = network_.at(connection);
    for (const End end : {End{0}, End{1}}) {
      if (at.ends[end] != id || !at.believes[end]) continue;
      break_connection(connection, !power && end == 1, !power && end == 0);
      close_end(connection, end);
      break;
    }
  }
}

void World::restart(ProcessId id) {
  Process& process = processes_[id.index()];
  if (process.up || !process.member) return;
  process.up = true;
  tracer_.revives(id);
  tracer_.begin(now_, id, process.crashes == 0 ? Trace::Input::Start : Trace::Input::Restart);
  const bool device = process.kind == ProcessKind::Device;
  Event event;
  if (device) event.device = DeviceId(process.index);
  if (!device) event.process = id;
  event.kind = EventKind::Restarted;
  if (process.crashes > 0) record(event);
  if (process.fresh) {
    process.fresh = false;
    event.kind = EventKind::Installed;
    event.user = scenario_->devices[process.index].user;
    event.inst = sdks_[process.index].inst();
    event.value = process.knows_shown ? 1 : 0;
    record(event);
  }
  step(id, Started{}, process.incarnation);
  const bool routes = process.kind == ProcessKind::Gateway || process.kind == ProcessKind::Logic;
  if (routes && ring_ != 0) step(id, RingNews{ring_}, process.incarnation);
  if (device) step(id, NetworkChanged{process.offline == 0}, 0);
  const auto postponed = std::exchange(process.postponed, {});
  for (const std::uint32_t send : *postponed) {
    KernelEvent again;
    again.type = KernelEvent::Type::UserSends;
    again.process = id;
    again.a = send;
    schedule(now_, again);
  }
}

void World::break_between(const Fault& fault, std::uint32_t index) {
  for (std::size_t c = 0; c < network_.capacity(); ++c) {
    const ConnectionId id(c);
    const Connection& connection = network_.at(id);
    if (connection.broken || !(connection.believes[0] && connection.believes[1])) continue;
    Fault forth = fault;
    forth.both_ways = false;
    const bool along = Weather::covers(forth, connection.ends[0], connection.ends[1]);
    const bool against = Weather::covers(forth, connection.ends[1], connection.ends[0]);
    if (!along && !against) continue;
    effective(index);
    if (fault.kind == FaultKind::Break) {
      break_connection(id, true, true);
    } else {
      break_connection(id, against, along);  // only the far side notices
    }
  }
}

void World::count_syncs_from_now(std::uint32_t index) {
  const std::vector<ProcessId>& on = (*plan_)[index].from;
  if (on.empty()) return;
  const Disk& disk = processes_[on.front().index()].disk;
  fault_states_[index].matched = static_cast<std::uint32_t>(disk.syncs());
}

/// Scripted crashes at the n-th durable step of a process: before anybody is told of it.
bool World::scripted_crash_at_sync(ProcessId id) {
  if (healed_) return false;
  for (const std::uint32_t index : sync_faults_) {
    const Fault& fault = (*plan_)[index];
    if (fault.from.empty() || fault.from.front() != id) continue;
    const FaultState& state = fault_states_[index];
    const std::uint64_t nth = processes_[id.index()].disk.syncs() - state.matched;
    if (now_ < fault.at || nth != fault.nth || state.effective) continue;
    effective(index);
    tracer_.struck(index);
    crash(id, fault.lasts, false, processes_[id.index()].disk.unsynced(), fault.losing);
    return true;
  }
  return false;
}

/// The storm is over: everything that was wrong outside of the stack is right again.
void World::heal() {
  healed_ = true;
  tracer_.nobody();
  for (std::uint32_t i = 0; i < fault_states_.size(); ++i) end_fault(i);
  for (std::size_t p = 0; p < processes_.size(); ++p) {
    processes_[p].paused_until = {};
    restart(ProcessId(p));
  }
}

}  // namespace imstorm
