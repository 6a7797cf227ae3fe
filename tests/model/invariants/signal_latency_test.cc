#include "model/invariants/signal_latency.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

#include "tests/model/invariants/signal_histories.h"

namespace imstorm {
namespace {

/// Alice and bob, connected for long.
HistoryBuilder quiet_house() {
  HistoryBuilder h;
  h.promised(10).install("alice.phone").install("bob.phone");
  h.connected("alice.phone").connected("bob.phone").wait(50);
  return h;
}

TEST(SignalLatency, IsBrokenByTheSmallestDelay) {
  HistoryBuilder h = quiet_house();
  h.signalled("alice.phone", "bob", "ring").wait(10).shown("bob.phone", "ring");
  const Verdict verdict = judge<SignalLatency>(h.history());
  EXPECT_EQ(verdict.outcome, Outcome::Broken);
  EXPECT_EQ(verdict.exercised, 1U);
  EXPECT_EQ(verdict.because,
            "bob.phone was not shown ring of alice.phone within 10 ms, though no fault touched its "
            "path");
}

TEST(SignalLatency, HoldsAtTheBound) {
  HistoryBuilder h = quiet_house();
  h.signalled("alice.phone", "bob", "ring").wait(8).shown("bob.phone", "ring").wait(10);
  const Verdict verdict = judge<SignalLatency>(h.history());
  EXPECT_EQ(verdict.outcome, Outcome::Holds);
  EXPECT_EQ(verdict.exercised, 1U);
}

TEST(SignalLatency, IsBrokenByASignalThatNeverComes) {
  HistoryBuilder h = quiet_house();
  h.signalled("alice.phone", "bob", "ring").wait(20);
  EXPECT_EQ(judge<SignalLatency>(h.history()).outcome, Outcome::Broken);
}

TEST(SignalLatency, ExcusesWhatAFaultTouched) {
  const auto lost_with = [](auto fault) {
    HistoryBuilder h = quiet_house();
    fault(h);
    h.signalled("alice.phone", "bob", "ring").wait(20);
    return judge<SignalLatency>(h.history()).outcome;
  };
  EXPECT_EQ(lost_with([](auto& h) { h.disturbed_process(0); }), Outcome::Vacuous);
  EXPECT_EQ(lost_with([](auto& h) { h.disturbed_process(0).calmed(0); }), Outcome::Vacuous);
  EXPECT_EQ(lost_with([](auto& h) { h.disturbed_process(0).calmed(0).wait(11); }), Outcome::Broken);
  EXPECT_EQ(lost_with([](auto& h) { h.disturbed_device("bob.phone"); }), Outcome::Vacuous);
  EXPECT_EQ(lost_with([](auto& h) { h.disturbed_device("alice.phone"); }), Outcome::Vacuous);
  EXPECT_EQ(lost_with([](auto& h) { h.disturbed_device("bob.phone").connected("bob.phone"); }),
            Outcome::Vacuous);
  EXPECT_EQ(lost_with([](auto& h) { h.disconnected("bob.phone"); }), Outcome::Vacuous);
  EXPECT_EQ(lost_with([](auto& h) { h.disturbed_device("carol.phone"); }), Outcome::Broken);
}

TEST(SignalLatency, ExcusesWhatAFaultTouchesBeforeTheBoundIsOver) {
  HistoryBuilder h = quiet_house();
  h.signalled("alice.phone", "bob", "ring").disturbed_process(1).calmed(1).wait(20);
  EXPECT_EQ(judge<SignalLatency>(h.history()).outcome, Outcome::Vacuous);
  HistoryBuilder late = quiet_house();
  late.signalled("alice.phone", "bob", "ring").wait(10).disturbed_process(1);
  EXPECT_EQ(judge<SignalLatency>(late.history()).outcome, Outcome::Broken);
}

TEST(SignalLatency, ExpectsASignalWhereSomebodyHasJoinedLongAgoAndHasNotLeft) {
  const auto lost_by_bob = [](auto change) {
    HistoryBuilder h = quiet_house();
    h.join("alice", "team");
    change(h);
    h.signalled("alice.phone", "#team", "hello").wait(20);
    return judge<SignalLatency>(h.history()).outcome;
  };
  EXPECT_EQ(lost_by_bob([](auto& h) { h.join("bob", "team"); }), Outcome::Broken);
  EXPECT_EQ(lost_by_bob([](auto& h) { h.join("bob", "team", 4); }), Outcome::Vacuous);
  EXPECT_EQ(lost_by_bob([](auto& h) { h.join("bob", "team", 4).wait(2'000); }), Outcome::Broken);
  EXPECT_EQ(lost_by_bob([](auto& h) { h.join("bob", "team").leave("bob", "team", 4); }),
            Outcome::Vacuous);
  EXPECT_EQ(
      lost_by_bob([](auto& h) { h.join("bob", "team").leave("alice", "team", 4).wait(2'000); }),
      Outcome::Vacuous);
  HistoryBuilder h = quiet_house();
  h.join("alice", "team").join("bob", "team").signalled("alice.phone", "#team", "hello");
  h.leave("bob", "team", 4).wait(20);
  EXPECT_EQ(judge<SignalLatency>(h.history()).outcome, Outcome::Vacuous) << "it left meanwhile";
  HistoryBuilder last = quiet_house();
  last.join("alice", "team").join("bob", "team").signalled("alice.phone", "#team", "bye");
  last.leave("alice", "team", 4).wait(20);
  EXPECT_EQ(judge<SignalLatency>(last.history()).outcome, Outcome::Vacuous) << "so did its author";
}

/// Was the device, or any server, touched by a fault in the events before `upto`, at or after
/// `from`?
bool device_touched(const std::vector<Event>& events, std::size_t upto, DeviceId device,
                    Instant from) {
  bool down = true;
  Instant last{-1'000'000'000};
  for (std::size_t i = 0; i < upto; ++i) {
    const Event& e = events[i];
    if (e.device != device) continue;
    if (e.kind == EventKind::Connected) {
      down = false;
      last = std::max(last, e.at);
    } else if (e.kind == EventKind::Disturbed && e.since != kNever) {
      last = std::max(last, e.since);
    } else if (e.kind == EventKind::Disturbed || e.kind == EventKind::Crashed ||
               e.kind == EventKind::Disconnected || e.kind == EventKind::Wiped ||
               e.kind == EventKind::Calmed) {
      down = true;
    }
  }
  return down || last >= from;
}

bool server_touched(const std::vector<Event>& events, std::size_t upto, Instant from) {
  std::set<std::pair<std::uint32_t, int>> down;
  Instant last{-1'000'000'000};
  for (std::size_t i = 0; i < upto; ++i) {
    const Event& e = events[i];
    if (e.device) continue;
    const bool span = e.kind == EventKind::Disturbed && (e.since != kNever || !e.process);
    if (span) last = std::max(last, e.since);
    if (span || !e.process) continue;
    const auto touch = [&](int why, bool on) {
      const auto what = std::make_pair(e.process.value, why);
      const bool changed = on ? down.insert(what).second : down.erase(what) != 0;
      if (changed) last = std::max(last, e.at);
    };
    if (e.kind == EventKind::Disturbed) touch(1, true);
    if (e.kind == EventKind::Calmed) touch(1, false);
    if (e.kind == EventKind::Crashed) touch(2, true);
    if (e.kind == EventKind::Restarted) touch(2, false);
  }
  return !down.empty() || last >= from;
}

/// The devices that a signal is for, in the order of users and devices.
std::set<DeviceId> receivers(const std::vector<Event>& events, std::size_t given,
                             std::size_t over) {
  const Event& signal = events[given];
  std::set<UserId> users{signal.peer};
  if (signal.conv) {
    users.clear();
    const auto in = [&](UserId user) {
      return seat_of(events, given, signal.conv, user, signal.at) == Seat::In;
    };
    const auto leaves = [&](UserId user) {
      return std::any_of(events.begin() + static_cast<std::ptrdiff_t>(given),
                         events.begin() + static_cast<std::ptrdiff_t>(over), [&](const Event& e) {
                           return e.kind == EventKind::Left && e.conv == signal.conv &&
                                  e.user == user;
                         });
    };
    const bool sent = in(signal.user) && !leaves(signal.user);
    for (std::size_t i = 0; sent && i < given; ++i) {
      const UserId user = events[i].user;
      if (events[i].kind == EventKind::Joined && in(user) && !leaves(user)) users.insert(user);
    }
  }
  std::set<DeviceId> devices;
  std::set<DeviceId> installed;
  for (std::size_t i = 0; i < given; ++i) {
    const Event& e = events[i];
    if (e.kind == EventKind::Installed && installed.insert(e.device).second &&
        users.count(e.user) != 0 && e.device != signal.device) {
      devices.insert(e.device);
    }
  }
  for (auto it = devices.begin(); it != devices.end();) {
    bool connected = false;
    for (std::size_t i = 0; i < given; ++i) {
      const Event& e = events[i];
      if (e.device != *it) continue;
      if (e.kind == EventKind::Connected) connected = true;
      const bool ends = e.kind == EventKind::Disconnected || e.kind == EventKind::Crashed ||
                        e.kind == EventKind::Wiped || e.kind == EventKind::Calmed ||
                        (e.kind == EventKind::Disturbed && e.since == kNever);
      if (ends) connected = false;
    }
    it = connected ? std::next(it) : devices.erase(it);
  }
  return devices;
}

/// Each signal and each of its receivers, when the first event after its bound happens.
Expected oracle(const std::vector<Event>& events) {
  Expected expected;
  std::set<BodyId> seen;
  for (std::size_t given = 0; given < events.size(); ++given) {
    const Event& signal = events[given];
    if (signal.kind != EventKind::Signalled) continue;
    Duration bound;
    for (std::size_t i = 0; i < given; ++i) {
      if (events[i].kind == EventKind::Promised) {
        bound.ns = static_cast<std::int64_t>(events[i].value);
      }
    }
    if (bound.ns == 0 || !seen.insert(signal.body).second) continue;
    std::size_t over = given + 1;
    while (over < events.size() && events[over].at <= signal.at + bound) ++over;
    if (over == events.size()) continue;
    const Instant from = signal.at - bound;
    if (server_touched(events, over, from) || device_touched(events, over, signal.device, from)) {
      continue;
    }
    for (const DeviceId device : receivers(events, given, over)) {
      if (device_touched(events, over, device, from)) continue;
      ++expected.exercised;
      const bool shown =
          std::any_of(events.begin() + static_cast<std::ptrdiff_t>(given),
                      events.begin() + static_cast<std::ptrdiff_t>(over), [&](const Event& e) {
                        return e.kind == EventKind::SignalReceived && e.body == signal.body &&
                               e.device == device;
                      });
      if (!shown) breach_at(expected, over);
    }
  }
  return expected;
}

/// The oracle takes a bound to be promised once: what is due in another order is not its business.
History with_one_promise(History history) {
  bool promised = false;
  std::vector<Event> kept;
  for (const Event& e : history.events) {
    if (e.kind == EventKind::Promised && std::exchange(promised, true)) continue;
    kept.push_back(e);
  }
  history.events = std::move(kept);
  return mutated(std::move(history), {});
}

/// Only what the law wants to see; the event that reveals a breach is then the same for both.
History seen_by_the_law(History history) {
  const KindSet sees = SignalLatency().sees();
  std::vector<Event> kept;
  for (const Event& e : history.events) {
    if (sees.has(e.kind)) kept.push_back(e);
  }
  history.events = std::move(kept);
  return with_one_promise(std::move(history));
}

RC_GTEST_PROP(SignalLatency, AgreesWithTheOracleOnGoodHistories, ()) {
  agrees<SignalLatency>(seen_by_the_law(good_signals(*signal_choices())), oracle);
}
RC_GTEST_PROP(SignalLatency, AgreesWithTheOracleOnMutatedHistories, ()) {
  for (int i = 0; i < 5; ++i) {
    const auto changes = *rc::gen::container<std::vector<std::uint32_t>>(
        2, rc::gen::inRange<std::uint32_t>(0, 1U << 24));
    const History history = good_signals(*signal_choices());
    agrees<SignalLatency>(seen_by_the_law(mutated(history, changes, SignalLatency().sees())),
                          oracle);
  }
}
RC_GTEST_PROP(SignalLatency, AgreesWithTheOracleOnWildHistories, ()) {
  const auto line = rc::gen::container<std::vector<std::uint32_t>>(
      9, rc::gen::inRange<std::uint32_t>(0, 1 << 10));
  for (int i = 0; i < 5; ++i) {
    History history;
    for (const auto& n : *rc::gen::container<std::vector<std::vector<std::uint32_t>>>(line)) {
      history.events.push_back(wild_signal_event(n));
    }
    agrees<SignalLatency>(seen_by_the_law(std::move(history)), oracle);
  }
}

}  // namespace
}  // namespace imstorm
