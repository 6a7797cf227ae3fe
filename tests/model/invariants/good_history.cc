#include <fmt/format.h>

#include <array>
#include <deque>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/model/invariants/histories.h"

namespace imstorm {
namespace {

using Text = std::string_view;

constexpr std::array<Text, 4> kDevices = {"alice.phone", "alice.laptop", "bob.phone",
                                          "carol.phone"};
constexpr std::array<Text, 2> kConvs = {"dm", "group"};
constexpr std::size_t kCarol = 3;
constexpr std::size_t kGroup = 1;

bool member_of(std::size_t device, std::size_t conv) { return device != kCarol || conv == kGroup; }

/// The server commits, and the devices do, everything that a sound stack would; one step per
/// choice.
class PerfectChat {
 public:
  explicit PerfectChat(const Wildlife& wildlife) : wildlife_(wildlife) {
    tell_.phase(Phase::Storm);
    for (const Text user : {"alice", "bob", "carol"}) {
      if (user != "carol") tell_.join(user, "dm");
      tell_.join(user, "group");
    }
    for (const Text device : kDevices) {
      tell_.install(device);
      tell_.connected(device, ++sessions_);
    }
  }

  void step(std::uint32_t choice) {
    const std::size_t one = choice / 16 % kDevices.size();
    const std::size_t device = next(one, [](const Device& d) { return d.online; });
    const std::size_t conv = member_of(device, choice / 64 % 2) ? choice / 64 % 2 : kGroup;
    switch (choice % 16) {
      case 0:
      case 1:
        return send(one, member_of(one, choice / 64 % 2) ? choice / 64 % 2 : kGroup);
      case 2:
      case 3:
        return accept(next(device, [](const Device& d) { return d.online && !d.outbox.empty(); }));
      case 4:
      case 5:
        return acknowledge(
            next(device, [](const Device& d) { return d.online && !d.unacked.empty(); }),
            choice % 3 == 0);
      case 6:
      case 7:
        return pull(device, conv, 1 + choice / 128 % 3);
      case 8:
      case 9:
      case 10:
        return consume(next(one, [=](const Device& d) { return d.consumed[conv] < d.recv[conv]; }),
                       conv);
      case 11:
        return toggle(one);
      case 12:
        return devices_[one].online ? refresh(device, conv) : toggle(one);
      case 13:
        return wildlife_.leaves ? membership() : consume(one, conv);
      case 14:
        return wildlife_.wipes && choice / 128 % 2 == 0 ? lose(one, choice / 256 % 4) : crash(one);
      default:
        return extra(device, conv, choice);
    }
  }

  History settle() {
    tell_.phase(Phase::Heal);
    for (std::size_t d = 0; d < kDevices.size(); ++d) {
      if (!devices_[d].online) toggle(d);
    }
    tell_.phase(Phase::Settle);
    for (std::size_t d = 0; d < kDevices.size(); ++d) {
      while (!devices_[d].outbox.empty()) accept(d);
      while (!devices_[d].unacked.empty()) acknowledge(d, false);
    }
    for (bool busy = true; busy;) {
      busy = false;
      for (std::size_t d = 0; d < kDevices.size(); ++d) {
        for (std::size_t c = 0; c < kConvs.size(); ++c) {
          if (!member_of(d, c)) continue;
          pull(d, c, 1 + d);
          consume(d, c);
          busy = busy || devices_[d].consumed[c] < logs_[c].size();
        }
      }
    }
    tell_.settled().phase(Phase::Judge);
    return tell_.history();
  }

 private:
  struct Device {
    bool online = true;
    std::array<std::size_t, 2> older{};  // positions that are older than its storage
    std::deque<std::string> outbox;
    std::deque<std::string> unacked;
    std::array<std::size_t, 2> recv{};
    std::array<std::size_t, 2> consumed{};
    std::array<std::size_t, 2> gone{};
    std::array<std::set<std::size_t>, 2> shown;  // what the app knows that it has consumed
  };

  /// The first device from `one` on, in a circle, that is as wanted; `one` if there is none.
  template <class Wanted>
  std::size_t next(std::size_t one, Wanted wanted) const {
    for (std::size_t k = 0; k < kDevices.size(); ++k) {
      const std::size_t device = (one + k) % kDevices.size();
      if (wanted(devices_[device])) return device;
    }
    return one;
  }

