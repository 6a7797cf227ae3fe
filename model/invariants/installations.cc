#include "model/invariants/installations.h"

#include "sim/core/ensure.h"

namespace imstorm {

void Installations::observe(const Event& event, std::size_t position) {
  const bool installed = event.kind == EventKind::Installed;
  ensure(installed || event.kind == EventKind::Wiped,
         "storage changes by Installed and Wiped only");
  std::vector<OnDevice>& devices = devices_[event.user];
  for (OnDevice& known : devices) {
    if (known.device != event.device) continue;
    if (installed) {
      known.inst = event.inst;
      if (event.value != 0) {
        roots_[event.inst] = root(known.last);
        reinstalled_ = true;
      }
      known.last = event.inst;
      known.since = position;
    } else if (known.inst == event.inst) {
      known.inst = InstId{};
      known.renewed = true;
    }
    return;
  }
  if (installed) devices.push_back(OnDevice{event.device, event.inst, false, event.inst, position});
}

const std::vector<Installations::OnDevice>& Installations::of(UserId user) const {
  static const std::vector<OnDevice> kNone;
  const auto* devices = devices_.find(user);
  return devices == nullptr ? kNone : *devices;
}

}  // namespace imstorm
