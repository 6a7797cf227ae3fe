#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "model/node/directory.h"
#include "model/node/io.h"

namespace imstorm {

// A house with one gateway, two logic processes and a store; two users with a device each, both in
// two conversations.
inline const ProcessId kGateway(0), kLogicA(1), kLogicB(2), kStore(3), kPhoneProcess(4);
inline const DeviceId kAda(0), kBob(1);
inline const ConvId kDm(0), kTeam(1);

inline Directory house() {
  Directory house;
  house.gateways = {kGateway};
  house.logics = {kLogicA, kLogicB};
  house.stores = {kStore};
  house.conv_keys = {hash_text("dm"), hash_text("team")};
  house.device_keys = {hash_text("ada"), hash_text("bob")};
  house.device_users = {UserId(0), UserId(1)};
  house.user_keys = {hash_text("user ada"), hash_text("user bob")};
  house.user_devices = {{kAda}, {kBob}};
  house.device_convs = {{kDm, kTeam}, {kDm, kTeam}};
  house.conv_devices = {{kAda, kBob}, {kAda, kBob}};
  house.conv_members = {{UserId(0), UserId(1)}, {UserId(0), UserId(1)}};
  house.conv_changes = {false, false};
  house.rings.emplace_back().add(kLogicA, hash_text("logic-a"), 64);
  house.rings.back().add(kLogicB, hash_text("logic-b"), 64);
  return house;
}

/// Where a device's frames come from: device d has installation 10 + d.
inline Via via_of(DeviceId device, std::uint64_t session = 1) {
  return {kGateway, device, InstId(static_cast<int>(device.value) + 10), Session{session}};
}

inline Entry entry(std::uint64_t seq) {
  Entry e;
  e.seq = Seq{seq};
  e.prev = Seq{seq == 0 ? 0 : seq - 1};
  e.msgid = Msgid{1'000 + seq};
  e.cmid = {InstId(11), static_cast<std::uint32_t>(seq)};
  e.author = UserId(1);
  e.body = BodyId(static_cast<int>(seq));
  return e;
}

inline std::vector<Entry> entries(std::uint64_t first, std::uint64_t last) {
  std::vector<Entry> all;
  for (std::uint64_t seq = first; seq <= last; ++seq) all.push_back(entry(seq));
  return all;
}

/// A node in nobody's hands but the test's: each step's outputs are in `out`.
template <class Node>
struct Drive {
  Directory directory = house();
  Now now{Instant{} + seconds(1'000), Instant{} + seconds(5'000), Instant{} + seconds(1'000)};
  ProcessId self;
  Node node;
  Outputs out;

  Drive(ProcessId id, Node made) : self(id), node(std::move(made)) {}

  Context context() const { return {now, self, directory}; }
  template <class Input>
  const Outputs& step(const Input& input) {
    out.clear();
    node.step(context(), input, out);
    return out;
  }
  const Outputs& receive(ProcessId from, Frame frame) {
    out.clear();
    node.step(context(), Received{from, {}, frame}, out);
    return out;
  }
  const Outputs& receive(ConnectionId on, Frame frame) {
    out.clear();
    node.step(context(), Received{{}, on, frame}, out);
    return out;
  }
  const Outputs& recover(std::uint32_t survivors) {
    out.clear();
    node.recover(context(), survivors, out);
    return out;
  }
  void pass(Duration time) {
    now.steady += time;
    now.wall += time;
    now.observer += time;
  }
};

/// The outputs of one kind, in order.
template <class O>
std::vector<O> all(const Outputs& out) {
  std::vector<O> found;
  for (const Output& output : out) {
    if (const O* o = std::get_if<O>(&output)) found.push_back(*o);
  }
  return found;
}

/// The frames of one kind that were sent, to whomever.
template <class F>
std::vector<F> sent(const Outputs& out) {
  std::vector<F> found;
  for (const Output& output : out) {
    const Frame* frame = nullptr;
    if (const auto* to = std::get_if<SendTo>(&output)) frame = &to->frame;
    if (const auto* on = std::get_if<SendOn>(&output)) frame = &on->frame;
    if (frame == nullptr) continue;
    if (const F* f = std::get_if<F>(frame)) found.push_back(*f);
  }
  return found;
}

/// The one frame of this kind; a failure if there is none or more than one.
template <class F>
F only(const Outputs& out) {
  const std::vector<F> found = sent<F>(out);
  EXPECT_EQ(found.size(), 1u) << "frames of the kind that is meant to be sent once";
  return found.empty() ? F{} : found.front();
}

/// Whom the frames of one kind were sent to.
template <class F>
std::vector<ProcessId> receivers(const Outputs& out) {
  std::vector<ProcessId> found;
  for (const SendTo& to : all<SendTo>(out)) {
    if (std::holds_alternative<F>(to.frame)) found.push_back(to.to);
  }
  return found;
}

inline std::size_t frames(const Outputs& out) {
  return all<SendTo>(out).size() + all<SendOn>(out).size();
}

inline std::uint32_t written(const Outputs& out) {
  std::uint32_t records = 0;
  for (const Persist& persist : all<Persist>(out)) records += persist.records;
  return records;
}

inline std::vector<Event> seen(const Outputs& out, EventKind kind) {
  std::vector<Event> found;
  for (const Observe& observe : all<Observe>(out)) {
    if (observe.event.kind == kind) found.push_back(observe.event);
  }
  return found;
}

/// The timer that was set to ring after exactly this long; timers of a node differ in that.
inline std::vector<TimerFired> timers(const Outputs& out, Duration after) {
  std::vector<TimerFired> found;
  for (const SetTimer& timer : all<SetTimer>(out)) {
    if (timer.after == after) found.push_back({timer.timer});
  }
  return found;
}
inline TimerFired timer(const Outputs& out, Duration after) {
  const std::vector<TimerFired> found = timers(out, after);
  EXPECT_EQ(found.size(), 1u) << "timers of " << after.ns << " ns";
  return found.empty() ? TimerFired{} : found.front();
}

}  // namespace imstorm
