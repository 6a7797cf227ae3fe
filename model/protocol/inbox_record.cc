// Copies: what a store's record does as an inbox, and as the source of what goes into inboxes.
#include <algorithm>

#include "model/protocol/conversation_record.h"

namespace imstorm {

Entry ConversationRecord::deliver(const Entry& copy, const ProtocolOptions& options, Instant now) {
  using Fanout = GroupOptions::Fanout;
  const Fanout fanout = options.group.fanout;
  const bool fresh = copies_.emplace(copy.origin, copy.origin_seq).second;
  const bool recognised = fanout != Fanout::WriteRetry && fanout != Fanout::WriteDirect;
  if (!fresh && recognised) return {};
  last_ = last_.next();
  Entry entry = copy;
  entry.prev = Seq{last_.value - 1};
  entry.seq = last_;
  log_.push_back(entry);
  if (options.ack.retain.ns > 0) {  // where nobody reads any more, nothing else comes here
    note_absence(options, now);
    trim(options);
  }
  return entry;
}

void ConversationRecord::fanned(const Fanned& news, const ProtocolOptions& options) {
  // A former writer may know less of the members than the log does, and miss some.
  if (news.epoch != epoch_) return;
  fanned_ = std::max(fanned_, std::min(news.upto, last_));
  trim(options);
}

bool ConversationRecord::had(ConvId origin, Seq seq) const {
  return copies_.count({origin, seq}) != 0;
}

void ConversationRecord::tell_origins(Page& page) const {
  for (const auto& [origin, seq] : copies_trimmed_) {
    page.origins.own().push_back({origin, lineage_, seq, seq});
  }
}

}  // namespace imstorm
