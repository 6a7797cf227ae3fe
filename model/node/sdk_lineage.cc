// A device whose conversation goes on in another lineage, because the server may have lost what it
// had acknowledged.
#include <algorithm>
#include <utility>

#include "model/node/sdk.h"

namespace imstorm {

/// Whatever speaks of another lineage proves nothing; the answer to a pull says what became of this
/// one (rule P4).
bool SdkNode::of_this_lineage(const Context& context, Conversation& conv, Lineage lineage,
                              Outputs& out) {
  if (lineage == conv.lineage) return true;
  pull(context, conv, out);
  return false;
}

void SdkNode::on(const Context& context, const Resync& resync, Outputs& out) {
  Conversation* conv = find(resync.conv);
  if (conv == nullptr || resync.req != conv->now.req || conv->now.storing > 0) return;
  if (resync.lineage <= conv->lineage) return;  // from one that does not know of ours yet
  conv->now.storing = 1;
  conv->now.coming = Seq{~std::uint64_t{0}};  // nothing is to be stored before this is
  conv->now.leaving = true;
  conv->now.pull_backoff.reset();
  end_pull(context, *conv, out);
  write(Rebase{resync.conv, resync.lineage, resync.fork}, out);
}

/// Rule F1. What the device holds it shows, since nobody may have it any more; what was shown under
/// a number that is lost is known by its id when it comes again. Rule F2: what the sender was told
/// is sent, and is lost, it submits again, as it was.
void SdkNode::apply(const Context& context, const Rebase& record, Outputs& out) {
  Conversation& conv = *find(record.conv);
  for (const Entry& entry : conv.inbox) {
    if (entry.tombstone()) continue;
    show(context, conv, entry, out);
  }
  conv.inbox.clear();
  conv.lineage = record.lineage;
  conv.recv = std::min(conv.recv, record.fork);
  conv.consumed = conv.recv;
  Event moved = event(EventKind::Resynced, conv);
  moved.seq = record.fork;
  out.emplace_back(Observe{moved});
  submit_again(conv, record.fork);
}

/// What is behind the fork stands in the outbox again, between what never left it: by cseq.
void SdkNode::submit_again(Conversation& conv, Seq fork) {
  std::vector<OutboxRow>& kept = conv.rare.own().kept;
  const auto lost = std::stable_partition(kept.begin(), kept.end(),
                                          [&](const OutboxRow& row) { return row.seq <= fork; });
  if (lost == kept.end()) return;
  std::vector<OutboxRow> rows(conv.outbox.begin(), conv.outbox.end());
  for (auto row = lost; row != kept.end(); ++row) {
    row->attempts = 0;
    row->inflight = row->resolving = false;
    rows.push_back(*row);
  }
  kept.erase(lost, kept.end());
  std::sort(rows.begin(), rows.end(),
            [](const OutboxRow& a, const OutboxRow& b) { return a.cseq < b.cseq; });
  conv.outbox.clear();
  conv.outbox.prepend(rows);
}

void SdkNode::after(const Context& context, const Rebase& record, Outputs& out) {
  Conversation& conv = *find(record.conv);
  Conversation::Volatile& now = conv.now;
  now.storing -= 1;
  now.leaving = now.dirty = false;
  now.permit = now.consuming = conv.consumed;
  now.target = now.told = now.coming = {};
  now.went_back = {};
  for (OutboxRow& row : conv.outbox) row.inflight = false;  // in the order of cseq, from the first
  conv.now.sending ? end_sending(context, conv, out) : pump(context, conv, out);
  pull(context, conv, out);
}

bool SdkNode::has_shown(ConvId conv, Cmid cmid) const {
  const Conversation* found = const_cast<SdkNode*>(this)->find(conv);
  return found != nullptr && found->rare->known.find(cmid) != nullptr;
}

}  // namespace imstorm
