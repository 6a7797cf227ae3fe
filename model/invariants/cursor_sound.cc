#include "model/invariants/cursor_sound.h"

#include <fmt/format.h>

#include <algorithm>

namespace imstorm {

void CursorSound::observe(std::size_t position, const Event& event) {
  switch (event.kind) {
    case EventKind::Joined:
    case EventKind::Left:
    case EventKind::Forked:
    case EventKind::Rebuilt:
      return entitlement_.observe(event);
    case EventKind::Installed:
      user_of_[event.inst] = event.user;
      return;
    case EventKind::Accepted:
      decided_[event.conv].add(event.seq);
      return;
    case EventKind::Consumed:
      readers_.at(event.inst, event.conv).shown.add(event.seq);
      [[fallthrough]];
    case EventKind::Received:
      readers_.at(event.inst, event.conv).held.add(event.seq);
      return;
    case EventKind::Forgot:
      for (auto& [conv, reader] : readers_.row(event.inst)) {
        reader.cursor = {};
        reader.held = reader.shown;
      }
      return;
    case EventKind::Resynced:
      return resynced(event);
    case EventKind::Gone: {
      Reader& reader = readers_.at(event.inst, event.conv);
      reader.gone = std::max(reader.gone, event.seq);
      return;
    }
    default:
      return moved(position, event);
  }
}

/// What it said of places that its lineage does not share with the one before says nothing of this
/// one.
void CursorSound::resynced(const Event& event) {
  Reader& reader = readers_.at(event.inst, event.conv);
  if (event.value != event.seq.value) {
    return reader.left_out.add(Seq{event.value + 1}, event.seq);
  }
  reader.cursor = std::min(reader.cursor, event.seq);
  reader.gone = std::min(reader.gone, event.seq);
  reader.left_out.cut(event.seq);
}

void CursorSound::moved(std::size_t position, const Event& event) {
  Reader& reader = readers_.at(event.inst, event.conv);
  const UserId* user = user_of_.find(event.inst);
  if (event.seq <= reader.cursor || user == nullptr || !*user) return;
  ++exercised_;
  const Seq unheld = first_unheld(reader, event, *user);
  reader.cursor = event.seq;
  if (unheld == Seq{}) return;
  if (!breach_) unheld_ = unheld;
  breach_.add({{position, event}});
}

/// The first decided position that the cursor passes and should not; 0 if there is none. Each
/// decided position is looked at once per device at most, and stretches that the device holds as a
/// whole.
Seq CursorSound::first_unheld(const Reader& reader, const Event& cursor, UserId user) const {
  const PositionSet* decided = decided_.find(cursor.conv);
  if (decided == nullptr) return Seq{};
  Seq at = decided->first_held(std::max(reader.cursor, reader.gone).next());
  while (at <= cursor.seq && at != PositionSet::kEnd) {
    if (reader.left_out.has(at)) {
      at = reader.left_out.first_missing(at);
    } else if (reader.held.has(at)) {
      at = reader.held.first_missing(at);
    } else if (entitlement_.sees(user, cursor.conv, at)) {
      return at;
    } else {
      at = at.next();
    }
    at = decided->first_held(at);
  }
  return Seq{};
}

Verdict CursorSound::verdict(const RunEnd& end, const Names& names) const {
  Verdict verdict = ruling(kind(), end, exercised_, breach_);
  if (!breach_) return verdict;
  const Event& cursor = breach_.last();
  verdict.because = breach_.told(
      fmt::format("{} says that it needs nothing up to number {} of {}, but it never got number {}",
                  names.of(cursor.device), cursor.seq.value, names.of(cursor.conv), unheld_.value));
  return verdict;
}

}  // namespace imstorm
