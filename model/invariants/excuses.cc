#include "model/invariants/excuses.h"

#include <algorithm>

#include "sim/core/ensure.h"

namespace imstorm {

void Excuses::observe(std::size_t position, const Event& event) {
  switch (event.kind) {
    case EventKind::Joined:
    case EventKind::Left:
    case EventKind::Forked:
    case EventKind::Rebuilt:
      return entitlement_.observe(event);
    case EventKind::Installed:
    case EventKind::Wiped:
      return installations_.observe(event, position);
    case EventKind::Gone: {
      Seq& gone = gone_.at(event.inst, event.conv);
      gone = std::max(gone, event.seq);
      return;
    }
    case EventKind::Resynced: {
      if (event.value != event.seq.value) return;
      Seq& gone = gone_.at(event.inst, event.conv);
      gone = std::min(gone, event.seq);
      return;
    }
    case EventKind::GivenUp:
    case EventKind::Connected:
      return absences_.observe(event);
    default:
      break;
  }
  ensure(event.kind == EventKind::Permitted, "nothing else excuses a device");
  absences_.observe_permit(event);
}

Excuse Excuses::of(const Installations::OnDevice& device, const Missed& missed) const {
  if (!device.inst) return Excuse::Destroyed;
  if (absences_.never_back(device.device, missed.conv, missed.seq)) return Excuse::Away;
  const Seq* gone = gone_.find(device.inst, missed.conv);
  if (gone == nullptr || *gone < missed.seq) return Excuse::None;
  // Of what came after that the history must not be trimmed without it.
  if (missed.accepted < device.since) return device.renewed ? Excuse::Renewed : Excuse::New;
  const bool away = absences_.given_up(device.device, missed.conv, missed.seq);
  return away ? Excuse::Away : Excuse::None;
}

bool Excuses::all_away(const Missed& missed) const {
  const auto* members = entitlement_.members(missed.conv);
  if (!absences_.permitted() || members == nullptr) return false;
  bool away = false;
  for (const auto& [user, intervals] : *members) {
    if (!Entitlement::covers(intervals, missed.seq)) continue;
    for (const Installations::OnDevice& device : installations_.of(user)) {
      if (of(device, missed) == Excuse::None) return false;
      away |= absences_.given_up(device.device, missed.conv, missed.seq);
    }
  }
  return away;
}

}  // namespace imstorm
