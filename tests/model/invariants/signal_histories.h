#pragma once

#include <rapidcheck.h>

#include <cstdint>
#include <deque>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/model/invariants/agreement.h"

namespace imstorm {

/// Signals over perfect paths: two conversations' worth of lines, each first in, first out, of
/// which some are lost; devices crash and connect again. One step per choice.
inline History good_signals(const std::vector<std::uint32_t>& choices) {
  const std::vector<std::string> devices = {"alice.phone", "bob.phone", "carol.phone"};
  const std::vector<std::string> users = {"alice", "bob", "carol"};
  HistoryBuilder h;
  h.promised(8);
  for (std::size_t d = 0; d < devices.size(); ++d) {
    h.join(users[d], "team").install(devices[d]).connected(devices[d]);
  }
  std::map<std::pair<std::size_t, std::size_t>, std::deque<std::string>> lines;  // to, from or 9
  std::uint32_t given = 0;
  for (const std::uint32_t n : choices) {
    const std::size_t one = n / 8 % 3;
    const std::size_t other = (one + 1 + n / 32 % 2) % 3;
    const std::string signal = "s" + std::to_string(given + 1);
    auto& unicast = lines[{other, one}];
    auto& group = lines[{other, 9}];
    switch (n % 8) {
      case 0:
      case 1:
        h.signalled(devices[one], users[other], signal);
        unicast.push_back(signal);
        ++given;
        break;
      case 2:
        h.signalled(devices[one], "#team", signal);
        for (std::size_t d = 0; d < 3; ++d) {
          if (d != one) lines[{d, 9}].push_back(signal);
        }
        ++given;
        break;
      case 3:
      case 4:
        if (unicast.empty()) break;
        h.shown(devices[other], unicast.front());
        unicast.pop_front();
        break;
      case 5:
        if (group.empty()) break;
        h.shown(devices[other], group.front());
        group.pop_front();
        break;
      case 6:  // what is lost is lost on a path that a fault touches
        h.disturbed_process(n / 64 % 2);
        if (!unicast.empty()) unicast.pop_front();
        if (n / 128 % 2 == 0) h.calmed(n / 64 % 2);
        break;
      default:
        if (n / 64 % 2 == 0) h.crashed(devices[one]).restarted(devices[one]);
        if (n / 64 % 2 == 1)
          h.disturbed_device(devices[one], Instant{} + milliseconds(n / 128 % 90));
        h.connected(devices[one]);
        break;
    }
  }
  return h.history();
}

/// Where a user stands in a conversation, by the events before `upto`, for what is given at a time.
enum class Seat { In, Out, Changing, Unknown };
inline Seat seat_of(const std::vector<Event>& events, std::size_t upto, ConvId conv, UserId user,
                    Instant given) {
  bool known = false;
  bool in = false;
  std::optional<Instant> changed;  // none: ages ago
  for (std::size_t i = 0; i < upto; ++i) {
    const Event& e = events[i];
    const bool joins = e.kind == EventKind::Joined;
    if (e.conv != conv || !(joins || e.kind == EventKind::Left)) continue;
    known = true;
    if (e.user != user || in == joins) continue;
    in = joins;
    changed = joins && e.seq == Seq{} ? std::nullopt : std::optional(e.at);
  }
  if (!known) return Seat::Unknown;
  if (changed && *changed + seconds(2) > given) return Seat::Changing;
  return in ? Seat::In : Seat::Out;
}

inline Event wild_signal_event(const std::vector<std::uint32_t>& n) {
  constexpr EventKind kKinds[] = {
      EventKind::Joined,         EventKind::Left,           EventKind::Installed,
      EventKind::Connected,      EventKind::Connected,      EventKind::Disconnected,
      EventKind::Signalled,      EventKind::Signalled,      EventKind::Signalled,
      EventKind::SignalReceived, EventKind::SignalReceived, EventKind::SignalReceived,
      EventKind::SignalReceived, EventKind::Crashed,        EventKind::Restarted,
      EventKind::Disturbed,      EventKind::Calmed,         EventKind::Promised};
  Event event;
  event.kind = kKinds[n[0] % std::size(kKinds)];
  const bool server = n[1] % 4 == 3;
  if (!server || event.kind == EventKind::Signalled || event.kind == EventKind::SignalReceived ||
      event.kind == EventKind::Installed || event.kind == EventKind::Connected ||
      event.kind == EventKind::Disconnected) {
    event.inst = InstId(n[1] % 3);
    event.device = DeviceId(n[1] % 3);
  } else {
    event.process = ProcessId(n[2] % 2);
  }
  event.user = UserId(n[1] % 3 % 2);
  // A history that can be read names the conversation of whoever joins or leaves.
  const bool moves = event.kind == EventKind::Joined || event.kind == EventKind::Left;
  if (moves || n[3] % 2 == 0) event.conv = ConvId(0);
  if (n[3] % 2 == 1) event.peer = UserId(n[4] % 2);
  event.body = BodyId(n[5] % 6);
  event.value = event.kind == EventKind::Promised ? 1'000'000ULL * (1 + n[6] % 6) : 0;
  event.since = n[7] % 3 == 0 ? kNever : Instant{} + milliseconds(n[8] % 24);
  if (event.kind == EventKind::Calmed) event.process = ProcessId(n[2] % 2);
  return event;
}

inline rc::Gen<std::vector<std::uint32_t>> signal_choices() {
  return rc::gen::scale(4.0, rc::gen::container<std::vector<std::uint32_t>>(rc::gen::resize(
                                 rc::kNominalSize, rc::gen::inRange<std::uint32_t>(0, 1U << 24))));
}

/// The three properties of a law about signals.
template <class L>
void agrees_on_good_signals(Oracle oracle) {
  const History history = good_signals(*signal_choices());
  RC_ASSERT(!oracle(history.events).breach);
  agrees<L>(history, oracle);
}
template <class L>
void agrees_on_mutated_signals(Oracle oracle) {
  for (int i = 0; i < 5; ++i) {
    const auto changes = *rc::gen::container<std::vector<std::uint32_t>>(
        1 + i / 2, rc::gen::inRange<std::uint32_t>(0, 1U << 24));
    agrees<L>(mutated(good_signals(*signal_choices()), changes, L().sees()), oracle);
  }
}
template <class L>
void agrees_on_wild_signals(Oracle oracle) {
  const auto line = rc::gen::container<std::vector<std::uint32_t>>(
      9, rc::gen::inRange<std::uint32_t>(0, 1 << 10));
  for (int i = 0; i < 5; ++i) {
    History history;
    history.names.users = {"alice", "bob"};
    history.names.devices = {"alice.phone", "bob.phone", "alice.laptop"};
    history.names.convs = {"team"};
    for (const auto& n : *rc::gen::container<std::vector<std::vector<std::uint32_t>>>(line)) {
      history.events.push_back(wild_signal_event(n));
    }
    agrees<L>(mutated(std::move(history), {}), oracle);
  }
}

}  // namespace imstorm
