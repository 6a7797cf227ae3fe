#include "model/invariants/converge.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace imstorm {

struct Converge::Findings {
  std::uint64_t exercised = 0;
  Breach breach;
  Witness first;
  DeviceId device;      // whose list differs first
  bool excess = false;  // it holds what its user may not see

  void add(DeviceId whose, const Witness& shown, bool too_much) {
    if (!breach || shown.position < first.position) {
      first = shown;
      device = whose;
      excess = too_much;
    }
    breach.add({shown});
  }
};

void Converge::observe(std::size_t position, const Event& event) {
  switch (event.kind) {
    case EventKind::Joined:
    case EventKind::Left:
    case EventKind::Forked:
    case EventKind::Rebuilt:
      return entitlement_.observe(event);
    case EventKind::Installed:
    case EventKind::Wiped:
      return installations_.observe(event);
    case EventKind::Accepted:
      return accepted(position, event);
    case EventKind::Consumed:
      return consumed(position, event);
    case EventKind::Resynced:
      return resynced(event);
    case EventKind::Permitted:
      return absences_.observe_permit(event);
    case EventKind::GivenUp:
    case EventKind::Connected:
      return absences_.observe(event);
    default:
      break;
  }
  Seq& gone = gone_.at(event.inst, event.conv);
  gone = std::max(gone, event.seq);
}

/// What it showed behind the common places was in another order than what it shows from now on.
void Converge::resynced(const Event& event) {
  PositionSet& left_out = left_out_.at(event.inst, event.conv);
  if (event.value != event.seq.value) return left_out.add(Seq{event.value + 1}, event.seq);
  left_out.cut(event.seq);
  View& view = views_.at(installations_.root(event.inst), event.conv);
  view.last = std::min(view.last, event.seq);
  Seq& gone = gone_.at(event.inst, event.conv);
  gone = std::min(gone, event.seq);
}

void Converge::accepted(std::size_t position, const Event& event) {
  Log& log = server_[event.conv];
  if (log.find(event.seq) != nullptr) return;
  Place& newest = newest_copy_[event.cmid];
  const bool copied = newest.conv == event.conv && newest.lineage != event.lineage;
  const Seq copy = copied ? newest.seq : Seq{};
  log[event.seq] = Entry{position, event.at, event.cmid, event.msgid, event.body, event.user, copy};
  newest = {event.conv, event.lineage, event.seq};
}

/// What it holds of the copies from that one on back; or whether `wanted` is among them.
struct Converge::Copies {
  bool held = false;
  bool wanted = false;
};
Converge::Copies Converge::copies(const Log& log, const View& view, Seq from, Seq wanted) {
  Copies found;
  for (Seq at = from; at != Seq{};) {
    found.held |= view.held.has(at);
    found.wanted |= at == wanted;
    const Entry* entry = log.find(at);
    at = entry == nullptr ? Seq{} : entry->copy;
  }
  return found;
}

/// Its lineage does not have that position, or it has the message from another one: from an earlier
/// or, where its lineage took an earlier one up again, from a later.
bool Converge::excused(InstId inst, ConvId conv, const View* view, Seq seq) const {
  const PositionSet* left_out = left_out_.find(inst, conv);
  if (left_out != nullptr && left_out->has(seq)) return true;
  if (view == nullptr) return false;
  const Log& log = *server_.find(conv);
  if (copies(log, *view, seq, seq).held) return true;
  const Cmid cmid = log.find(seq)->cmid;
  const Place* newest = newest_copy_.find(cmid);
  if (newest->conv != conv) return false;
  const Copies all = copies(log, *view, newest->seq, seq);
  return all.held && all.wanted;
}

