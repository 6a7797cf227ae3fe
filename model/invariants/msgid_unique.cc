#include "model/invariants/msgid_unique.h"

#include <fmt/format.h>

#include "sim/core/hash.h"

namespace imstorm {

Witness MsgidUnique::Named::witness(const Event& like) const {
  Witness shown = first.witness(like);
  shown.event.lineage = lineage;
  shown.event.conv = conv;
  shown.event.device = device;
  shown.event.inst = inst;
  return shown;
}

void MsgidUnique::observe(std::size_t position, const Event& event) {
  if (event.kind == EventKind::Accepted) {
    accepted(position, event);
  } else if (event.msgid != Msgid{}) {
    consumed(position, event);
  }
}

void MsgidUnique::accepted(std::size_t position, const Event& event) {
  ++accepts_;
  if (event.msgid == Msgid{}) return breach_.add({{position, event}});
  Named& named = accepted_[event.msgid.value];
  if (!named.any) {
    named = {true, event.lineage, event.conv, {}, {}, TakenMessage::of(position, event)};
    return;
  }
  // A message that is submitted again in another lineage may keep its id, at one place of it.
  bool same = named.conv == event.conv && named.first.cmid == event.cmid;
  if (named.lineage == event.lineage) {
    same = same && named.first.seq == event.seq;
  } else {
    Copy& copy = copies_[hash_mix(event.msgid.value, event.lineage.value)];
    if (!copy.any) copy = {true, event.seq};
    same = same && copy.seq == event.seq;
  }
  if (!same) {
    breach_.add({named.witness(event), {position, event}});
  }
}

void MsgidUnique::consumed(std::size_t position, const Event& event) {
  Named& named = consumed_[event.msgid.value];
  if (!named.any) {
    named = {true,         event.lineage, event.conv,
             event.device, event.inst,    TakenMessage::of(position, event)};
  } else if (named.first.cmid != event.cmid) {
    breach_.add({named.witness(event), {position, event}});
  }
}

Verdict MsgidUnique::verdict(const RunEnd& end, const Names& names) const {
  Verdict verdict = ruling(kind(), end, accepts_ == 0 ? 0 : accepts_ - 1, breach_);
  if (!breach_) return verdict;
  const Event& one = breach_.first();
  const Event& other = breach_.last();
  if (other.msgid == Msgid{}) {
    verdict.because = breach_.told(
        fmt::format("{}'s {} got no message id", names.of(other.user), names.of(other.body)));
  } else if (other.kind == EventKind::Accepted) {
    verdict.because = breach_.told(fmt::format(
        "{}'s {} got message id {:#x}, which {}'s {} has", names.of(other.user),
        names.of(other.body), other.msgid.value, names.of(one.user), names.of(one.body)));
  } else {
    verdict.because = breach_.told(fmt::format(
        "{} shows {} under message id {:#x}, under which {} showed {}", names.of(other.device),
        names.of(other.body), other.msgid.value, names.of(one.device), names.of(one.body)));
  }
  return verdict;
}

}  // namespace imstorm
