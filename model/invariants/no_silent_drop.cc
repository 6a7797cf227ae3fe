#include "model/invariants/no_silent_drop.h"

#include <fmt/format.h>

namespace imstorm {

void NoSilentDrop::observe(std::size_t position, const Event& event) {
  switch (event.kind) {
    case EventKind::Sent:
      return sent(position, event);
    case EventKind::Accepted:
      fate_of(event).place = event.seq;
      return;
    case EventKind::Acked:
      fate_of(event).acked = true;
      return;
    case EventKind::Rejected:
    case EventKind::Consumed:
      fate_of(event).ended = true;
      return;
    case EventKind::Permitted:
      overtaken_.observe(event);
      return excuses_.observe(event);
    case EventKind::Forked:
    case EventKind::Rebuilt:
      overtaken_.observe(event);
      break;
    case EventKind::Wiped:
      wiped(event);
      break;
    default:
      break;
  }
  // Nobody else needs them: some 150 bytes a device.
  if (excuses_.absence_permitted()) excuses_.observe(event);
}

void NoSilentDrop::sent(std::size_t position, const Event& event) {
  ++exercised_;
  Fate& fate = fate_of(event);
  if (!fate.sent) fate.note = SentNote::of(position, event);
  fate.sent = true;
}

void NoSilentDrop::wiped(const Event& event) {
  for (auto& [n, fate] : fates_.row(event.inst)) {
    if (!fate.sent) continue;
    fate.wiped |= !fate.acked;
    fate.orphaned = true;
  }
}

namespace {

std::string because(const Event& sent, std::optional<Permit> lost_by, const Names& names) {
  if (!lost_by) {
    return fmt::format("{} was wiped before {} left it", names.of(sent.device),
                       names.of(sent.body));
  }
  if (*lost_by == Permit::Absence) {
    return fmt::format(
        "{} was trimmed while those who may see it were away for too long "
        "(permits.absence)",
        names.of(sent.body));
  }
  return fmt::format(
      "the server lost {} {}, and {}, which could have sent it again, was destroyed (permits.{})",
      names.of(sent.body), how(*lost_by), names.of(sent.device),
      kPermitNames[static_cast<std::size_t>(*lost_by)]);
}

}  // namespace

std::optional<Permit> NoSilentDrop::explained(const Fate& fate) const {
  if (fate.place == Seq{}) return std::nullopt;
  if (excuses_.all_away(fate.note.conv, fate.place)) return Permit::Absence;
  return fate.orphaned ? overtaken_.explains(fate.note.conv, fate.place) : std::nullopt;
}

Verdict NoSilentDrop::verdict(const RunEnd& end, const Names& names) const {
  Breach breach;
  bool told_sent = false;
  Witness first;
  Witness first_permitted;
  std::uint64_t permitted = 0;
  std::optional<Permit> lost_by;
  for (std::size_t inst = 0; inst < fates_.rows().size(); ++inst) {
    for (const auto& [n, fate] : fates_.rows()[inst]) {
      if (!fate.sent || fate.ended) continue;
      const Witness sent = fate.note.witness(Cmid{InstId(inst), n});
      const auto explained = this->explained(fate);
      if (fate.wiped || explained) {
        if (permitted++ == 0 || sent.position < first_permitted.position) {
          first_permitted = sent;
          lost_by = fate.wiped ? std::nullopt : explained;
        }
        continue;
      }
      if (!breach || sent.position < first.position) {
        first = sent;
        told_sent = fate.acked;
      }
      breach.add({sent});
    }
  }
  Verdict verdict = ruling(kind(), end, exercised_, breach);
  if (permitted != 0) {
    verdict.permitted = permitted;
    verdict.permitted_because = because(first_permitted.event, lost_by, names);
  }
  if (verdict.outcome != Outcome::Broken) return verdict;
  verdict.witnesses = {first};
  verdict.because =
      fmt::format("{} sent {} to {}, {}, and nobody ever got it", names.of(first.event.device),
                  names.of(first.event.body), names.of(first.event.conv),
                  told_sent ? "was told that it is sent" : "was never told what became of it");
  verdict.because = breach.told(std::move(verdict.because));
  return verdict;
}

}  // namespace imstorm
