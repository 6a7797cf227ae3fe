#include "reports/background.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "sim/core/time.h"

namespace imstorm {
namespace {

constexpr std::uint32_t kNone = Trace::kNone;
constexpr std::size_t kLatestMax = 2;
/// So soon after a pause a process has done what had waited for it.
constexpr Duration kSoon = milliseconds(50);

/// A sender is told a position, and not always of which lineage.
bool same_place(const Event& told, const Event& other) {
  const bool any = told.kind == EventKind::Acked;
  return told.conv == other.conv && (any || told.lineage == other.lineage);
}

/// Does `other` say something about the position of `event`, which belongs to another message?
bool contends(const Event& event, const Event& other) {
  if (event.seq == Seq{} || !same_place(event, other)) return false;
  if (other.kind == EventKind::Voided) {
    return other.value <= event.seq.value && event.seq <= other.seq;
  }
  return other.kind == EventKind::Accepted && other.seq == event.seq && other.cmid != event.cmid;
}

/// The first position that a cursor passed over although its device had nothing there: where it was
/// accepted. SIZE_MAX: there is none.
std::size_t passed_over(const Witness& cursor, const std::vector<Event>& history) {
  const Event& told = cursor.event;
  Seq before;
  std::set<Seq> held;
  std::map<Seq, std::size_t> accepted;
  for (std::size_t i = 0; i < cursor.position && i < history.size(); ++i) {
    const Event& event = history[i];
    if (event.conv != told.conv) continue;
    if (event.kind == EventKind::Accepted) accepted.emplace(event.seq, i);
    if (event.inst != told.inst) continue;
    if (event.kind == EventKind::Cursor) before = std::max(before, event.seq);
    if (event.kind == EventKind::Received || event.kind == EventKind::Consumed) {
      held.insert(event.seq);
    }
  }
  for (const auto& [seq, position] : accepted) {
    if (seq > before && seq <= told.seq && held.count(seq) == 0) return position;
  }
  return SIZE_MAX;
}

/// Where the user had left the conversation before that position; SIZE_MAX: nowhere.
std::size_t departure_before(const Event& shown, const std::vector<Event>& history) {
  std::size_t latest = SIZE_MAX;
  for (std::size_t i = 0; i < history.size(); ++i) {
    const Event& event = history[i];
    const bool changes = event.kind == EventKind::Joined || event.kind == EventKind::Left;
    if (!changes || event.conv != shown.conv || event.user != shown.user) continue;
    if (event.seq >= shown.seq) continue;
    if (latest == SIZE_MAX || history[latest].seq <= event.seq) latest = i;
  }
  const bool left = latest != SIZE_MAX && history[latest].kind == EventKind::Left;
  return left ? latest : SIZE_MAX;
}

/// Where a message was accepted first; SIZE_MAX: never.
std::size_t acceptance_of(Cmid cmid, const std::vector<Event>& history) {
  for (std::size_t i = 0; i < history.size() && cmid.n != 0; ++i) {
    if (history[i].kind == EventKind::Accepted && history[i].cmid == cmid) return i;
  }
  return SIZE_MAX;
}

/// What takes the last room of the message of `event` in its conversation's cache, and where that
/// message was accepted. SIZE_MAX: nothing does.
std::pair<std::size_t, std::size_t> eviction_of(const Event& event,
                                                const std::vector<Event>& history,
                                                std::uint64_t room) {
  std::size_t accepted = SIZE_MAX;
  std::uint64_t later = 0;
  for (std::size_t i = 0; i < history.size() && room != 0; ++i) {
    const Event& other = history[i];
    if (other.kind != EventKind::Accepted || other.conv != event.conv) continue;
    if (accepted != SIZE_MAX && ++later == room) return {i, accepted};
    if (other.cmid == event.cmid && event.cmid.n != 0) accepted = i;
  }
  return {SIZE_MAX, SIZE_MAX};
}

class QuietFaults {
 public:
  QuietFaults(const Trace& trace, const std::vector<Event>& history,
              const std::vector<std::size_t>& positions)
      : trace_(trace) {
    bool in_the_end = false;
    for (const std::size_t position : positions) {
      if (position >= history.size()) continue;
      const Event& event = history[position];
      if (event.kind == EventKind::Acked) in_the_end = true;
      first_ = std::min(first_, event.at);
      last_ = std::max(last_, event.at);
    }
    if (in_the_end && !trace.steps.empty()) last_ = trace.steps.back().at;
  }

