#include "model/invariants/signal_latency.h"

#include <fmt/format.h>

#include <algorithm>

namespace imstorm {

KindSet SignalLatency::sees() const {
  return {EventKind::Joined,   EventKind::Left,      EventKind::Installed,
          EventKind::Wiped,    EventKind::Connected, EventKind::Disconnected,
          EventKind::Crashed,  EventKind::Restarted, EventKind::Signalled,
          EventKind::Promised, EventKind::Disturbed, EventKind::SignalReceived,
          EventKind::Calmed,   EventKind::Phase,     EventKind::Settled,
          EventKind::Forked,   EventKind::Rebuilt};
}

void SignalLatency::observe(std::size_t position, const Event& event) {
  judge_due(position, event);
  switch (event.kind) {
    case EventKind::Promised:
      bound_.ns = static_cast<std::int64_t>(event.value);
      return;
    case EventKind::Signalled:
      return given(position, event);
    case EventKind::SignalReceived:
      return received(event);
    case EventKind::Joined:
      return groups_[event.conv].observe(event);
    case EventKind::Left:
      groups_[event.conv].observe(event);
      return left(event.conv, event.user);
    case EventKind::Forked:
    case EventKind::Rebuilt:
      return groups_[event.conv].fork(event, [&](UserId user) { left(event.conv, user); });
    case EventKind::Installed:
      return installed(event);
    default:
      return event.device ? touch_device(event) : touch_server(event);
  }
}

void SignalLatency::installed(const Event& event) {
  Device& device = devices_[event.device];
  if (!device.user) devices_of_[event.user].push_back(event.device);
  device.user = event.user;
}

/// What is under way need not reach who leaves, and what they gave need not reach anybody.
void SignalLatency::left(ConvId conv, UserId user) {
  for (Due& due : due_) {
    if (due.given.event.conv != conv) continue;
    if (due.given.event.user == user) due.shown.clear();
    for (const DeviceId device : devices_of_[user]) due.shown.erase(device);
  }
}

void SignalLatency::touch_device(const Event& event) {
  Health& health = devices_[event.device].health;
  if (event.kind == EventKind::Connected) {
    health.down = 0;
    health.last = event.at;
  } else if (event.kind == EventKind::Disturbed && event.since != kNever) {
    health.until = std::max(health.until, event.since);
  } else if (event.kind != EventKind::Restarted) {
    health.down = 1;
  }
}

void SignalLatency::server(const Event& event, bool Server::*why, bool value) {
  bool& reason = servers_[event.process].*why;
  if (reason == value) return;
  reason = value;
  all_servers_.down = value ? all_servers_.down + 1 : all_servers_.down - 1;
  all_servers_.last = event.at;
}

void SignalLatency::touch_server(const Event& event) {
  if (event.kind == EventKind::Disturbed && (event.since != kNever || !event.process)) {
    all_servers_.until = std::max(all_servers_.until, event.since);
  } else if (event.process) {
    if (event.kind == EventKind::Disturbed) server(event, &Server::disturbed, true);
    if (event.kind == EventKind::Calmed) server(event, &Server::disturbed, false);
    if (event.kind == EventKind::Crashed) server(event, &Server::crashed, true);
    if (event.kind == EventKind::Restarted) server(event, &Server::crashed, false);
  }
}

void SignalLatency::given(std::size_t position, const Event& event) {
  std::uint64_t& place = place_of_[event.body.value];
  if (bound_.ns == 0 || place != 0) return;
  Due due{{position, event}, {}};
  const auto expect = [&](UserId user) {
    for (const DeviceId device : devices_of_[user]) {
      if (device != event.device && devices_[device].health.down == 0) due.shown[device] = false;
    }
  };
  if (!event.conv) {
    if (event.peer) expect(event.peer);
  } else if (const SignalGroup& group = groups_[event.conv]; group.is_in(event.user, event.at)) {
    group.each_in(event.at, expect);
  }
  due_.push_back(std::move(due));
  place = judged_ + due_.size();
}

void SignalLatency::received(const Event& event) {
  const std::uint64_t* place = place_of_.find(event.body.value);
  if (place == nullptr || *place <= judged_) return;
  bool* shown = due_[*place - judged_ - 1].shown.find(event.device);
  if (shown != nullptr) *shown = true;
}

/// What was due before this event is judged by what was known before it.
void SignalLatency::judge_due(std::size_t position, const Event& now) {
  while (!due_.empty() && due_.front().given.event.at + bound_ < now.at) {
    judge(due_.front(), position, now);
    due_.pop_front();
    ++judged_;
  }
}

void SignalLatency::judge(const Due& due, std::size_t position, const Event& now) {
  const Event& given = due.given.event;
  const Instant from = given.at - bound_;
  if (!all_servers_.fine_since(from) || !devices_[given.device].health.fine_since(from)) return;
  for (const auto& [device, shown] : due.shown) {
    if (!devices_[device].health.fine_since(from)) continue;
    ++exercised_;
    if (shown) continue;
    if (!breach_) missed_ = device;
    breach_.add({due.given, {position, now}});
  }
}

Verdict SignalLatency::verdict(const RunEnd& end, const Names& names) const {
  Verdict verdict = ruling(kind(), end, exercised_, breach_);
  if (!breach_) return verdict;
  const Event& given = breach_.first();
  verdict.because = breach_.told(fmt::format(
      "{} was not shown {} of {} within {} ms, though no fault touched its path", names.of(missed_),
      names.of(given.body), names.of(given.device), bound_.ns / 1'000'000));
  return verdict;
}

}  // namespace imstorm
