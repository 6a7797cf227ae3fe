#include "model/invariants/no_silent_drop.h"

#include <fmt/format.h>

#include <algorithm>

namespace imstorm {

void NoSilentDrop::observe(std::size_t position, const Event& event) {
  switch (event.kind) {
    case EventKind::Sent:
      return sent(position, event);
    case EventKind::Accepted:
      return accepted(position, event);
    case EventKind::Acked:
      fate_of(event).acked = true;
      return;
    case EventKind::Rejected:
      return rejected(event);
    case EventKind::Consumed:
      fate_of(event).shown = true;
      return;
    case EventKind::Permitted:
      overtaken_.observe(event);
      return excuses_.observe(position, event);
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
  if (excuses_.absence_permitted()) excuses_.observe(position, event);
}

void NoSilentDrop::sent(std::size_t position, const Event& event) {
  ++exercised_;
  Fate& fate = fate_of(event);
  if (!fate.sent) fate.note = SentNote::of(position, event);
  fate.sent = true;
}

/// A server that was left behind may accept it late, and that counts for nobody.
void NoSilentDrop::accepted(std::size_t position, const Event& event) {
  Fate& fate = fate_of(event);
  if (event.seq <= fate.place) return;
  constexpr std::size_t kCap = ~std::uint32_t{0};
  fate.place = event.seq;
  fate.accepted = static_cast<std::uint32_t>(std::min(position, kCap));
}

void NoSilentDrop::rejected(const Event& event) {
  fate_of(event).rejected = true;
  Lineage& lineage = rejected_in_[event.cmid.packed()];
  lineage = std::max(lineage, event.lineage);
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
  if (excuses_.all_away({fate.note.conv, fate.place, fate.accepted})) return Permit::Absence;
  return fate.orphaned ? overtaken_.explains(fate.note.conv, fate.place) : std::nullopt;
}

/// It is shown, and its sender was told that it is not sent by the same lineage or by one that has
/// it, too. (A refusal may be lost like a message, and then counts for nothing.)
bool NoSilentDrop::contradicts(Cmid cmid, const Fate& fate) const {
  if (!fate.rejected || !fate.shown) return false;
  const ConvId conv = fate.note.conv;
  return !overtaken_.has(conv, fate.place) &&
         overtaken_.home(conv, fate.place) <= *rejected_in_.find(cmid.packed());
}

Verdict NoSilentDrop::verdict(const RunEnd& end, const Names& names) const {
  Breach breach;
  std::string_view told;
  Witness first;
  Witness first_permitted;
  std::uint64_t permitted = 0;
  std::optional<Permit> lost_by;
  for (std::size_t inst = 0; inst < fates_.rows().size(); ++inst) {
    for (const auto& [n, fate] : fates_.rows()[inst]) {
      const bool contradicts = this->contradicts(Cmid{InstId(inst), n}, fate);
      if (!fate.sent || ((fate.shown || fate.rejected) && !contradicts)) continue;
      const Witness sent = fate.note.witness(Cmid{InstId(inst), n});
      const auto explained = this->explained(fate);
      if (!contradicts && (fate.wiped || explained)) {
        if (permitted++ == 0 || sent.position < first_permitted.position) {
          first_permitted = sent;
          lost_by = fate.wiped ? std::nullopt : explained;
        }
        continue;
      }
      if (!breach || sent.position < first.position) {
        first = sent;
        told = contradicts  ? "was told that it is not sent, and it is shown"
               : fate.acked ? "was told that it is sent, and nobody ever got it"
                            : "was never told what became of it, and nobody ever got it";
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
  verdict.because = fmt::format("{} sent {} to {}, {}", names.of(first.event.device),
                                names.of(first.event.body), names.of(first.event.conv), told);
  verdict.because = breach.told(std::move(verdict.because));
  return verdict;
}

}  // namespace imstorm