  std::set<std::uint32_t> among(const Ancestry& ancestry) {
    std::set<std::uint32_t> found = all_that_bit();
    if (found.size() <= kFewFaults) return found;
    found.clear();
    for (const std::uint32_t step : ancestry.steps) add_pauses(step, found);
    add_latest("fail-over", false, found);
    add_latest("cache-flush", true, found);
    found.erase(kNone);
    return found;
  }

 private:
  std::set<std::uint32_t> all_that_bit() const {
    std::set<std::uint32_t> found;
    for (std::uint32_t i = 0; i < trace_.bands.size(); ++i) {
      if (trace_.bands[i].effective) found.insert(i);
    }
    return found;
  }

  void add_pauses(std::uint32_t index, std::set<std::uint32_t>& found) const {
    const Trace::Step& step = trace_.steps[index];
    if (step.cause == kNone) return;
    const Instant begun = trace_.steps[step.cause].at;
    for (std::uint32_t i = 0; i < trace_.bands.size(); ++i) {
      const Trace::Band& band = trace_.bands[i];
      if (band.kind != "pause" || !band.effective || begun >= band.until) continue;
      if (step.at < band.until || step.at - band.until > kSoon) continue;
      const auto lane = std::find(band.lanes.begin(), band.lanes.end(), step.lane);
      if (lane != band.lanes.end()) found.insert(i);
    }
  }

  /// The latest ones of that kind, at a store if `stores` only.
  void add_latest(std::string_view kind, bool stores, std::set<std::uint32_t>& found) const {
    std::vector<std::uint32_t> all;
    for (std::uint32_t i = 0; i < trace_.bands.size(); ++i) {
      const Trace::Band& band = trace_.bands[i];
      const bool between = first_ <= band.from && band.from <= last_;
      if (band.kind != kind || !band.effective || !between) continue;
      const bool at_store = std::any_of(
          band.lanes.begin(), band.lanes.end(),
          [&](std::uint32_t lane) { return trace_.lanes[lane].role == Trace::Role::Store; });
      if (at_store || !stores) all.push_back(i);
    }
    std::stable_sort(all.begin(), all.end(), [&](std::uint32_t a, std::uint32_t b) {
      return trace_.bands[a].from > trace_.bands[b].from;
    });
    if (all.size() > kLatestMax) all.resize(kLatestMax);
    found.insert(all.begin(), all.end());
  }

  const Trace& trace_;
  Instant first_ = kNever, last_;  // of what happened to them
};

}  // namespace

Background background_of(const std::vector<Witness>& witnesses, const std::vector<Event>& history,
                         std::uint64_t room) {
  std::set<std::size_t> found;
  std::vector<Event> about;
  for (const Witness& witness : witnesses) {
    about.push_back(witness.event);
    const EventKind kind = witness.event.kind;
    if (kind == EventKind::Cursor) {
      const std::size_t missing = passed_over(witness, history);
      found.insert(missing);
      if (missing != SIZE_MAX) about.push_back(history[missing]);
    }
    if (kind == EventKind::Consumed) found.insert(departure_before(witness.event, history));
    if (kind == EventKind::Sent) {
      const std::size_t accepted = acceptance_of(witness.event.cmid, history);
      found.insert(accepted);
      if (accepted != SIZE_MAX) about.push_back(history[accepted]);
    }
  }
  for (const Event& event : about) {
    if (event.kind != EventKind::Accepted && event.kind != EventKind::Acked) continue;
    for (std::size_t i = 0; i < history.size(); ++i) {
      if (contends(event, history[i])) found.insert(i);
    }
  }
  Background background;
  for (const Event& event : about) {
    const auto [evicting, evicted] = eviction_of(event, history, room);
    if (evicting == SIZE_MAX) continue;
    found.insert(evicting);
    background.evicted[evicting] = evicted;
  }
  found.erase(SIZE_MAX);
  for (const Witness& witness : witnesses) found.erase(witness.position);
  background.positions.assign(found.begin(), found.end());
  if (background.positions.size() > kBackgroundMax) background.positions.resize(kBackgroundMax);
  return background;
}

void add_quiet_faults(Ancestry& ancestry, const Trace& trace, const std::vector<Event>& history,
                      const std::vector<std::size_t>& positions) {
  std::set<std::uint32_t> bands = QuietFaults(trace, history, positions).among(ancestry);
  bands.insert(ancestry.bands.begin(), ancestry.bands.end());
  ancestry.bands.assign(bands.begin(), bands.end());
}

}  // namespace imstorm
