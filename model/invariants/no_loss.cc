#include "model/invariants/no_loss.h"

#include <fmt/format.h>

#include <algorithm>

namespace imstorm {

/// One (message, device) pair of each sort stands for all.
struct NoLoss::Findings {
  enum class Excuse : std::uint8_t { None, Destroyed, Gone, Overtaken, Away };
  std::uint64_t delivered = 0;
  std::uint64_t permitted = 0;
  Excuse excuse = Excuse::None;
  Permit permit{};
  DeviceId excused;
  Event excused_ack;
  Breach breach;
  Witness first;
  DeviceId loser;
  UserId losing_user;
  bool held = false;  // the loser has it, and never shows it
};

void NoLoss::observe(std::size_t position, const Event& event) {
  switch (event.kind) {
    case EventKind::Joined:
    case EventKind::Left:
      return entitlement_.observe(event);
    case EventKind::Installed:
    case EventKind::Wiped:
      return installations_.observe(event);
    case EventKind::Sent:
      messages_.at(event.cmid.inst, event.cmid.n).body = event.body;
      return;
    case EventKind::Accepted:
      messages_.at(event.cmid.inst, event.cmid.n).place = event.seq;
      return;
    case EventKind::Permitted:
      absence_.observe(event);
      return overtaken_.observe(position, event);
    case EventKind::Forked:
    case EventKind::Rebuilt:
      return overtaken_.observe(position, event);
    case EventKind::GivenUp:
      return absence_.observe(event);
    case EventKind::Acked:
      return acked(position, event);
    case EventKind::Received:
      received_.at(event.inst, event.conv).add(event.seq);
      return;
    case EventKind::Consumed:
      return consumed(event);
    default:
      break;
  }
  Seq& gone = gone_.at(event.inst, event.conv);
  gone = std::max(gone, event.seq);
}

void NoLoss::consumed(const Event& event) {
  if (!installations_.reinstalled()) {
    consumed_.add(event);
    return;
  }
  Event by_root = event;
  by_root.inst = installations_.root(event.inst);
  consumed_.add(by_root);
}

void NoLoss::acked(std::size_t position, const Event& event) {
  Message& message = messages_.at(event.cmid.inst, event.cmid.n);
  if (message.acked) return;
  message.acked = true;
  acked_[event.conv].push_back(Promise{position, event.at, event.cmid, event.seq, event.msgid,
                                       event.user, event.device, event.inst});
}

Witness NoLoss::witness(ConvId conv, const Promise& promise) const {
  Witness shown;
  shown.position = promise.position;
  shown.event.at = promise.at;
  shown.event.kind = EventKind::Acked;
  shown.event.user = promise.user;
  shown.event.device = promise.device;
  shown.event.inst = promise.inst;
  shown.event.conv = conv;
  shown.event.cmid = promise.cmid;
  shown.event.seq = promise.seq;
  shown.event.msgid = promise.msgid;
  return shown;
}

BodyId NoLoss::body_of(Cmid cmid) const {
  const Message* message = messages_.find(cmid.inst, cmid.n);
  return message == nullptr ? BodyId{} : message->body;
}

/// A new lineage left it out, and who could have submitted it again was destroyed.
std::optional<Permit> NoLoss::explained(ConvId conv, const Promise& promise) const {
  for (const Installations::OnDevice& now : installations_.of(promise.user)) {
    if (now.device == promise.device && now.inst == promise.inst) return std::nullopt;
  }
  const Seq place = last_place(promise);
  return place == Seq{} ? std::nullopt : overtaken_.explains(conv, place);
}

/// Where it was accepted last; 0: nowhere.
Seq NoLoss::last_place(const Promise& promise) const {
  const Message* message = messages_.find(promise.cmid.inst, promise.cmid.n);
  return message == nullptr ? Seq{} : message->place;
}

/// It was kept for the device for as long as the scenario promises, and the device was told.
bool NoLoss::away(ConvId conv, const Promise& promise,
                  const Installations::OnDevice& device) const {
  const Seq* gone = device.inst ? gone_.find(device.inst, conv) : nullptr;
  const Seq place = std::max(promise.seq, last_place(promise));
  return gone != nullptr && place <= *gone && absence_.explains(device.device, conv, place);
}

void NoLoss::judge(ConvId conv, const Promise& promise, Findings& findings) const {
  const auto* members = entitlement_.members(conv);
  if (members == nullptr) return;
  for (const auto& [user, intervals] : *members) {
    if (!Entitlement::covers(intervals, promise.seq)) continue;
    for (const Installations::OnDevice& now : installations_.of(user)) {
      if (now.inst && consumed_.has(installations_.root(now.inst), promise.cmid)) {
        ++findings.delivered;
        continue;
      }
      // A trimmed history is an excuse only where the scenario destroyed what the device had of it.
      const Seq* gone = now.inst && now.renewed ? gone_.find(now.inst, conv) : nullptr;
      const bool destroyed = !now.inst;
      const bool trimmed = gone != nullptr && std::max(promise.seq, last_place(promise)) <= *gone;
      const auto lost_by = explained(conv, promise);
      const bool absent = away(conv, promise, now);
      if (destroyed || trimmed || lost_by || absent) {
        if (findings.permitted++ != 0) continue;
        using Excuse = Findings::Excuse;
        findings.excuse = destroyed ? Excuse::Destroyed
                          : trimmed ? Excuse::Gone
                          : lost_by ? Excuse::Overtaken
                                    : Excuse::Away;
        findings.permit = lost_by.value_or(Permit{});
        findings.excused = now.device;
        findings.excused_ack = witness(conv, promise).event;
        continue;
      }
      const Witness lost = witness(conv, promise);
      // Of one message's losers somebody else's device is told of rather than the author's own.
      const bool same = findings.breach && lost.position == findings.first.position;
      const bool other = same && findings.losing_user == promise.user && user != promise.user;
      if (!findings.breach || lost.position < findings.first.position || other) {
        findings.first = lost;
        findings.loser = now.device;
        findings.losing_user = user;
        const PositionSet* received = received_.find(now.inst, conv);
        findings.held = received != nullptr && promise.seq > Seq{} && received->has(promise.seq);
      }
      findings.breach.add({lost});
    }
  }
}

Verdict NoLoss::verdict(const RunEnd& end, const Names& names) const {
  Findings found;
  for (std::size_t conv = 0; conv < acked_.size(); ++conv) {
    for (const Promise& promise : acked_.items()[conv]) judge(ConvId(conv), promise, found);
  }
  Verdict verdict = ruling(kind(), end, found.delivered + found.breach.count(), found.breach);
  if (found.permitted != 0) {
    const Event& ack = found.excused_ack;
    const auto device = names.of(found.excused);
    const auto what = names.of(body_of(ack.cmid));
    verdict.permitted = found.permitted;
    verdict.permitted_because =
        found.excuse == Findings::Excuse::Overtaken
            ? fmt::format(
                  "{} misses {}: the server lost it {}, and {}, which could have sent it "
                  "again, was destroyed (permits.{})",
                  device, what, how(found.permit), names.of(ack.device),
                  kPermitNames[static_cast<std::size_t>(found.permit)])
        : found.excuse == Findings::Excuse::Away
            ? fmt::format(
                  "{} was away for longer than it is waited for, so it misses {} "
                  "(permits.absence)",
                  device, what)
        : found.excuse == Findings::Excuse::Destroyed
            ? fmt::format("{} was wiped and never set up again, so it misses {}", device, what)
            : fmt::format("{} was wiped, and position {} of {} was gone by then, so it misses {}",
                          device, ack.seq.value, names.of(ack.conv), what);
  }
  if (verdict.outcome != Outcome::Broken) return verdict;
  verdict.witnesses = {found.first};
  verdict.because = found.breach.told(
      fmt::format("{} was told that {} is sent, but {} {}", names.of(found.first.event.device),
                  names.of(body_of(found.first.event.cmid)), names.of(found.loser),
                  found.held ? "holds it and never shows it" : "never got it"));
  return verdict;
}

}  // namespace imstorm
