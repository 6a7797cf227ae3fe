#include "model/invariants/lineages.h"

#include <algorithm>

namespace imstorm {

const Lineages::Branch* Lineages::find(const Conversation& conv, Lineage id) {
  const auto at = std::find_if(conv.lineages.begin(), conv.lineages.end(),
                               [id](const Branch& branch) { return branch.id == id; });
  return at == conv.lineages.end() ? nullptr : &*at;
}

/// `up_to`: of a position and all before it, so that the fork itself stands for what is skipped.
Lineages::Place Lineages::place(const Conversation& conv, Lineage id, Seq seq, bool up_to) {
  const Branch* branch = find(conv, id);
  while (branch != nullptr) {
    if (seq > branch->fork || (up_to && seq == branch->fork)) {
      return {Seq{branch->base + (seq.value - branch->fork.value)}, id};
    }
    id = branch->from;
    up_to = false;
    branch = find(conv, id);
  }
  return {seq, id};
}

void Lineages::observe(const Event& event) {
  if (event.kind == EventKind::Forked || event.kind == EventKind::Rebuilt) {
    Conversation& conv = conversations_[event.conv];
    const Lineage from{static_cast<std::uint32_t>(event.value)};
    // Terms only rise; a history that says otherwise would lead in a circle.
    if (event.lineage <= from || find(conv, event.lineage) != nullptr) return;
    any_ = true;
    const std::uint64_t base = (conv.last / kRoom + 1) * kRoom;
    conv.lineages.push_back({event.lineage, from, event.seq, event.kind, base});
    conv.last = base;
  } else if (event.kind == EventKind::Accepted || event.kind == EventKind::Voided) {
    Conversation& conv = conversations_[event.conv];
    const Place place = Lineages::place(conv, event.lineage, event.seq, false);
    conv.last = std::max(conv.last, place.seq.value);
  }
}

Event Lineages::on_line(const Event& event) const {
  const Conversation* conv = event.conv ? conversations_.find(event.conv) : nullptr;
  if (conv == nullptr || conv->lineages.empty()) return event;
  Event moved = event;
  switch (event.kind) {
    case EventKind::Cursor:
    case EventKind::Gone:
    case EventKind::GivenUp:
    case EventKind::Refreshed:
    case EventKind::Accepted:
    case EventKind::Acked:
    case EventKind::Received:
    case EventKind::Consumed:
    case EventKind::Voided: {
      const bool up_to = event.kind == EventKind::Cursor || event.kind == EventKind::Gone ||
                         event.kind == EventKind::GivenUp || event.kind == EventKind::Refreshed;
      const Place to = place(*conv, event.lineage, event.seq, up_to);
      moved.seq = to.seq;
      moved.lineage = to.home;
      if (event.kind == EventKind::Voided) {
        moved.value = place(*conv, event.lineage, Seq{event.value}, false).seq.value;
      }
      return moved;
    }
    default:
      return event;
  }
}

std::vector<Event> Lineages::left_out(const Event& event) const {
  std::vector<Event> all;
  const Conversation* conv = conversations_.find(event.conv);
  if (conv == nullptr) return all;
  const Branch* branch = find(*conv, event.lineage);
  while (branch != nullptr) {
    all.push_back(event);
    all.back().seq = Seq{branch->base};
    all.back().value = place(*conv, branch->from, branch->fork, false).seq.value;
    if (event.kind != EventKind::Resynced) all.back().kind = branch->by;
    branch = find(*conv, branch->from);
  }
  return all;
}

}  // namespace imstorm