void Converge::consumed(std::size_t position, const Event& event) {
  View& view = views_.at(installations_.root(event.inst), event.conv);
  if (view.diverged != kAgrees) return;
  const Log* log = server_.find(event.conv);
  const Entry* entry = log == nullptr ? nullptr : log->find_near(event.seq, event.seq.value - 1);
  if (entry != nullptr && entry->cmid == event.cmid && view.last < event.seq) {
    view.last = event.seq;
    view.held.add(event.seq);
    return;
  }
  view.diverged = static_cast<std::uint32_t>(divergences_.size());
  divergences_.push_back(Witness{position, event});
}

Witness Converge::witness(ConvId conv, Seq seq, const Entry& entry) {
  Witness shown;
  shown.position = entry.position;
  shown.event.at = entry.at;
  shown.event.kind = EventKind::Accepted;
  shown.event.conv = conv;
  shown.event.seq = seq;
  shown.event.cmid = entry.cmid;
  shown.event.msgid = entry.msgid;
  shown.event.body = entry.body;
  shown.event.user = entry.user;
  return shown;
}

void Converge::judge(ConvId conv, const Entitlement::Intervals& intervals,
                     const Installations::OnDevice& device, Findings& findings) const {
  const View* view = views_.find(installations_.root(device.inst), conv);
  const Seq* gone = gone_.find(device.inst, conv);
  bool anything = false;
  const Log::value_type* wrong = nullptr;  // missing, or held by somebody who may not see it
  for (const auto& one : *server_.find(conv)) {
    const Seq seq = one.first;
    const bool visible = Entitlement::covers(intervals, seq);
    const bool held = view != nullptr && view->held.has(seq);
    const bool excused = gone != nullptr && seq <= *gone;
    anything = anything || visible;
    if (wrong != nullptr || (visible ? held || excused : !held)) continue;
    if (visible && this->excused(device.inst, conv, view, seq)) continue;
    if (visible && absences_.never_back(device.device, conv, seq)) continue;
    wrong = &one;
  }
  if (!anything) return;
  ++findings.exercised;
  if (view != nullptr && view->diverged != kAgrees) {
    findings.add(device.device, divergences_[view->diverged], false);
  } else if (wrong != nullptr) {
    findings.add(device.device, witness(conv, wrong->first, wrong->second),
                 !Entitlement::covers(intervals, wrong->first));
  }
}

std::string Converge::told(const Findings& found, const Names& names) const {
  const Event& e = found.first.event;
  const auto who = names.of(found.device);
  const std::string where = fmt::format("position {} of {}", e.seq.value, names.of(e.conv));
  if (e.kind == EventKind::Accepted) {
    return fmt::format("{} {} {}, which {} {}", who, found.excess ? "shows" : "does not show",
                       names.of(e.body),
                       found.excess ? "its user may not see at" : "the server has at", where);
  }
  const Log* log = server_.find(e.conv);
  const Entry* entry = log == nullptr ? nullptr : log->find(e.seq);
  const auto what = names.of(e.body);
  if (entry == nullptr)
    return fmt::format("{} shows {} at {}, where the server has nothing", who, what, where);
  if (entry->cmid == e.cmid)
    return fmt::format("{} shows {} ({}) out of its turn", who, what, where);
  return fmt::format("{} shows {} at {}, where the server has {}", who, what, where,
                     names.of(entry->body));
}

Verdict Converge::verdict(const RunEnd& end, const Names& names) const {
  Findings found;
  for (std::size_t i = 0; i < server_.size(); ++i) {
    const ConvId conv(i);
    const auto* members = entitlement_.members(conv);
    if (members == nullptr) continue;
    for (const auto& [user, intervals] : *members) {
      for (const Installations::OnDevice& device : installations_.of(user)) {
        if (device.inst) judge(conv, intervals, device, found);
      }
    }
  }
  Verdict verdict = ruling(kind(), end, found.exercised, found.breach);
  if (verdict.outcome != Outcome::Broken) return verdict;
  verdict.witnesses = {found.first};
  verdict.because = found.breach.told(told(found, names));
  return verdict;
}

}  // namespace imstorm
