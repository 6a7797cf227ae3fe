// What an observer sees, and what the laws make of it.
#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

#include "model/world/patience.h"
#include "model/world/world.h"

namespace imstorm {
namespace {

/// At how many instants, so far apart, a queue is looked at before it counts as stuck.
constexpr int kLooksMax = 50;
constexpr Duration kBetweenLooks = milliseconds(13);

/// By process: what its worker threads have not served, the inputs of a pool that drains included.
std::vector<std::uint64_t> waiting_inputs(const std::vector<Process>& processes) {
  std::vector<std::uint64_t> waiting;
  waiting.reserve(processes.size());
  for (const Process& process : processes) {
    std::uint64_t sum = process.held->size();
    for (const Worker& worker : process.workers) sum += worker.waiting();
    waiting.push_back(sum);
  }
  return waiting;
}

Event residue_of(Residue what, DeviceId device, ProcessId process, ConvId conv,
                 std::uint64_t count) {
  Event event;
  event.kind = EventKind::Residue;
  event.what = what;
  event.device = device;
  event.process = process;
  event.conv = conv;
  event.value = count;
  return event;
}

bool all_empty(const std::vector<std::uint64_t>& queues) {
  return std::all_of(queues.begin(), queues.end(), [](std::uint64_t n) { return n == 0; });
}

}  // namespace

void World::record(Event event) {
  event.at = now_;
  note_progress(event);
  if (!watched_) return;
  fold(event);
  laws_.observe(event);
  if (settings_.keep_history) history_.push_back(event);
  tracer_.saw();
  if (event.kind == EventKind::Sent) on_sent(event);
  if (event.kind == EventKind::Consumed) on_consumed(event);
  const std::size_t signal = event.body.value - std::size_t{kFirstSignal};
  if (event.kind == EventKind::Signalled) stats_.signalled_at[signal] = now_;
  if (event.kind == EventKind::SignalReceived) {
    stats_.to_shown.push_back((now_ - stats_.signalled_at[signal]).ns);
  }
  if (event.kind != EventKind::Acked) return;
  if (stats_.sent_at[event.body.index()] != kNever) {
    stats_.to_acked.push_back((now_ - stats_.sent_at[event.body.index()]).ns);
  }
  stats_.acks += 1;
  const bool asked_for = !probe_only_ || probe_only_ == event.body;
  if (asked_for && settings_.probe_every != 0 && stats_.acks % settings_.probe_every == 0) {
    to_probe_.push_back(
        {event.device, event.inst, event.conv, event.cmid, event.body, event.lineage, event.seq});
  }
}

/// What an observer sees is part of what is the same in each replay. Probes are as the caller
/// likes, and phases as the scenario is written.
void World::fold(const Event& event) {
  if (event.kind == EventKind::Probed || event.kind == EventKind::Phase) return;
  const auto two = [](std::uint64_t high, std::uint64_t low) { return high << 32 | low; };
  // A message by its id: bodies are numbered by where a scenario says them.
  const bool signal = event.cmid == Cmid{};
  digest_.fold({two(static_cast<std::uint64_t>(event.kind), event.lineage.value),
                two(event.device.value, event.process.value),
                two(event.conv.value, event.cmid.inst.value), event.seq.value, event.msgid.value,
                hash_mix(signal ? event.body.value : event.cmid.n, event.value)});
}

void World::on_sent(const Event& event) {
  stats_.messages += 1;
  stats_.sent_at[event.body.index()] = now_;
}

void World::on_consumed(const Event& event) {
  stats_.deliveries += 1;
  if (stats_.sent_at[event.body.index()] != kNever) {
    stats_.to_consumed.push_back((now_ - stats_.sent_at[event.body.index()]).ns);
  }
  const auto write = [&](std::uint32_t body, Duration after) {
    KernelEvent sends;
    sends.type = KernelEvent::Type::UserSends;
    sends.process = table_->of(ProcessKind::Device, event.device.value);
    sends.a = body;
    push(after, sends);
  };
  for (const std::uint32_t i : load_.answers) {
    PlannedSend& send = load_.sends[i];
    if (send.at != kNever || send.reply_to != event.body || send.device != event.device) continue;
    send.at = now_ + send.after;  // once
    write(i, send.after);
  }
  if (event.user == load_.author(event.body, *directory_)) return;
  for (const std::uint32_t t : load_.answered) {
    const TrafficSpec& traffic = scenario_->traffic[t];
    if (traffic.conv != event.conv || load_.replies_left[t] == 0) continue;
    const std::uint64_t place =
        hash_mix(directory_->key_of(event.conv), directory_->device_keys[event.device.index()]);
    if (!decider_.chance({Choice::Workload, place, event.body.value, 3}, traffic.reply)) continue;
    load_.replies_left[t] -= 1;
    const std::uint32_t body = load_.add_reply(event.device, event.conv, traffic.bytes);
    stats_.sent_at.push_back(kNever);
    const Duration after = decider_.between({Choice::Workload, place, event.body.value, 4},
                                            milliseconds(200), seconds(2));
    load_.sends[body].at = now_ + after;
    write(body, after);
  }
}

void World::enter(Phase phase) {
  tracer_.nobody();
  Event event;
  event.kind = EventKind::Phase;
  event.value = static_cast<std::uint64_t>(phase);
  record(event);
}

void World::note_progress(const Event& event) {
  switch (event.kind) {
    case EventKind::Phase:
    case EventKind::Probed:
      return;
    case EventKind::Connected:
    case EventKind::Disconnected:
      session_moved_[event.device] = now_;
      break;
    case EventKind::Crashed:
      if (event.device) session_moved_[event.device] = now_;
      [[fallthrough]];
    default:
      work_ = now_;
  }
  progress_ = now_;
}

void World::settle() {
  quiet_ = rest(now_ + scenario_->limits.settle_max, {}, [] { return false; });
}

/// Runs on until `done`, looked for every `look` (0: never before it rests), until the limit, or
/// until it rests: nothing observable has happened for a patience, and nothing waits, or has for
/// several of them. Where chance alone ends sessions, they come and go for ever: that is no work,
/// if nothing waits. True: it rests.
bool World::rest(Instant limit, Duration look, const std::function<bool()>& done) {
  const Duration patience = patience_of(*scenario_);
  Instant since = now_;
  progress_ = work_ = now_;
  const int attempts = attempts_of(*scenario_);
  const bool by_chance = sessions_end_by_chance(*scenario_);
  for (int waited = 0; complete_ && now_ < limit && !done();) {
    since = std::max(since, progress_);
    const Instant until = std::min(since + patience, limit);
    run_until(look.ns == 0 ? until : std::min(until, now_ + look));
    if (by_chance && now_ >= work_ + patience * attempts && !waits()) return true;
    if (progress_ > since || now_ < since + patience) continue;
    if (++waited >= attempts || !waits()) return true;
    since = now_;
  }
  return complete_ && now_ - progress_ >= patience;
}

/// Is there something that a repair under way would end?
bool World::waits() const {
  if (!residues().empty()) return true;
  for (std::size_t c = 0; c < directory_->conv_devices.size(); ++c) {
    const ConvId conv(c);
    if (!directory_->is_pulled(conv)) continue;
    const ConversationRecord& record = record_of(conv);
    for (const DeviceId device : directory_->conv_devices[c]) {
      const UserId user = directory_->device_users[device.index()];
      const Seq consumed = sdks_[device.index()].consumed(conv);
      if (record.needless(user, consumed) < record.last()) return true;
    }
  }
  return false;
}

/// As the store holds it; of several replicas as the one that leads, or else the one that got
/// furthest.
const ConversationRecord& World::record_of(ConvId conv) const {
  const std::uint32_t shard = directory_->shard_of(conv);
  const std::uint32_t replicas = scenario_->topology.store_replicas;
  const StoreNode* best = &stores_[shard * replicas];
  for (std::uint32_t i = 1; i < replicas; ++i) {
    const StoreNode& other = stores_[shard * replicas + i];
    const auto rank = [](const ReplicaLog& log) {
      return std::make_tuple(log.ready(), log.term(), log.applied());
    };
    if (rank(*other.log()) > rank(*best->log())) best = &other;
  }
  return *best->find(conv);
}

/// What is still waiting although nothing is wrong any more.
std::vector<Event> World::residues() const {
  const Duration patience = patience_of(*scenario_);
  std::vector<Event> found;
  const auto residue = [&found](Residue what, DeviceId device, ProcessId process, ConvId conv,
                                std::uint64_t count) {
    if (count != 0) found.push_back(residue_of(what, device, process, conv, count));
  };
  for (std::size_t d = 0; d < sdks_.size(); ++d) {
    const SdkNode& sdk = sdks_[d];
    const DeviceId device(d);
    residue(Residue::Outbox, device, {}, {}, sdk.outbox_rows());
    residue(Residue::Pull, device, {}, {}, sdk.pulls_pending());
    residue(Residue::Unconsumed, device, {}, {}, sdk.unconsumed_rows());
    const Instant* moved = session_moved_.find(device);
    const bool between = moved != nullptr && now_ < *moved + patience;  // two sessions
    residue(Residue::Offline, device, {}, {}, sdk.online() || between ? 0 : 1);
  }
  for (std::size_t i = 0; i < logics_.size(); ++i) {
    const ProcessId id = directory_->logics[i];
    if (!processes_[id.index()].up) continue;  // it has left
    using Debt = Subscription::Debt;
    residue(Residue::Notify, {}, id, {}, logics_[i].owed(*directory_, Debt::Notify));
    residue(Residue::Permit, {}, id, {}, logics_[i].owed(*directory_, Debt::Consume));
  }
  for (std::size_t c = 0; c < directory_->conv_devices.size(); ++c) {
    const ConvId conv(c);
    const ProcessId id = directory_->store_of(conv);
    const ConversationRecord& record = record_of(conv);
    Seq consumed = record.last();
    for (const DeviceId device : directory_->conv_devices[c]) {
      const UserId user = directory_->device_users[device.index()];
      consumed = std::min(consumed, record.needless(user, sdks_[device.index()].consumed(conv)));
    }
    if (consumed > record.floor()) {
      residue(Residue::Retained, {}, id, conv, consumed.value - record.floor().value);
    }
  }
  return found;
}

RunRecord World::run() {
  run_until(storm_end_);
  enter(Phase::Heal);
  if (complete_) heal();
  enter(Phase::Settle);
  settle();
  enter(Phase::Judge);
  if (complete_) {
    // Heartbeats never end, and one may stand in a queue at this very moment: what is stuck is a
    // queue that is never seen empty.
    std::vector<std::uint64_t> queued = waiting_inputs(processes_);
    for (int look = 1; look < kLooksMax && !all_empty(queued); ++look) {
      run_until(now_ + kBetweenLooks);
      const std::vector<std::uint64_t> now = waiting_inputs(processes_);
      for (std::size_t p = 0; p < queued.size(); ++p) queued[p] = std::min(queued[p], now[p]);
    }
    Event settled;
    settled.kind = EventKind::Settled;
    settled.value = quiet_ ? 1 : 0;
    record(settled);
    for (const Event& residue : residues()) record(residue);
    for (std::size_t p = 0; p < queued.size(); ++p) {
      if (queued[p] != 0) record(residue_of(Residue::Queue, {}, ProcessId(p), {}, queued[p]));
    }
  }
  return judge();
}

RunRecord World::judge() {
  RunRecord result;
  result.seed = decider_.seed();
  result.digest = digest_.value();
  result.events = events_;
  result.messages = stats_.messages;
  result.deliveries = stats_.deliveries;
  result.ended = now_;
  result.end = {complete_, quiet_};
  for (const UserSpec& user : scenario_->users) result.names.users.push_back(user.name);
  for (const DeviceSpec& device : scenario_->devices) result.names.devices.push_back(device.name);
  for (const auto& conv : scenario_->conversations) result.names.convs.push_back(conv.name);
  if (scenario_->protocol.group.fanout != GroupOptions::Fanout::Read) {
    for (const UserSpec& user : scenario_->users) {
      result.names.convs.push_back("the inbox of " + user.name);
    }
  }
  for (const auto& row : table_->rows) result.names.processes.push_back(row.name);
  result.names.bodies = load_.names;
  result.names.signals = load_.signal_names;
  const auto judged = laws_.judge(result.end, result.names);
  result.outcome = heaviest(judged);
  for (const Laws::Judged& one : judged) {
    result.laws.push_back({std::string(one.law->name()), std::string(one.law->promise()),
                           one.law->kind(), one.verdict});
  }
  result.plan = *plan_;
  if (tracer_.on()) result.trace = finish_trace();
  result.chanced = std::move(chanced_);
  result.sends = std::move(load_.sends);
  result.signals = std::move(load_.signals);
  result.marks = marks_.text();
  result.marks_stride = marks_.stride();
  result.told = told_;
  result.faults = stats_.faults;
  result.latency.push_back({"sent to acked", std::move(stats_.to_acked)});
  result.latency.push_back({"sent to consumed", std::move(stats_.to_consumed)});
  if (directory_->signals) {
    result.latency.push_back({"signalled to shown", std::move(stats_.to_shown)});
  }
  result.packets_by_kind = stats_.by_kind;
  result.client_packets_by_kind = stats_.client_by_kind;
  result.packets = stats_.packets;
  result.client_packets = stats_.client_packets;
  result.bytes = stats_.bytes;
  result.limits = std::move(stats_.limits);
  result.behaviours = coverage_.take();
  result.history = std::move(history_);
  return result;
}

RunRecord run_scenario(const Scenario& scenario, std::uint64_t seed, const RunSettings& settings) {
  return World(scenario, seed, settings).run();
}

}  // namespace imstorm
