#include "model/invariants/no_loss.h"

#include <fmt/format.h>

#include <algorithm>

namespace imstorm {

/// One (message, device) pair of each sort stands for all.
struct NoLoss::Findings {
  std::uint64_t delivered = 0;
  std::uint64_t permitted = 0;
  Excuse excuse = Excuse::None;
  std::optional<Permit> permit;  // where the device itself has no excuse
  DeviceId excused;
  Event excused_ack;
  Breach breach;
  Witness first;
  DeviceId loser;
  UserId losing_user;
  std::string_view fate;  // of the message at the loser
};

void NoLoss::observe(std::size_t position, const Event& event) {
  switch (event.kind) {
    case EventKind::Sent:
      messages_[event.cmid].body = event.body;
      return;
    case EventKind::Accepted:
      return accepted(position, event);
    case EventKind::Acked:
      return acked(position, event);
    case EventKind::Rejected: {
      Message& message = messages_[event.cmid];
      message.refused = message.acked;
      return;
    }
    case EventKind::Received:
      received_.add(event);
      return;
    case EventKind::Forgot:
      lost_some_[event.inst] = 1;
      return;
    case EventKind::Resynced:
      lost_some_[event.inst] = 1;
      return excuses_.observe(position, event);
    case EventKind::Consumed:
      return consumed(event);
    case EventKind::Permitted:
    case EventKind::Forked:
    case EventKind::Rebuilt:
      excuses_.observe(position, event);
      return overtaken_.observe(event);
    default:
      return excuses_.observe(position, event);
  }
}

/// A server that was left behind may accept it late, and that counts for nobody.
void NoLoss::accepted(std::size_t position, const Event& event) {
  Message& message = messages_[event.cmid];
  if (event.seq <= message.place) return;
  constexpr std::size_t kCap = (std::size_t{1} << 30) - 1;
  message.place = event.seq;
  message.accepted = static_cast<std::uint32_t>(std::min(position, kCap)) & kCap;
}

void NoLoss::consumed(const Event& event) {
  const Installations& installations = excuses_.installations();
  if (!installations.reinstalled()) {
    consumed_.add(event);
    return;
  }
  Event by_root = event;
  by_root.inst = installations.root(event.inst);
  consumed_.add(by_root);
}

void NoLoss::acked(std::size_t position, const Event& event) {
  Message& message = messages_[event.cmid];
  if (message.acked != 0) return;
  message.acked = 1;
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
  const Message* message = messages_.find(cmid);
  return message == nullptr ? BodyId{} : message->body;
}

/// A new lineage left it out, and who could have submitted it again was destroyed, or did so and
/// may not write there.
std::optional<Permit> NoLoss::explained(ConvId conv, const Promise& promise) const {
  const bool refused = this->refused(promise.cmid);
  for (const Installations::OnDevice& now : excuses_.installations().of(promise.user)) {
    const bool there = now.device == promise.device && now.inst == promise.inst;
    if (there && !refused) return std::nullopt;
  }
  const Seq place = newest_place(promise);
  return place == Seq{} ? std::nullopt : overtaken_.explains(conv, place);
}

bool NoLoss::refused(Cmid cmid) const {
  const Message* message = messages_.find(cmid);
  return message != nullptr && message->refused != 0;
}

/// Where it was accepted, of the newest lineage; 0: nowhere.
Seq NoLoss::newest_place(const Promise& promise) const {
  const Message* message = messages_.find(promise.cmid);
  return message == nullptr ? Seq{} : message->place;
}

/// What a device that never shows a message did with it.
std::string_view NoLoss::fate_at(InstId inst, Cmid cmid) const {
  if (!inst || !received_.has(inst, cmid)) return "never got it";
  const std::uint8_t* lost_some = lost_some_.find(inst);
  return lost_some != nullptr && *lost_some != 0 ? "was given it and never shows it"
                                                 : "holds it and never shows it";
}

Excuses::Missed NoLoss::missed(ConvId conv, const Promise& promise) const {
  const Seq place = newest_place(promise);
  const Message* message = messages_.find(promise.cmid);
  const std::size_t accepted = place == Seq{} ? promise.position : message->accepted;
  return {conv, std::max(promise.seq, place), accepted};
}

void NoLoss::judge(ConvId conv, const Promise& promise, Findings& findings) const {
  const auto* members = excuses_.members(conv);
  if (members == nullptr) return;
  const Installations& installations = excuses_.installations();
  const Excuses::Missed missed = this->missed(conv, promise);
  for (const auto& [user, intervals] : *members) {
    if (!Entitlement::covers(intervals, missed.seq)) continue;
    for (const Installations::OnDevice& now : installations.of(user)) {
      if (now.inst && consumed_.has(installations.root(now.inst), promise.cmid)) {
        ++findings.delivered;
        continue;
      }
      const Excuse excuse = excuses_.of(now, missed);
      const auto lost_by = explained(conv, promise);
      if (excuse != Excuse::None || lost_by) {
        if (findings.permitted++ != 0) continue;
        findings.excuse = excuse;
        findings.permit = lost_by;
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
        findings.fate = fate_at(now.inst, promise.cmid);
      }
      findings.breach.add({lost});
    }
  }
}

std::string NoLoss::why(const Findings& found, const Names& names) const {
  const Event& ack = found.excused_ack;
  const auto device = names.of(found.excused);
  const auto what = names.of(body_of(ack.cmid));
  switch (found.excuse) {
    case Excuse::Destroyed:
      return fmt::format("{} was wiped and never set up again, so it misses {}", device, what);
    case Excuse::Renewed:
      return fmt::format("{} was wiped, and position {} of {} was gone by then, so it misses {}",
                         device, ack.seq.value, names.of(ack.conv), what);
    case Excuse::New:
      return fmt::format("{} was set up when position {} of {} was gone already, so it misses {}",
                         device, ack.seq.value, names.of(ack.conv), what);
    case Excuse::Away:
      return fmt::format(
          "{} was away for longer than it is waited for, so it misses {} (permits.absence)", device,
          what);
    case Excuse::None:
      break;
  }
  const bool again = refused(ack.cmid);
  return fmt::format("{} misses {}: the server lost it {}, and {}, which {}, {} (permits.{})",
                     device, what, how(*found.permit), names.of(ack.device),
                     again ? "sent it again" : "could have sent it again",
                     again ? "may not write there any more" : "was destroyed",
                     kPermitNames[static_cast<std::size_t>(*found.permit)]);
}

Verdict NoLoss::verdict(const RunEnd& end, const Names& names) const {
  Findings found;
  for (std::size_t conv = 0; conv < acked_.size(); ++conv) {
    for (const Promise& promise : acked_.items()[conv]) judge(ConvId(conv), promise, found);
  }
  Verdict verdict = ruling(kind(), end, found.delivered + found.breach.count(), found.breach);
  if (found.permitted != 0) {
    verdict.permitted = found.permitted;
    verdict.permitted_because = why(found, names);
  }
  if (verdict.outcome != Outcome::Broken) return verdict;
  verdict.witnesses = {found.first};
  verdict.because = found.breach.told(
      fmt::format("{} was told that {} is sent, but {} {}", names.of(found.first.event.device),
                  names.of(body_of(found.first.event.cmid)), names.of(found.loser), found.fate));
  return verdict;
}

}  // namespace imstorm
