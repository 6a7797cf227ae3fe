// Acknowledged means safe: ask a copy of the world in which everything volatile is lost.
#include <algorithm>
#include <utility>

#include "model/world/world.h"

namespace imstorm {

void World::probe(const Told& told) {
  const std::optional<Survival> survival = survives(told);
  if (!survival) return;  // the copy was cut short: it has nothing to say
  Event probed;
  probed.kind = EventKind::Probed;
  probed.device = told.device;
  probed.inst = told.inst;
  probed.conv = told.conv;
  probed.cmid = told.cmid;
  probed.body = told.body;
  probed.value = survival->everywhere ? 1 : 0;
  probed.seq = survival->kept;
  record(probed);
}

/// Forks the world, crashes everybody, repairs everything, and waits for the message to be
/// everywhere.
std::optional<World::Survival> World::survives(const Told& told) {
  // Nobody watches the copy and nobody writes in it: what the laws, the report and the users
  // remember stays here.
  Laws laws{std::vector<std::unique_ptr<Invariant>>{}};
  std::vector<Event> history;
  Stats stats;
  Workload load;
  Tracer tracer;
  Coverage coverage;
  std::swap(tracer, tracer_);
  std::swap(laws, laws_);
  std::swap(history, history_);
  std::swap(stats, stats_);
  std::swap(load, load_);
  std::swap(coverage, coverage_);
  World fork = *this;
  std::swap(tracer, tracer_);
  std::swap(laws, laws_);
  std::swap(history, history_);
  std::swap(stats, stats_);
  std::swap(load, load_);
  std::swap(coverage, coverage_);

  fork.watched_ = false;
  fork.silent_ = true;
  fork.settings_.keep_history = false;
  fork.settings_.cover = false;
  fork.settings_.probe_every = 0;
  fork.to_probe_.clear();
  fork.events_ = 0;  // a budget of its own
  fork.lose_everything_volatile();
  fork.heal();
  const auto delivered = [&] { return fork.delivered(told); };
  const bool rests = fork.rest(now_ + scenario_->limits.settle_max, seconds(1), delivered);
  decider_.note_asked_of(fork.decider_);
  if (!fork.complete_) return std::nullopt;
  if (delivered()) return Survival{true, told.seq};
  if (!rests) return std::nullopt;  // it may be on its way
  // Lost with a lineage and submitted again, it was not for its author to write: no-loss says
  // whether that is permitted.
  const ConversationRecord& record = fork.record_of(told.conv);
  const bool refused = record.lineage() != told.lineage && record.refused(told.cmid);
  if (refused) return std::nullopt;
  return Survival{false, record.position_of(told.body)};
}

void World::lose_everything_volatile() {
  for (std::size_t p = 0; p < processes_.size(); ++p) {
    if (processes_[p].up) crash(ProcessId(p), {}, false, 0);
  }
}

bool World::consumed_by_all(ConvId conv, Seq position) const {
  const std::vector<DeviceId>& devices = directory_->conv_devices[conv.index()];
  const ConversationRecord& record = record_of(conv);
  return std::all_of(devices.begin(), devices.end(), [&](DeviceId device) {
    const UserId user = directory_->device_users[device.index()];
    return !record.visible(user, position) || sdks_[device.index()].consumed(conv) >= position;
  });
}

bool World::delivered(const Told& told) const {
  const ConversationRecord& record = record_of(told.conv);
  if (!directory_->is_pulled(told.conv)) return copied(told, record);
  const bool forked = record.lineage() != told.lineage;
  if (record.lacks(told.device, told.cmid, scenario_->protocol)) return false;
  // What is trimmed everybody had, if it was in the log that was trimmed.
  const Seq trimmed =
      forked ? std::min(record.floor(), record.common(told.lineage)) : record.floor();
  if (told.seq > Seq{} && told.seq <= trimmed) return true;
  const Seq position = record.position_of(told.body);
  // Of another lineage's log, likewise.
  const Seq again = forked ? record.told(told.cmid) : Seq{};
  if (again > Seq{} && again <= record.floor()) return true;
  if (!forked) return position != Seq{} && consumed_by_all(told.conv, position);
  const std::vector<DeviceId>& devices = directory_->conv_devices[told.conv.index()];
  return std::all_of(devices.begin(), devices.end(), [&](DeviceId device) {
    const SdkNode& sdk = sdks_[device.index()];
    if (sdk.has_shown(told.conv, told.cmid)) return true;
    return position > Seq{} && sdk.lineage(told.conv) == record.lineage() &&
           sdk.consumed(told.conv) >= position;
  });
}

/// Every member who sees it has a copy, and every device of theirs has taken it.
bool World::copied(const Told& told, const ConversationRecord& record) const {
  if (record.lacks(told.device, told.cmid, scenario_->protocol)) return false;
  const auto users = record.members().viewers(told.seq, GroupOptions::Members::AtPosition);
  return std::all_of(users.begin(), users.end(), [&](UserId user) {
    const ConvId inbox = directory_->inbox_of(user);
    const ConversationRecord& copies = record_of(inbox);
    const Seq position = copies.position_of(told.body);
    // Not in the inbox's log any more, but once in it: trimmed, so everybody had it.
    return position != Seq{} ? consumed_by_all(inbox, position) : copies.had(told.conv, told.seq);
  });
}

}  // namespace imstorm
