#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/types/ids.h"

namespace imstorm {

/// What people call the things that a history speaks of; each id is an index. Apart from the
/// events, which stay small and free of text.
struct Names {
  std::vector<std::string> users;
  std::vector<std::string> devices;  ///< "alice.phone"
  std::vector<std::string> convs;
  std::vector<std::string> processes;
  std::vector<std::string> bodies;  ///< "m7": names of messages, as stories and faults use them

  std::vector<std::string> signals;  ///< "s7": names of signals

  std::string_view of(UserId id) const { return at(users, id.value, "someone"); }
  std::string_view of(DeviceId id) const { return at(devices, id.value, "a device"); }
  std::string_view of(ConvId id) const { return at(convs, id.value, "a conversation"); }
  std::string_view of(ProcessId id) const { return at(processes, id.value, "a process"); }
  std::string_view of(BodyId id) const {
    if (is_signal(id)) return at(signals, id.value - kFirstSignal, "a signal");
    return at(bodies, id.value, "a message");
  }

 private:
  static std::string_view at(const std::vector<std::string>& names, std::uint32_t index,
                             std::string_view unknown) {
    return index < names.size() ? std::string_view(names[index]) : unknown;
  }
};

}  // namespace imstorm