  bool sees(std::size_t device, std::size_t conv, std::size_t position) const {
    return device != kCarol || conv != kGroup || hidden_from_carol_.count(position) == 0;
  }

  void send(std::size_t device, std::size_t conv) {
    const std::string name = fmt::format("m{}", ++sent_);
    tell_.sent(kDevices[device], kConvs[conv], name);
    devices_[device].outbox.push_back(name);
  }

  void accept(std::size_t device) {
    Device& d = devices_[device];
    if (!d.online || d.outbox.empty()) return;
    const std::string name = d.outbox.front();
    const std::size_t conv =
        tell_.message(name).conv.index() == tell_.conv("group").index() ? 1 : 0;
    d.outbox.pop_front();
    if (device == kCarol && !carol_in_) {
      tell_.rejected(name);
      return;
    }
    tell_.accepted(name);
    logs_[conv].push_back(name);
    if (conv == kGroup && !carol_in_) hidden_from_carol_.insert(logs_[conv].size());
    d.unacked.push_back(name);
  }

  void acknowledge(std::size_t device, bool probe) {
    Device& d = devices_[device];
    if (!d.online || d.unacked.empty()) return;
    tell_.acked(d.unacked.front());
    if (probe) tell_.probed(d.unacked.front(), true);
    d.unacked.pop_front();
  }

  void pull(std::size_t device, std::size_t conv, std::size_t count) {
    Device& d = devices_[device];
    if (!d.online || d.recv[conv] == logs_[conv].size()) return;
    for (; count > 0 && d.recv[conv] < logs_[conv].size(); --count) {
      const std::size_t position = ++d.recv[conv];
      if (sees(device, conv, position)) {
        tell_.received(kDevices[device], logs_[conv][position - 1]);
      }
    }
    tell_.cursor(kDevices[device], kConvs[conv], d.recv[conv]);
  }

  void consume(std::size_t device, std::size_t conv) {
    Device& d = devices_[device];
    while (d.consumed[conv] < d.recv[conv]) {
      const std::size_t position = ++d.consumed[conv];
      if (!sees(device, conv, position) || !d.shown[conv].insert(position).second) continue;
      tell_.consumed(kDevices[device], logs_[conv][position - 1]);
      return;
    }
  }

  void toggle(std::size_t device) {
    Device& d = devices_[device];
    d.online = !d.online;
    if (d.online) {
      tell_.connected(kDevices[device], ++sessions_);
    } else {
      tell_.disconnected(kDevices[device]);
    }
  }

  void refresh(std::size_t device, std::size_t conv) {
    if (!devices_[device].online) return;
    tell_.refreshed(kDevices[device], kConvs[conv], logs_[conv].size(), tell_.now_ms());
  }

  void membership() {
    carol_in_ = !carol_in_;
    if (carol_in_) {
      tell_.join("carol", "group", logs_[kGroup].size());
    } else {
      tell_.leave("carol", "group", logs_[kGroup].size());
    }
  }

  void crash(std::size_t device) {
    tell_.crashed(kDevices[device]);
    tell_.restarted(kDevices[device]);
  }

  /// All of its storage, all but the app's own set, or the cache alone.
  void lose(std::size_t device, std::uint32_t what) {
    Device& d = devices_[device];
    if (what == 0) {
      tell_.forget(kDevices[device]);
      d.recv = d.consumed = d.gone;  // what is gone stays gone
      return;
    }
    const Device before = std::exchange(d, Device{});
    for (std::size_t conv = 0; conv < kConvs.size(); ++conv) d.older[conv] = logs_[conv].size();
    if (what != 1) {
      tell_.wipe(kDevices[device]).install(kDevices[device]);
    } else {
      tell_.reinstall(kDevices[device]);
      d.shown = before.shown;
      d.recv = d.consumed = d.gone = before.gone;
    }
    tell_.connected(kDevices[device], ++sessions_);
    for (std::size_t conv = 0; conv < kConvs.size(); ++conv) {
      if (d.gone[conv] > 0) tell_.gone(kDevices[device], kConvs[conv], d.gone[conv]);
    }
  }

