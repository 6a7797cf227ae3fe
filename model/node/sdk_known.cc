// What a device recognises as a repeat, and what is left of that when its cache is lost.
#include <algorithm>

#include "model/node/sdk.h"

namespace imstorm {

/// Is this entry stored, or was it: a repeat of phase one?
bool SdkNode::known(const Context& context, const Conversation& conv, const Store& record,
                    const Entry& entry) {
  using Duplicate = ConsumeOptions::Duplicate;
  const ProtocolOptions& options = context.directory.options;
  if (options.pull.stale_reply == PullOptions::StaleReply::Accepted) return false;
  if (options.consume.duplicate == Duplicate::RecvCursor) return entry.seq <= conv.recv;
  // Phase two is idempotent by its own cursor (rule R3).
  const bool two = options.consume.phases != ConsumeOptions::Phases::One;
  if (two && entry.seq <= conv.consumed) return true;
  const bool row = std::any_of(conv.inbox.begin(), conv.inbox.end(),
                               [&](const Entry& e) { return e.seq == entry.seq; });
  const Instant now = context.now.steady;
  switch (options.consume.duplicate) {
    case Duplicate::RecvCursor:
    case Duplicate::RowExists:
      return row;
    case Duplicate::Republish:
      return false;
    case Duplicate::DupFlag:
      return entry.seq <= record.dup_upto;
    case Duplicate::Ttl:
      return row ||
             std::any_of(conv.rare->recent.begin(), conv.rare->recent.end(), [&](const Recent& r) {
               return r.seq == entry.seq && now - r.at <= options.consume.duplicate_ttl;
             });
  }
  return false;
}

/// Was it shown in a former lineage, under whatever number (rule F1)? A copy in the same lineage is
/// a fault of the server's, and is not hidden.
bool SdkNode::known_from_before(const Conversation& conv, const Entry& entry) {
  const Lineage* shown = conv.rare->known.find(entry.cmid);
  return shown != nullptr && *shown != conv.lineage;
}

void SdkNode::remember(const Context& context, Conversation& conv, Seq seq) {
  const ConsumeOptions& options = context.directory.options.consume;
  if (options.duplicate != ConsumeOptions::Duplicate::Ttl) return;
  const Instant now = context.now.steady;
  std::vector<Recent>& recent = conv.rare.own().recent;
  std::erase_if(recent, [&](const Recent& r) { return now - r.at > options.duplicate_ttl; });
  recent.push_back({seq, now});
}

/// The app takes a message. Once its cache was lost, the positions that come again say nothing: the
/// app's own set of message ids does (the second line of defence).
void SdkNode::show(const Context& context, Conversation& conv, const Entry& entry, Outputs& out) {
  if (context.directory.caches_may_be_lost) {
    if (fallback_ && shown_ids_->find(entry.msgid) != nullptr) return;
    shown_ids_.own()[entry.msgid] = true;
  }
  if (context.directory.forks) conv.rare.own().known[entry.cmid] = conv.lineage;
  out.emplace_back(Observe{event(EventKind::Consumed, conv, entry)});
}

/// The largest seqid received is gone, with all that was received and not shown. What the server
/// still has is pulled again, since CONNECT tells it the new cursors (rule D2).
void SdkNode::forget_cache(const Directory& directory) {
  for (Conversation& conv : conversations_) {
    conv.recv = conv.consumed = {};
    conv.inbox.clear();
    Rare& rare = conv.rare.own();
    rare.shown.clear();
    rare.recent.clear();
    rare.since = {};
  }
  fallback_ = true;
  if (directory.options.client.msgids == ClientOptions::Msgids::Kept) return;
  shown_ids_ = {};
  for (Conversation& conv : conversations_) conv.rare.own().known.clear();
}

void SdkNode::lose_cache(const Directory& directory) { forget_cache(directory); }

void SdkNode::reinstall(InstId fresh, const Directory& directory) {
  forget_cache(directory);
  SdkNode before = std::move(*this);
  *this = SdkNode(device_, fresh, directory);
  shown_ids_ = std::move(before.shown_ids_);
  for (std::size_t i = 0; i < conversations_.size(); ++i) {
    conversations_[i].rare.own().known = std::move(before.conversations_[i].rare.own().known);
  }
  fallback_ = true;
}

}  // namespace imstorm
