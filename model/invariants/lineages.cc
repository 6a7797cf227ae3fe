#include "model/invariants/lineages.h"

#include <algorithm>

namespace imstorm {
namespace {

/// Snowflakes lie around 2^62 (Snowflake::stamp): from here on, where no clock is behind by more
/// than 24 days.
constexpr std::uint64_t kFlakes = (std::uint64_t{1} << 62) - (std::uint64_t{1} << 53);
/// Other numbers lie below this.
constexpr std::uint64_t kSmall = std::uint64_t{1} << 32;
/// The places of one lineage of snowflakes, where no clock is ahead by more than that either: twice
/// as many, for what a server that was left behind still accepts.
constexpr std::uint64_t kFlakeRoom = std::uint64_t{1} << 55;

/// How far a position is behind a fork. Nothing lies between small numbers and snowflakes: little
/// room is left for it.
std::uint64_t behind(Seq seq, Seq fork) {
  const bool leaps = seq.value >= kFlakes && fork.value < kSmall;
  return leaps ? seq.value - kFlakes + kSmall : seq.value - fork.value;
}

}  // namespace

/// The first one, too, stands for a lineage of which no beginning was told.
Lineages::Index Lineages::index_of(const Conversation& conv, Lineage id) {
  const Index* found = conv.by_id.find(id);
  return found == nullptr ? kFirst : *found;
}

/// From `at` upwards, the first that has positions of its own below `seq` or at it.
Lineages::Index Lineages::above(const Conversation& conv, Index at, Seq seq) {
  const std::vector<Branch>& all = conv.branches;
  while (at != kFirst && all[at].fork >= seq) {
    const Index jump = all[at].jump;
    at = jump != kFirst && all[jump].fork >= seq ? jump : all[at].up;
  }
  return at;
}

/// `up_to`: of a position and all before it, so that the fork itself stands for what is skipped.
Lineages::Place Lineages::place(const Conversation& conv, Lineage id, Seq seq, bool up_to) {
  Index at = index_of(conv, id);
  const Lineage first = at == kFirst ? id : conv.branches[at].first;
  if (at != kFirst && (!up_to || seq != conv.branches[at].fork)) at = above(conv, at, seq);
  // Of a log that was empty at the first fork nobody knew yet which numbers it would have.
  const bool unknown = conv.branches.size() > 1 && conv.branches[1].base == kFlakeRoom;
  if (at == kFirst) return {unknown ? Seq{behind(seq, {})} : seq, first};
  const Branch& home = conv.branches[at];
  return {Seq{home.base + behind(seq, home.fork)}, home.id};
}

/// Where the fork is in what it forks from.
Seq Lineages::fork_place(const Conversation& conv, Index at) {
  const Branch& branch = conv.branches[at];
  return place(conv, branch.id, branch.fork, false).seq;
}

/// The last place that both have, of two that are not the same.
Seq Lineages::common(const Conversation& conv, Index one, Index other) {
  Seq fork{~std::uint64_t{0}};
  const Lineage id = conv.branches[std::max(one, other)].id;
  while (one != other) {
    Index& later = one > other ? one : other;
    fork = std::min(fork, conv.branches[later].fork);
    later = conv.branches[later].up;
  }
  return place(conv, id, fork, false).seq;
}

bool Lineages::branch_off(Conversation& conv, const Event& event) {
  const Lineage from{static_cast<std::uint32_t>(event.value)};
  // Terms only rise; a history that says otherwise would lead in a circle.
  if (event.lineage <= from || index_of(conv, event.lineage) != kFirst) return false;
  any_ = true;
  std::vector<Branch>& all = conv.branches;
  Branch made;
  made.id = event.lineage;
  made.from = index_of(conv, from);
  made.first = made.from == kFirst ? from : all[made.from].first;
  made.fork = event.seq;
  made.by = event.kind;
  const bool empty = all.size() == 1 && conv.last == 0 && made.fork == Seq{};
  const bool wide = empty || conv.last >= kFlakeRoom;
  const std::uint64_t room = wide ? kFlakeRoom : kRoom;
  made.base = ((wide ? conv.last + room / 2 : conv.last) / room + 1) * room;
  made.up = above(conv, made.from, made.fork);
  const Branch& up = all[made.up];
  const Branch& jump = all[up.jump];
  const bool far = up.depth - jump.depth == jump.depth - all[jump.jump].depth;
  made.jump = far ? jump.jump : made.up;
  made.depth = up.depth + 1;
  conv.by_id[made.id] = static_cast<Index>(all.size());
  conv.last = made.base;
  all.push_back(made);
  return true;
}

void Lineages::tell_common(Seq place, Event like, std::vector<Event>& out) {
  like.seq = place;
  like.value = place.value;
  out.push_back(like);
}

void Lineages::forked(const Event& event, std::vector<Event>& out) {
  Conversation& conv = conversations_[event.conv];
  if (!branch_off(conv, event)) return;
  const auto made = static_cast<Index>(conv.branches.size() - 1);
  const Seq same = common(conv, index_of(conv, conv.newest), made);
  conv.newest = std::max(conv.newest, event.lineage);
  tell_common(same, event, out);
  const auto begin = out.size();
  Seq lowest[2] = {Seq{~std::uint64_t{0}}, Seq{~std::uint64_t{0}}};  // fork, by kind
  for (Index at = made; at != kFirst; at = conv.branches[at].from) {
    const Branch& branch = conv.branches[at];
    if (branch.base <= same.value) break;
    Seq& covered = lowest[branch.by == EventKind::Rebuilt ? 1 : 0];
    if (branch.fork >= covered) continue;
    covered = branch.fork;
    Event stretch = event;
    stretch.kind = branch.by;
    stretch.seq = Seq{branch.base};
    stretch.value = fork_place(conv, at).value;
    out.push_back(stretch);
  }
  std::reverse(out.begin() + static_cast<std::ptrdiff_t>(begin), out.end());
}

void Lineages::goes_over(const Event& event, std::vector<Event>& out) {
  const Conversation& conv = conversations_[event.conv];
  const Index to = index_of(conv, event.lineage);
  Index& in = reader_.at(event.inst, event.conv);
  if (in == to) return;
  const Seq same = common(conv, in, to);
  in = to;
  Event stretch;
  stretch.at = event.at;
  stretch.kind = EventKind::Resynced;
  stretch.lineage = event.lineage;
  stretch.device = event.device;
  stretch.inst = event.inst;
  stretch.conv = event.conv;
  tell_common(same, stretch, out);
  const auto begin = out.size();
  for (Index at = to; at != kFirst; at = conv.branches[at].up) {
    if (conv.branches[at].base <= same.value) break;
    stretch.seq = Seq{conv.branches[at].base};
    stretch.value = fork_place(conv, at).value;
    out.push_back(stretch);
  }
  std::reverse(out.begin() + static_cast<std::ptrdiff_t>(begin), out.end());
}

/// Positions on both sides of a fork are no stretch of places.
void Lineages::voided(const Conversation& conv, Event event, std::vector<Event>& out) const {
  const Seq first{event.value};
  const Lineage lineage = event.lineage;
  Seq last = event.seq;
  while (true) {
    const Index at = above(conv, index_of(conv, lineage), last);
    const Seq begin = std::max(first, at == kFirst ? first : conv.branches[at].fork.next());
    const Place to = place(conv, lineage, last, false);
    event.seq = to.seq;
    event.lineage = to.home;
    event.value = place(conv, lineage, begin, false).seq.value;
    out.push_back(event);
    if (begin <= first) return;
    last = Seq{begin.value - 1};
  }
}

Event Lineages::on_line(const Conversation& conv, const Event& event) {
  bool up_to = true;
  switch (event.kind) {
    case EventKind::Accepted:
    case EventKind::Acked:
    case EventKind::Received:
    case EventKind::Consumed:
      up_to = false;
      break;
    case EventKind::Cursor:
    case EventKind::Gone:
    case EventKind::GivenUp:
    case EventKind::Refreshed:
    case EventKind::Joined:
    case EventKind::Left:
      break;
    default:
      return event;
  }
  const Place to = place(conv, event.lineage, event.seq, up_to);
  Event moved = event;
  moved.seq = to.seq;
  moved.lineage = to.home;
  return moved;
}

void Lineages::lay(const Event& event, std::vector<Event>& out) {
  if (!event.conv) return out.push_back(event);
  Conversation& conv = conversations_[event.conv];
  switch (event.kind) {
    case EventKind::Forked:
    case EventKind::Rebuilt:
      return forked(event, out);
    case EventKind::Resynced:
      return goes_over(event, out);
    case EventKind::Received:
    case EventKind::Consumed:
    case EventKind::Cursor:
    case EventKind::Gone: {
      const Index* in = reader_.find(event.inst, event.conv);
      const Lineage known = in == nullptr ? Lineage{} : conv.branches[*in].id;
      if (event.lineage > known && index_of(conv, event.lineage) != kFirst) goes_over(event, out);
      break;
    }
    case EventKind::Voided:
      voided(conv, event, out);
      for (const Event& part : out) conv.last = std::max(conv.last, part.seq.value);
      return;
    default:
      break;
  }
  out.push_back(on_line(conv, event));
  Event& laid = out.back();
  if (event.kind == EventKind::Accepted) conv.last = std::max(conv.last, laid.seq.value);
  if (event.kind == EventKind::Accepted || event.kind == EventKind::Sent) conv.begun = true;
  const bool founder = event.kind == EventKind::Joined && event.seq == Seq{} && !conv.begun;
  if (founder) laid.lineage = Lineage{0};
}

}  // namespace imstorm
