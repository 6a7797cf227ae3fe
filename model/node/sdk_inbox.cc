// The inbox of a device: pull from the cursor, store, acknowledge, consume when permitted.
#include <algorithm>
#include <utility>

#include "model/node/sdk.h"

namespace imstorm {

// Phase one: fetch and store.

void SdkNode::on(const Context& context, const Notify& notify, Outputs& out) {
  Conversation* conv = find(notify.conv);
  if (conv == nullptr || !of_this_lineage(context, *conv, notify.lineage, out)) return;
  if (notify.hw <= conv->recv) {
    acknowledge(context, *conv, out);  // rule N2: the server does not know yet
    return;
  }
  announce(context, *conv, notify.hw, out);
}

void SdkNode::announce(const Context& context, Conversation& conv, Seq hw, Outputs& out) {
  const NotifyOptions& options = context.directory.options.notify;
  if (context.directory.options.deliver.mode == DeliverOptions::Mode::Push) return;
  const bool busy = conv.now.req != 0 || conv.now.storing > 0;
  if (busy && options.during_pull == NotifyOptions::DuringPull::Drop) return;
  conv.now.target =
      options.target == NotifyOptions::Target::Max ? std::max(conv.now.target, hw) : hw;
  if (busy) {
    conv.now.dirty = true;
  } else {
    pull(context, conv, out);
  }
}

void SdkNode::pull(const Context& context, Conversation& conv, Outputs& out) {
  if (state_ != State::Online || conv.now.req != 0 || conv.now.storing > 0) return;
  const PullOptions& options = context.directory.options.pull;
  conv.now.req = ++requests_;
  conv.now.asked = context.now.observer;
  conv.now.dirty = false;
  conv.now.ack_due = false;  // it rides along
  Pull request{{},        conv.now.req,  conv.id,       conv.lineage, conv.recv,
               conv.recv, conv.consumed, conv.now.told, options.limit};
  if (context.directory.options.ack.carry == AckOptions::Carry::None) {
    request.recv = request.consumed = {};
  }
  out.emplace_back(SendOn{connection_, request});
  conv.now.pull_generation += 1;
  out.emplace_back(SetTimer{{kPull, index_of(conv), conv.now.pull_generation},
                            conv.now.pull_backoff.next(options.retry_first, options.retry_max),
                            context.directory.options.session.jitter,
                            hash_mix(kPull, context.directory.key_of(conv.id))});
}

void SdkNode::on(const Context& context, Data& data, Outputs& out) {
  Conversation* conv = find(data.conv);
  if (conv == nullptr || conv->now.storing > 0) return;
  const ProtocolOptions& options = context.directory.options;
  const bool any = options.pull.stale_reply == PullOptions::StaleReply::Accepted;
  if (!any && data.lineage != conv->lineage) return;
  // Only the answer to the current question proves anything about (recv, next] (rule R1).
  if (!any && (data.req != conv->now.req || data.after != conv->recv)) return;
  // A cache that is the only store has holes: whoever insists on the next number waits for ever.
  const bool strict = options.pull.page == PullOptions::Page::OldestFirst && !any &&
                      options.store.cache == StoreOptions::Cache::Accelerator;
  Seq expected = data.after;
  for (const Entry& entry : data.entries) {
    const bool behind = entry.prev == expected || (entry.prev < expected && entry.seq > expected);
    if (strict && !behind) return;
    expected = entry.seq;
  }
  conv->now.req = 0;
  conv->now.storing = 1;
  conv->now.coming = data.next;
  conv->now.pull_backoff.reset();
  if (options.ack.when == AckOptions::When::OnReceipt) {
    out.emplace_back(
        SendOn{connection_, Ack{{}, conv->id, conv->lineage, data.next, conv->consumed}});
  }
  write(Store{data.conv, data.next, data.hw, data.more, false, data.consume_upto, conv->now.asked,
              std::move(data.entries)},
        out);
}

void SdkNode::apply(const Context& context, const Store& record, Outputs& out) {
  Conversation& conv = *find(record.conv);
  const ProtocolOptions& options = context.directory.options;
  const auto observe = [&](EventKind kind, const Entry& entry) {
    Event seen = event(kind, record.conv);
    seen.lineage = conv.lineage;
    seen.seq = entry.seq;
    seen.msgid = entry.msgid;
    seen.cmid = entry.cmid;
    seen.body = entry.body;
    out.emplace_back(Observe{seen});
  };
  const bool one_phase = options.consume.phases == ConsumeOptions::Phases::One;
  const bool any = options.pull.stale_reply == PullOptions::StaleReply::Accepted;
  for (const Entry& entry : record.entries) {
    if (entry.tombstone() || (entry.seq <= conv.recv && !any)) continue;
    observe(EventKind::Received, entry);
    const bool known = context.directory.forks && conv.known.find(entry.cmid) != nullptr;
    if (known) continue;  // shown in a former lineage (rule F1)
    if (one_phase) {
      observe(EventKind::Consumed, entry);
      if (context.directory.forks) conv.known[entry.cmid] = true;
    } else {
      conv.inbox.push_back(entry);
    }
  }
  Seq cursor = record.next;
  if (options.pull.cursor == PullOptions::Cursor::ServerHead) cursor = record.hw;
  if (cursor <= conv.recv) return;
  conv.recv = cursor;
  if (one_phase) conv.consumed = cursor;
  Event moved = event(EventKind::Cursor, record.conv);
  moved.lineage = conv.lineage;
  moved.seq = cursor;
  out.emplace_back(Observe{moved});
}

void SdkNode::after(const Context& context, const Store& record, Outputs& out) {
  Conversation& conv = *find(record.conv);
  const ConsumeOptions& options = context.directory.options.consume;
  conv.now.storing -= 1;
  if (!record.more && !record.pushed) {
    Event fresh = event(EventKind::Refreshed, record.conv);
    fresh.lineage = conv.lineage;
    fresh.seq = record.next;
    fresh.since = record.asked;
    out.emplace_back(Observe{fresh});
  }
  const Seq permit =
      options.phases == ConsumeOptions::Phases::TwoServer ? record.consume_upto : conv.recv;
  conv.now.permit = std::max(conv.now.permit, permit);
  consume(context, conv, out);
  conv.now.dirty = conv.now.dirty || record.more;
  if (conv.now.dirty || conv.recv < conv.now.target) {
    pull(context, conv, out);
  } else {
    acknowledge_later(context, conv, out);
  }
}

void SdkNode::on(const Context&, const Truncated& truncated, Outputs& out) {
  Conversation* conv = find(truncated.conv);
  if (conv == nullptr || truncated.req != conv->now.req || conv->now.storing > 0) return;
  if (truncated.lineage != conv->lineage) return;
  conv->now.req = 0;
  conv->now.storing = 1;
  conv->now.coming = truncated.floor;
  conv->now.pull_backoff.reset();
  write(Skip{truncated.conv, truncated.floor}, out);
}

void SdkNode::apply(const Context&, const Skip& record, Outputs& out) {
  Conversation& conv = *find(record.conv);
  if (record.floor <= conv.recv) return;
  Event gone = event(EventKind::Gone, record.conv);
  gone.lineage = conv.lineage;
  gone.seq = record.floor;
  out.emplace_back(Observe{gone});
  conv.recv = record.floor;
  if (conv.inbox.empty()) conv.consumed = std::max(conv.consumed, record.floor);
  Event moved = event(EventKind::Cursor, record.conv);
  moved.lineage = conv.lineage;
  moved.seq = conv.recv;
  out.emplace_back(Observe{moved});
}

void SdkNode::after(const Context& context, const Skip& record, Outputs& out) {
  Conversation& conv = *find(record.conv);
  conv.now.storing -= 1;
  conv.now.consuming = std::max(conv.now.consuming, conv.consumed);
  pull(context, conv, out);
}

// The acknowledgement.

void SdkNode::acknowledge_later(const Context& context, Conversation& conv, Outputs& out) {
  const AckOptions& options = context.directory.options.ack;
  if (options.carry == AckOptions::Carry::PerPull) return acknowledge(context, conv, out);
  const bool alone = options.carry == AckOptions::Carry::PiggybackDelayed;
  if (!alone || conv.now.ack_due) return;
  conv.now.ack_due = true;
  conv.now.ack_generation += 1;
  out.emplace_back(SetTimer{{kAck, index_of(conv), conv.now.ack_generation}, options.delay, {}});
}

void SdkNode::acknowledge(const Context& context, Conversation& conv, Outputs& out) {
  conv.now.ack_due = false;
  if (context.directory.options.ack.carry == AckOptions::Carry::None) return;
  if (state_ != State::Online) return;
  out.emplace_back(SendOn{connection_, Ack{{}, conv.id, conv.lineage, conv.recv, conv.consumed}});
}

// Phase two: consume.

void SdkNode::on(const Context& context, const Consume& notice, Outputs& out) {
  Conversation* conv = find(notice.conv);
  if (conv == nullptr || !of_this_lineage(context, *conv, notice.lineage, out)) return;
  conv->now.permit = std::max(conv->now.permit, notice.upto);
  consume(context, *conv, out);
  // Nothing to do: the server does not know it yet. Its own cursor is all a device ever claims.
  if (conv->now.consuming == conv->consumed) {
    out.emplace_back(SendOn{connection_, ConsumeAck{{}, conv->id, conv->lineage, conv->consumed}});
  }
}

/// Hands over what is permitted, one message a transaction (rule R3).
void SdkNode::consume(const Context& context, Conversation& conv, Outputs& out) {
  const Seq limit = std::min(conv.now.permit, conv.recv);
  if (limit <= conv.now.consuming || conv.now.leaving) return;
  std::vector<const Entry*> due;
  for (const Entry& entry : conv.inbox) {
    if (entry.seq > conv.now.consuming && entry.seq <= limit) due.push_back(&entry);
  }
  const bool by_time =
      context.directory.options.consume.order == ConsumeOptions::Order::ByTimestamp;
  if (by_time) {
    std::stable_sort(due.begin(), due.end(),
                     [](const Entry* a, const Entry* b) { return a->written < b->written; });
  }
  conv.now.consuming = limit;
  for (std::size_t i = 0; i < due.size(); ++i) {
    // The last one takes the cursor over positions that hold nothing for this device.
    const bool last = i + 1 == due.size();
    write(Consumption{conv.id, due[i]->seq, last ? limit : due[i]->seq}, out);
  }
  if (due.empty()) write(Consumption{conv.id, {}, limit}, out);
}

void SdkNode::apply(const Context& context, const Consumption& record, Outputs& out) {
  Conversation& conv = *find(record.conv);
  const auto entry = std::find_if(conv.inbox.begin(), conv.inbox.end(),
                                  [&](const Entry& e) { return e.seq == record.seq; });
  if (entry != conv.inbox.end()) {
    show(conv, *entry, out);
    if (context.directory.forks) conv.known[entry->cmid] = true;
    if (context.directory.options.consume.state == ConsumeOptions::State::Volatile) {
      conv.shown.push_back(*entry);
    }
    conv.inbox.erase(entry);
  }
  conv.consumed = std::max(conv.consumed, record.cursor);
}

void SdkNode::after(const Context& context, const Consumption& record, Outputs& out) {
  Conversation& conv = *find(record.conv);
  const bool told = context.directory.options.consume.phases == ConsumeOptions::Phases::TwoServer;
  if (conv.consumed < conv.now.consuming || !told || state_ != State::Online) return;
  out.emplace_back(SendOn{connection_, ConsumeAck{{}, conv.id, conv.lineage, conv.consumed}});
}

}  // namespace imstorm
