#include "model/protocol/split_log.h"

#include <algorithm>
#include <utility>

namespace imstorm {
namespace {

Entry tombstone(Seq prev, Seq seq) {
  Entry entry;
  entry.prev = prev;
  entry.seq = seq;
  return entry;
}

bool covers(const Entry& entry, Seq seq) {
  return entry.seq == seq || (entry.tombstone() && entry.prev < seq && seq <= entry.seq);
}

auto place(const std::vector<Entry>& entries, Seq seq) {
  return std::lower_bound(entries.begin(), entries.end(), seq,
                          [](const Entry& entry, Seq s) { return entry.seq < s; });
}

}  // namespace

bool SplitLog::holds(Seq seq) const {
  const auto at = place(waiting_, seq);
  return at != waiting_.end() && covers(*at, seq);
}

void SplitLog::insert(Entry entry) {
  const auto at = std::upper_bound(waiting_.begin(), waiting_.end(), entry.seq,
                                   [](Seq s, const Entry& e) { return s < e.seq; });
  waiting_.insert(at, std::move(entry));
}

void SplitLog::give_up(Seq seq) {
  if (!holds(seq)) insert(tombstone(Seq{seq.value - 1}, seq));
}

void SplitLog::bury(Seq head, Seq upto) {
  std::vector<Entry> whole;
  Seq decided = head;  // everything up to here
  const auto bury_to = [&](Seq last) {
    if (last > decided) whole.push_back(tombstone(decided, last));
    decided = std::max(decided, last);
  };
  for (Entry& entry : waiting_) {
    const Seq before = entry.tombstone() ? entry.prev : Seq{entry.seq.value - 1};
    bury_to(std::min(before, upto));
    decided = std::max(decided, entry.seq);
    whole.push_back(std::move(entry));
  }
  bury_to(upto);
  waiting_ = std::move(whole);
}

std::vector<Entry> SplitLog::release(Seq head) {
  auto end = waiting_.begin();
  for (; end != waiting_.end(); ++end) {
    const Seq before = end->tombstone() ? end->prev : Seq{end->seq.value - 1};
    if (before > head && end->seq > skipped_) break;
    head = std::max(head, end->seq);
  }
  std::vector<Entry> decided(std::make_move_iterator(waiting_.begin()),
                             std::make_move_iterator(end));
  waiting_.erase(waiting_.begin(), end);
  return decided;
}

}  // namespace imstorm
