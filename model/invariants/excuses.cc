#include "model/invariants/excuses.h"

#include <algorithm>

#include "sim/core/ensure.h"

namespace imstorm {

namespace {

void raise(Seq& upto, Seq seq) { upto = std::max(upto, seq); }

bool reaches(const Seq* upto, Seq seq) { return upto != nullptr && seq <= *upto; }

}  // namespace

void Excuses::observe(const Event& event) {
  switch (event.kind) {
    case EventKind::Joined:
    case EventKind::Left:
    case EventKind::Forked:
    case EventKind::Rebuilt:
      return entitlement_.observe(event);
    case EventKind::Installed:
    case EventKind::Wiped:
      return installations_.observe(event);
    case EventKind::Gone:
      return raise(gone_.at(event.inst, event.conv), event.seq);
    case EventKind::GivenUp:
      return raise(given_up_.at(event.device, event.conv), event.seq);
    default:
      break;
  }
  ensure(event.kind == EventKind::Permitted, "nothing else excuses a device");
  absence_ |= event.value == static_cast<std::uint64_t>(Permit::Absence);
}

bool Excuses::given_up(const Installations::OnDevice& device, ConvId conv, Seq seq) const {
  return absence_ && reaches(given_up_.find(device.device, conv), seq);
}

Excuse Excuses::of(const Installations::OnDevice& device, ConvId conv, Seq seq) const {
  if (!device.inst) return Excuse::Destroyed;
  if (!reaches(gone_.find(device.inst, conv), seq)) return Excuse::None;
  // A trimmed history is an excuse only where the scenario destroyed what the device had of it.
  if (device.renewed) return Excuse::Renewed;
  return given_up(device, conv, seq) ? Excuse::Away : Excuse::None;
}

bool Excuses::all_away(ConvId conv, Seq seq) const {
  const auto* members = entitlement_.members(conv);
  if (!absence_ || members == nullptr) return false;
  bool away = false;
  for (const auto& [user, intervals] : *members) {
    if (!Entitlement::covers(intervals, seq)) continue;
    for (const Installations::OnDevice& device : installations_.of(user)) {
      if (of(device, conv, seq) == Excuse::None) return false;
      away |= given_up(device, conv, seq);
    }
  }
  return away;
}

}  // namespace imstorm