  void extra(std::size_t device, std::size_t conv, std::uint32_t choice) {
    Device& d = devices_[device];
    if (wildlife_.rejects && choice / 128 % 2 == 0) {
      if (!d.online || d.outbox.empty()) return;
      tell_.rejected(d.outbox.front());
      d.outbox.pop_front();
    } else if (wildlife_.gone && device % 2 == 1 && d.online && d.consumed[conv] == d.recv[conv] &&
               d.recv[conv] < d.older[conv]) {
      const std::size_t up_to = d.recv[conv] + 1;
      tell_.gone(kDevices[device], kConvs[conv], up_to);
      tell_.cursor(kDevices[device], kConvs[conv], up_to);
      d.recv[conv] = d.consumed[conv] = d.gone[conv] = up_to;
    }
  }

  Wildlife wildlife_;
  HistoryBuilder tell_;
  std::uint64_t sessions_ = 0;
  std::uint32_t sent_ = 0;
  bool carol_in_ = true;
  std::array<Device, kDevices.size()> devices_;
  std::array<std::vector<std::string>, 2> logs_;
  std::set<std::size_t> hidden_from_carol_;  // positions in the group while she was out
};

/// Gives the event to the device of another event of its kind.
void readdress(std::vector<Event>& events, std::size_t one, std::uint32_t choice) {
  for (std::size_t k = 0; k < events.size(); ++k) {
    const Event& donor = events[(choice + k) % events.size()];
    if (donor.kind != events[one].kind || donor.inst == events[one].inst) continue;
    events[one].user = donor.user;
    events[one].device = donor.device;
    events[one].inst = donor.inst;
    return;
  }
}

void renumber(std::vector<Event>& events, std::size_t one, std::uint32_t choice) {
  Event& event = events[one];
  const std::uint32_t by = 1 + choice / 8 % 2;
  const bool up = choice / 16 % 2 == 0;
  const auto shift = [&](auto& number) {
    using Number = std::decay_t<decltype(number)>;
    number = static_cast<Number>(up || number < by ? number + by : number - by);
  };
  switch (choice % 8) {
    case 0:
    case 1:
      return shift(event.seq.value);
    case 2:
      return shift(event.msgid.value);
    case 3:
      return shift(event.cmid.n);
    case 4:
      return readdress(events, one, choice / 32);
    case 5:
      event.conv = ConvId(choice / 32 % 2);
      return;
    case 6:
      event.cmid.inst = InstId(choice / 32 % 5);
      return;
    default:
      if (event.kind == EventKind::Accepted) return shift(event.lineage.value);
      return event.value == 0 ? shift(event.seq.value) : shift(event.value);
  }
}

void mutate(std::vector<Event>& events, std::uint32_t choice, KindSet kinds) {
  std::vector<std::size_t> candidates;
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (kinds.has(events[i].kind)) candidates.push_back(i);
  }
  if (candidates.empty()) return;
  const std::size_t pick = choice / 5 % candidates.size();
  const std::size_t one = candidates[pick];
  const std::size_t other =
      candidates[std::min(candidates.size() - 1, pick + 1 + choice / 65536 % 12)];
  const auto at = events.begin() + static_cast<std::ptrdiff_t>(one);
  const auto later = events.begin() + static_cast<std::ptrdiff_t>(other) + 1;
  switch (choice % 5) {
    case 0:
      std::swap(events[one], events[other]);
      break;
    case 1:
      events.erase(at);
      break;
    case 2: {  // repeat
      const Event copy = *at;
      events.insert(later, copy);
      break;
    }
    case 3:  // move
      std::rotate(at, at + 1, later);
      break;
    default:
      renumber(events, one, choice / 4096);
      break;
  }
}

}  // namespace

History good_history(const std::vector<std::uint32_t>& choices, const Wildlife& wildlife) {
  PerfectChat chat(wildlife);
  for (const std::uint32_t choice : choices) chat.step(choice);
  return chat.settle();
}

History mutated(History history, const std::vector<std::uint32_t>& choices, KindSet kinds) {
  for (const std::uint32_t choice : choices) mutate(history.events, choice, kinds);
  for (std::size_t i = 0; i < history.events.size(); ++i) {
    history.events[i].at = Instant{} + milliseconds(static_cast<std::int64_t>(i) + 1);
  }
  return history;
}

}  // namespace imstorm
