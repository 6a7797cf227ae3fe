#include "model/world/edit_scenario.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "model/scenario/processes.h"
#include "sim/core/hash.h"

namespace imstorm {
namespace {

/// Rewrites the faults of `after` for what its processes and hosts are numbered now.
class Renaming {
 public:
  Renaming(const Scenario& before, const Scenario& after) : before_(before), after_(after) {}

  void apply(FaultPlan& faults) const {
    std::erase_if(faults, [&](Fault& fault) { return !keep(fault); });
  }

 private:
  bool keep(Fault& fault) const {
    if (fault.kind == FaultKind::HostCrash) {
      fault.host = after_.find_host(before_.hosts[fault.host.index()]);
      return static_cast<bool>(fault.host);
    }
    return keep(fault.from) && keep(fault.to);
  }

  /// An empty side means anyone: one that became empty means nobody.
  bool keep(std::vector<ProcessId>& side) const {
    if (side.empty()) return true;
    std::vector<ProcessId> left;
    for (const ProcessId id : side) {
      const ProcessId now = after_.find(before_.rows[id.index()].name);
      if (now) left.push_back(now);
    }
    side = std::move(left);
    return !side.empty();
  }

  ProcessTable before_;
  ProcessTable after_;
};

Scenario renamed(const Scenario& before, Scenario after) {
  Renaming(before, after).apply(after.faults);
  return after;
}

/// Messages or signals.
bool writes(const Scenario& scenario, DeviceId device) {
  return std::any_of(
             scenario.sends.begin(), scenario.sends.end(),
             [&](const SendSpec& send) { return send.device == device && send.at != kNever; }) ||
         std::any_of(scenario.signals.begin(), scenario.signals.end(),
                     [&](const SignalSpec& signal) {
                       return signal.device == device && signal.at != kNever;
                     });
}

/// Who writes by chance is not known before the run: nobody can go.
bool writes_by_chance(const Scenario& scenario) {
  return !scenario.traffic.empty() || !scenario.signal_traffic.empty() || !scenario.churn.empty();
}

/// Ids above the one that is gone move down by one.
template <class Id>
void move_down(Id& id, Id gone) {
  if (id && id.value > gone.value) --id.value;
}

bool take_device(Scenario& scenario, DeviceId device) {
  if (writes(scenario, device) || writes_by_chance(scenario)) return false;
  scenario.devices.erase(scenario.devices.begin() + static_cast<std::ptrdiff_t>(device.index()));
  for (SendSpec& send : scenario.sends) {
    if (send.device == device) send.device = DeviceId(0);  // never sent
    move_down(send.device, device);
  }
  for (SignalSpec& signal : scenario.signals) {
    if (signal.device == device) signal.device = DeviceId(0);  // never sent
    move_down(signal.device, device);
  }
  return !scenario.devices.empty();
}

}  // namespace

std::vector<BodyId> written(const Scenario& scenario) {
  std::vector<BodyId> bodies;
  for (std::size_t i = 0; i < scenario.sends.size(); ++i) {
    if (scenario.sends[i].at != kNever) bodies.push_back(BodyId(i));
  }
  for (std::size_t i = 0; i < scenario.signals.size(); ++i) {
    if (scenario.signals[i].at != kNever) bodies.push_back(signal_id(i));
  }
  return bodies;
}

namespace {

bool concerns(const SendSpec& send, UserId guest, ConvId conv) {
  const bool change = changes_members(send.content);
  const bool written = send.at != kNever || send.reply_to;
  return written && change && send.conv == conv && send.subject == guest;
}

/// Whom nothing brings in or throws out any more is no guest (a file would not say that it is one),
/// and what it writes there goes with it.
void forget_guests(Scenario& scenario, ConvId conv) {
  const auto gone = [&](UserId guest) {
    const auto brings = [&](const ChurnSpec& churn) {
      return churn.conv == conv &&
             std::find(churn.users.begin(), churn.users.end(), guest) != churn.users.end();
    };
    const auto about = [&](const SendSpec& send) { return concerns(send, guest, conv); };
    return std::none_of(scenario.churn.begin(), scenario.churn.end(), brings) &&
           std::none_of(scenario.sends.begin(), scenario.sends.end(), about);
  };
  std::vector<UserId>& guests = scenario.conversations[conv.index()].others;
  const auto by_one_gone = [&](const auto& written) {
    const UserId author = scenario.devices[written.device.index()].user;
    const bool guest = std::find(guests.begin(), guests.end(), author) != guests.end();
    return written.conv == conv && guest && gone(author);
  };
  for (SendSpec& send : scenario.sends) {
    if (!by_one_gone(send)) continue;
    send.at = kNever;
    send.reply_to.reset();
  }
  for (SignalSpec& signal : scenario.signals) {
    if (by_one_gone(signal)) signal.at = kNever;
  }
  std::erase_if(guests, gone);
}

}  // namespace

Scenario muted(const Scenario& scenario, BodyId body) {
  Scenario smaller = scenario;
  if (is_signal(body)) {
    smaller.signals[body.value - kFirstSignal].at = kNever;
  } else {
    smaller.sends[body.index()].at = kNever;
    smaller.sends[body.index()].reply_to.reset();
    forget_guests(smaller, smaller.sends[body.index()].conv);
  }
  return smaller;
}

Scenario undisturbed(Scenario scenario) {
  scenario.decisions = Decisions::Harmless;
  scenario.faults.clear();
  scenario.answers.clear();
  return scenario;
}

std::optional<Scenario> without_device(const Scenario& scenario, DeviceId device) {
  const UserId user = scenario.devices[device.index()].user;
  const auto owns = [user](const DeviceSpec& one) { return one.user == user; };
  const auto devices = std::count_if(scenario.devices.begin(), scenario.devices.end(), owns);
  if (devices == 1) return {};  // no file can say that somebody has none
  Scenario smaller = scenario;
  if (!take_device(smaller, device)) return {};
  return renamed(scenario, std::move(smaller));
}

std::optional<Scenario> without_user(const Scenario& scenario, UserId user) {
  Scenario smaller = scenario;
  if (!smaller.churn.empty()) return {};  // who comes and goes by chance is not known
  for (std::size_t d = smaller.devices.size(); d-- > 0;) {
    if (smaller.devices[d].user == user && !take_device(smaller, DeviceId(d))) return {};
  }
  for (SignalSpec& signal : smaller.signals) {
    if (signal.to == user && signal.at != kNever) return {};
    if (signal.to == user) signal.to = UserId(0);  // never sent
    move_down(signal.to, user);
  }
  for (SendSpec& send : smaller.sends) {
    if (send.subject == user && send.at != kNever) return {};
    if (send.subject == user) send.subject = UserId(0);  // never sent
    move_down(send.subject, user);
  }
  smaller.users.erase(smaller.users.begin() + static_cast<std::ptrdiff_t>(user.index()));
  for (DeviceSpec& device : smaller.devices) move_down(device.user, user);
  for (ConversationSpec& conversation : smaller.conversations) {
    std::erase(conversation.members, user);
    if (conversation.members.empty()) return {};
    for (UserId& member : conversation.members) move_down(member, user);
    std::erase(conversation.others, user);
    for (UserId& other : conversation.others) move_down(other, user);
  }
  return renamed(scenario, std::move(smaller));
}

std::optional<Scenario> without_conversation(const Scenario& scenario, ConvId conv) {
  if (writes_by_chance(scenario) || scenario.conversations.size() == 1) return {};
  Scenario smaller = scenario;
  smaller.conversations.erase(smaller.conversations.begin() +
                              static_cast<std::ptrdiff_t>(conv.index()));
  for (SendSpec& send : smaller.sends) {
    if (send.conv == conv && send.at != kNever) return {};
    if (send.conv == conv) send.conv = ConvId(0);  // never sent
    move_down(send.conv, conv);
  }
  for (SignalSpec& signal : smaller.signals) {
    if (signal.conv == conv && signal.at != kNever) return {};
    if (signal.conv == conv) signal.conv = ConvId(0);  // never sent
    move_down(signal.conv, conv);
  }
  return smaller;
}

std::optional<Scenario> with_topology(const Scenario& scenario,
                                      const std::function<void(Topology&)>& change) {
  Scenario smaller = scenario;
  change(smaller.topology);
  for (DeviceSpec& device : smaller.devices) {
    const bool chose = !device.gateways.empty();
    std::erase_if(device.gateways,
                  [&](std::uint32_t gateway) { return gateway >= smaller.topology.gateway.count; });
    if (chose && device.gateways.empty()) return {};
  }
  return renamed(scenario, std::move(smaller));
}

std::optional<Scenario> with_home_gateways(const Scenario& scenario) {
  Scenario pinned = scenario;
  std::vector<std::vector<std::uint32_t>> homes(scenario.users.size());
  for (DeviceSpec& device : pinned.devices) {
    const std::uint64_t key = hash_text(device.name);
    const std::uint32_t home =
        device.gateways.empty() ? static_cast<std::uint32_t>(key % scenario.topology.gateway.count)
                                : device.gateways[key % device.gateways.size()];
    device.gateways = {home};
    std::vector<std::uint32_t>& of_user = homes[device.user.index()];
    if (of_user.empty()) of_user = device.gateways;
    if (of_user != device.gateways) return {};
  }
  return pinned;
}

}  // namespace imstorm
