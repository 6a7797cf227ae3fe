#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <vector>

#include "model/history/event.h"

namespace imstorm::oracle {

/// Slow, obvious answers to what laws keep state for: each reads the events from their beginning.
using Events = std::vector<Event>;

/// May the user see the position, as far as the first `upto` events told?
inline bool sees(const Events& events, std::size_t upto, UserId user, ConvId conv, Seq seq) {
  for (std::size_t i = 0; i < upto; ++i) {
    const Event& joined = events[i];
    if (joined.kind != EventKind::Joined || joined.user != user || joined.conv != conv) continue;
    if (seq <= joined.seq) continue;
    const auto left =
        std::find_if(events.begin() + static_cast<std::ptrdiff_t>(i),
                     events.begin() + static_cast<std::ptrdiff_t>(upto), [&](const Event& e) {
                       return e.kind == EventKind::Left && e.user == user && e.conv == conv;
                     });
    if (left == events.begin() + static_cast<std::ptrdiff_t>(upto) || seq <= left->seq) return true;
  }
  return false;
}

struct Device {
  UserId user;
  DeviceId device;
  InstId inst;            ///< in the end; none if it was wiped and not set up again
  std::size_t since = 0;  ///< position of the event that installed the newest
};

inline std::vector<Device> devices(const Events& events) {
  std::vector<Device> known;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const Event& e = events[i];
    if (e.kind != EventKind::Installed && e.kind != EventKind::Wiped) continue;
    const auto at = std::find_if(known.begin(), known.end(),
                                 [&](const Device& d) { return d.device == e.device; });
    if (e.kind == EventKind::Installed) {
      if (at != known.end()) {
        at->inst = e.inst;
        at->since = i;
      } else {
        known.push_back(Device{e.user, e.device, e.inst, i});
      }
    } else if (at != known.end() && at->inst == e.inst) {
      at->inst = InstId{};
    }
  }
  return known;
}

/// Whose app's memory an installation has, as far as it was told: its own, or, where a reinstall
/// kept it, that of the installation before it on its device.
class Roots {
 public:
  void see(const Event& e) {
    if (e.kind != EventKind::Installed) return;
    const auto before = newest_.find(e.device);
    if (before != newest_.end() && e.value != 0) root_[e.inst] = of(before->second);
    newest_[e.device] = e.inst;
  }
  InstId of(InstId inst) const {
    const auto found = root_.find(inst);
    return found == root_.end() ? inst : found->second;
  }

 private:
  std::map<DeviceId, InstId> newest_;
  std::map<InstId, InstId> root_;
};

inline Roots roots_in_the_end(const Events& events) {
  Roots roots;
  for (const Event& e : events) roots.see(e);
  return roots;
}

/// The same history, where what an app takes it takes for the root of its installation.
inline Events by_root(Events events) {
  Roots roots;
  for (Event& e : events) {
    roots.see(e);
    if (e.kind == EventKind::Consumed) e.inst = roots.of(e.inst);
  }
  return events;
}

template <class Condition>
bool any(const Events& events, Condition condition) {
  return std::any_of(events.begin(), events.end(), condition);
}

template <class Condition>
std::size_t count(const Events& events, Condition condition) {
  return static_cast<std::size_t>(std::count_if(events.begin(), events.end(), condition));
}

}  // namespace imstorm::oracle
