// What goes wrong with commits and caches.
#include <algorithm>

#include "model/world/step.h"
#include "model/world/world.h"

namespace imstorm {

/// Does a fault of the plan strike this commit of that server? Each commit has a decision of its
/// own for each of them; one that is asked for again is another commit.
bool World::commit_fault_strikes(std::uint32_t index, ProcessId id, std::uint64_t commit) {
  const Fault& fault = (*plan_)[index];
  const Instant until = fault.lasts.ns == 0 ? storm_end_ : fault.at + fault.lasts;
  if (healed_ || now_ < fault.at || now_ >= until) return false;
  const bool here =
      fault.from.empty() || std::find(fault.from.begin(), fault.from.end(), id) != fault.from.end();
  if (!here) return false;
  const std::uint64_t key = processes_[id.index()].key;
  const std::uint64_t subject = hash_mix(commit, static_cast<std::uint64_t>(fault.kind) + 1);
  const Address address{Choice::CommitFate, key, subject, tally_.next(hash_mix(key, subject))};
  if (!decider_.chance(address, fault.rate)) return false;
  effective(index);
  return true;
}

CommitFate World::commit_fate(ProcessId id, const Packet& packet) {
  if (commit_faults_.empty()) return CommitFate::Done;
  const Process& process = processes_[id.index()];
  const bool store = process.kind == ProcessKind::Store && is_commit(packet.frame);
  const bool ids =
      process.kind == ProcessKind::Ids && ids_[process.index].commits(context(id), packet.frame);
  if (!store && !ids) return CommitFate::Done;
  for (const std::uint32_t index : commit_faults_) {
    const FaultKind kind = (*plan_)[index].kind;
    if (kind == FaultKind::CommitCrawls || !commit_fault_strikes(index, id, packet.name()))
      continue;
    return kind == FaultKind::CommitFailsBefore ? CommitFate::FailsBefore : CommitFate::FailsAfter;
  }
  return CommitFate::Done;
}

/// How much longer the write of the step under way takes.
Duration World::commit_crawl(ProcessId id) {
  Duration longer;
  if (processes_[id.index()].kind == ProcessKind::Device) return longer;
  for (const std::uint32_t index : commit_faults_) {
    const Fault& fault = (*plan_)[index];
    if (fault.kind == FaultKind::CommitCrawls && commit_fault_strikes(index, id, cause_)) {
      longer = std::max(longer, fault.amount);
    }
  }
  return longer;
}

void World::flush_cache(ProcessId id, std::uint32_t index) {
  const Process& process = processes_[id.index()];
  if (!process.up) return;  // it has lost it already
  const bool logic = process.kind == ProcessKind::Logic;
  const bool store = process.kind == ProcessKind::Store;
  const std::size_t cached = logic   ? logics_[process.index].cached()
                             : store ? stores_[process.index].cached(scenario_->protocol)
                                     : 0;
  if (cached == 0) return;
  effective(index);
  step(id, CacheFlushed{}, process.key);
}

/// The clients keep their connections: what they speak to is an address, not a machine. What they
/// ask meanwhile waits there.
void World::fail_over(ProcessId id, std::uint32_t index) {
  Process& process = processes_[id.index()];
  if (process.kind == ProcessKind::Store) return change_leader(id, index);
  if (!process.up || process.kind != ProcessKind::Ids) return;
  IdNode& node = ids_[process.index];
  if (!node.has_standby()) return;
  const Fault& fault = (*plan_)[index];
  if (node.give_way(context(id), fault.amount)) effective(index);
  process.successor_by = index + 1;
  if (fault.lasts.ns == 0) return take_over(id, index);
  end_later(index);
  process.paused_until = std::max(process.paused_until, fault_end(index));
  process.pause_by = index + 1;
}

/// Unless the first one has died and is back before, or is given up for another one.
void World::take_over(ProcessId id, std::uint32_t index) {
  Process& process = processes_[id.index()];
  if (process.successor_by != index + 1) return;
  process.successor_by = 0;
  if (ids_[process.index].take_over(context(id), outputs_)) {
    effective(index);
    tracer_.begin(now_, id, Trace::Input::Fault);
  }
  cause_ = hash_mix(process.key, static_cast<std::uint64_t>(now_.ns));
  put_out(id);
}

/// If `id` leads its shard, another replica stands for election now, whoever is next.
void World::change_leader(ProcessId id, std::uint32_t index) {
  if (directory_->replicas.empty() || !stores_[processes_[id.index()].index].leads()) return;
  const std::vector<ProcessId>& all = directory_->replicas[directory_->shard_of(id)];
  const auto self = static_cast<std::size_t>(std::find(all.begin(), all.end(), id) - all.begin());
  for (std::size_t i = 1; i < all.size(); ++i) {
    const ProcessId next = all[(self + i) % all.size()];
    const Process& process = processes_[next.index()];
    if (!process.up || process.paused_until > now_) continue;
    if (stores_[process.index].stand(context(next), outputs_)) {
      effective(index);
      tracer_.begin(now_, next, Trace::Input::Fault);
    }
    cause_ = hash_mix(process.key, static_cast<std::uint64_t>(now_.ns));
    put_out(next);
    return;
  }
}

/// Would the other replicas of its shard be a majority if this one's disk were lost?
bool World::others_suffice(ProcessId id) const {
  if (directory_->replicas.empty()) return false;
  const std::vector<ProcessId>& all = directory_->replicas[directory_->shard_of(id)];
  const auto whole = std::count_if(all.begin(), all.end(), [&](ProcessId other) {
    return other != id && stores_[processes_[other.index()].index].log()->whole();
  });
  return static_cast<std::size_t>(whole) >= all.size() / 2 + 1;
}

/// It is down, and comes back with a disk that is new.
void World::wipe_disk(ProcessId id) {
  const Process& process = processes_[id.index()];
  if (process.kind == ProcessKind::Ids) return ids_[process.index].wipe();
  StoreNode& store = stores_[process.index];
  store.wipe(context(id), ++disks_lost_, outputs_);
  for (Output& output : outputs_) {
    if (auto* seen = std::get_if<Observe>(&output)) record(seen->event);
  }
  outputs_.clear();
}

}  // namespace imstorm
