// A conversation whose numbers come from an id service (rule S6): positions are inserted at,
// decided once, and read up to the first undecided one.
#include <algorithm>
#include <utility>

#include "model/protocol/conversation_record.h"

namespace imstorm {

/// Below the head a gap between two entries is undecided only where readers were let past it.
bool ConversationRecord::decided(Seq seq) const {
  if (seq > last_) return split_.holds(seq);
  if (seq <= floor_) return true;
  const auto at = std::lower_bound(log_.begin(), log_.end(), seq,
                                   [](const Entry& entry, Seq s) { return entry.seq < s; });
  return at != log_.end() && (at->seq == seq || (at->tombstone() && at->prev < seq));
}

/// The head moves over what is decided, and at least to `upto`.
void ConversationRecord::publish(Seq upto) {
  if (upto > last_) split_.skip(upto);
  for (Entry& entry : split_.release(last_)) {
    entry.prev = last_;
    last_ = std::max(last_, entry.seq);
    decided_.push_back(entry);
    log_.push_back(std::move(entry));
  }
}

/// Lands where readers have been already.
void ConversationRecord::insert_behind(Entry entry) {
  decided_.push_back(entry);
  if (entry.seq <= floor_) return;  // nobody will ever read it
  auto at = std::upper_bound(log_.begin(), log_.end(), entry.seq,
                             [](Seq s, const Entry& e) { return s < e.seq; });
  entry.prev = at == log_.begin() ? floor_ : (at - 1)->seq;
  if (at != log_.end()) at->prev = entry.seq;
  log_.insert(at, std::move(entry));
}

Resolved ConversationRecord::resolve(const Resolve& request, const ProtocolOptions& options) {
  const bool fenced = options.seq.fence == SeqOptions::Fence::EpochInStore &&
                      request.how == Resolve::How::Tombstones && request.epoch != epoch_;
  if (!fenced) {
    const bool skip = request.how == Resolve::How::Skip;
    if (!skip) split_.bury(last_, request.upto);
    publish(skip ? request.upto : last_);
  }
  return {head(request.conv), epoch_, !fenced};
}

std::vector<Entry> ConversationRecord::take_decided() { return std::exchange(decided_, {}); }

Duration ConversationRecord::lease_of_others(ProcessId by, Instant now) const {
  if (!leased_by_ || leased_by_ == by || now >= leased_until_) return {};
  return leased_until_ - now;
}

void ConversationRecord::lease(ProcessId by, Instant until) {
  leased_by_ = by;
  leased_until_ = until;
}

}  // namespace imstorm
