// The inbox of a device: pull from the cursor, store, acknowledge, consume when permitted.
#include <algorithm>
#include <utility>

#include "model/node/sdk.h"
#include "sim/core/dense.h"

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
  if (!context.directory.is_pulled(conv.id)) return;
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
  if (!pulls_.free(options.at_once)) {
    if (!conv.now.queued) pulls_.wait(index_of(conv));
    conv.now.queued = true;
    return;
  }
  pulls_.begin();
  conv.now.dirty = false;
  ask(context, conv, out);
}

/// For the first time, or once more. The same question keeps its number: where answers take longer
/// than the longest wait, the one to an earlier try is all that ever comes.
void SdkNode::ask(const Context& context, Conversation& conv, Outputs& out) {
  const PullOptions& options = context.directory.options.pull;
  const bool same = conv.now.asked_after == conv.recv && conv.now.asked_told == conv.now.told;
  if (conv.now.req == 0 || !same) {
    conv.now.req = ++requests_;
    conv.now.asked_after = conv.recv;
    conv.now.asked_told = conv.now.told;
    conv.now.asked = context.now.observer;
    conv.now.clock = context.now.wall;
  }
  conv.now.ack_due = false;  // it rides along
  Pull request{{}, conv.now.req, conv.id,       conv.lineage,  conv.recv,
               {}, {},           conv.now.told, options.limit, {}};
  if (context.directory.options.ack.carry != AckOptions::Carry::None) {
    const Ack along = ack(context, conv);
    request.recv = along.recv;
    request.consumed = along.consumed;
  }
  if (options.cursor == PullOptions::Cursor::ClientClock) request.since = conv.rare->since;
  out.emplace_back(SendOn{connection_, request});
  conv.now.pull_generation += 1;
  out.emplace_back(SetTimer{{kPull, index_of(conv), conv.now.pull_generation},
                            conv.now.pull_backoff.next(options.retry_first, options.retry_max),
                            context.directory.options.session.jitter,
                            hash_mix(kPull, context.directory.key_of(conv.id))});
}

/// Of a device in thousands of conversations that comes back, not all may be asked for at once: the
/// answers would fill its connection (rule R8).
void SdkNode::end_pull(const Context& context, Conversation& conv, Outputs& out) {
  conv.now.req = 0;
  pulls_.end();
  while (const auto turn = pulls_.next(context.directory.options.pull.at_once)) {
    Conversation& next = conversations_[*turn];
    next.now.queued = false;
    pull(context, next, out);
  }
}

void SdkNode::on(const Context& context, Data& data, Outputs& out) {
  Conversation* conv = find(data.conv);
  if (conv == nullptr || conv->now.storing > 0) return;
  const ProtocolOptions& options = context.directory.options;
  const bool any = options.pull.stale_reply == PullOptions::StaleReply::Accepted;
  if (!any && data.lineage != conv->lineage) return;
  const bool by_clock = options.pull.cursor == PullOptions::Cursor::ClientClock;
  // Only the answer to the current question proves anything about (recv, next] (rule R1).
  const bool current = data.req == conv->now.req && data.after == conv->recv;
  const bool late = options.consume.duplicate != ConsumeOptions::Duplicate::RecvCursor;
  if (!any && !current && !late) return;
  conv->now.highest = std::max(conv->now.highest, data.next);
  if (!any && !current) {
    Store record{data.conv, {}, {}, false, true, {}, {}, std::move(data.entries)};
    record.late = true;
    record.dup_upto = data.dup_upto;
    conv->now.coming = conv->recv;
    conv->now.storing += 1;
    return write(std::move(record), out);
  }
  // A cache that is the only store has holes: whoever insists on the next number waits for ever.
  const bool strict = options.pull.page == PullOptions::Page::OldestFirst && !any && !by_clock &&
                      options.store.cache == StoreOptions::Cache::Accelerator;
  Seq expected = data.after;
  for (const Entry& entry : data.entries) {
    const bool behind = entry.prev == expected || (entry.prev < expected && entry.seq > expected);
    if (strict && !behind) return;
    expected = entry.seq;
  }
  conv->now.storing = 1;
  conv->now.coming = data.next;
  conv->now.pull_backoff.reset();
  if (conv->now.req != 0) end_pull(context, *conv, out);
  if (options.ack.when == AckOptions::When::OnReceipt) {
    const bool one = options.consume.phases == ConsumeOptions::Phases::One;
    const Seq consumed = one ? data.next : conv->consumed;
    out.emplace_back(SendOn{connection_, Ack{{}, conv->id, conv->lineage, data.next, consumed}});
  }
  Store record{data.conv, data.next,         data.hw,         data.more,
               false,     data.consume_upto, conv->now.asked, std::move(data.entries)};
  record.after = data.after;
  record.dup_upto = data.dup_upto;
  record.clock = conv->now.clock;
  write(std::move(record), out);
}

void SdkNode::apply(const Context& context, const Store& record, Outputs& out) {
  Conversation& conv = *find(record.conv);
  const ProtocolOptions& options = context.directory.options;
  const auto observe = [&](EventKind kind, const Entry& entry) {
    out.emplace_back(Observe{event(kind, conv, entry)});
  };
  const bool one_phase = options.consume.phases == ConsumeOptions::Phases::One;
  using Cursor = PullOptions::Cursor;
  for (const Entry& entry : record.entries) {
    if (entry.tombstone() || known(context, conv, record, entry)) continue;
    observe(EventKind::Received, entry);
    if (known_from_before(conv, entry)) continue;
    if (one_phase) {
      show(context, conv, entry, out);
      remember(context, conv, entry.seq);
      if (options.consume.state == ConsumeOptions::State::Volatile) {
        conv.rare.own().shown.push_back(entry);
      }
    } else {
      conv.inbox.push_back(entry);
    }
  }
  if (record.late) return;
  if (options.pull.cursor == Cursor::ClientClock && !record.pushed) {
    conv.rare.own().since = record.clock;
  }
  Seq cursor = record.next;
  if (options.pull.cursor == Cursor::ServerHead) cursor = record.hw;
  if (options.pull.cursor == Cursor::RequestedEnd && !record.pushed) {
    cursor = Seq{record.after.value + options.pull.limit};
  }
  if (cursor <= conv.recv) return;
  conv.recv = cursor;
  if (one_phase) conv.consumed = cursor;
  const auto moved = [&](Event shown, Seq seq) {
    shown.seq = seq;
    out.emplace_back(Observe{shown});
  };
  if (!context.directory.is_inbox(conv.id)) return moved(event(EventKind::Cursor, conv), cursor);
  FlatMap<ConvId, Seq> reached;  // by what is copied here
  for (const Entry& entry : record.entries) {
    if (entry.origin) reached[entry.origin] = std::max(reached[entry.origin], entry.origin_seq);
  }
  for (const auto& [where, seq] : reached) moved(event(EventKind::Cursor, where), seq);
}

void SdkNode::after(const Context& context, const Store& record, Outputs& out) {
  Conversation& conv = *find(record.conv);
  const ConsumeOptions& options = context.directory.options.consume;
  conv.now.storing -= 1;
  // Of an inbox nobody says how far its conversations are.
  if (!record.more && !record.pushed && !context.directory.is_inbox(record.conv)) {
    Event fresh = event(EventKind::Refreshed, conv);
    fresh.seq = record.next;
    fresh.since = record.asked;
    out.emplace_back(Observe{fresh});
  }
  const bool told = options.phases == ConsumeOptions::Phases::TwoServer;
  const bool each = told && options.permit == ConsumeOptions::Permit::PerMessage;
  const Seq permit = told ? record.consume_upto : conv.recv;
  if (!each) conv.now.permit = std::max(conv.now.permit, permit);
  consume(context, conv, out);
  conv.now.dirty = conv.now.dirty || record.more;
  if (conv.now.dirty || conv.recv < conv.now.target) {
    pull(context, conv, out);
  } else {
    acknowledge_later(context, conv, out);
  }
}

void SdkNode::on(const Context& context, const Truncated& truncated, Outputs& out) {
  Conversation* conv = find(truncated.conv);
  if (conv == nullptr || truncated.req != conv->now.req || conv->now.storing > 0) return;
  if (truncated.lineage != conv->lineage) return;
  conv->now.storing = 1;
  conv->now.coming = truncated.floor;
  conv->now.pull_backoff.reset();
  end_pull(context, *conv, out);
  write(Skip{truncated.conv, truncated.floor, truncated.origins}, out);
}

void SdkNode::apply(const Context& context, const Skip& record, Outputs& out) {
  Conversation& conv = *find(record.conv);
  if (record.floor <= conv.recv) return;
  std::vector<Head> all = record.origins;
  if (!context.directory.is_inbox(record.conv)) {
    all = {{record.conv, conv.lineage, {}, record.floor}};
  }
  for (const EventKind kind : {EventKind::Gone, EventKind::Cursor}) {
    for (const Head& head : all) {
      Event gone = event(kind, head.conv);
      gone.lineage = head.lineage;
      gone.seq = head.floor;
      out.emplace_back(Observe{gone});
    }
  }
  conv.recv = record.floor;
  if (conv.inbox.empty()) conv.consumed = std::max(conv.consumed, record.floor);
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
  out.emplace_back(SendOn{connection_, ack(context, conv)});
}

/// A device claims what its cursors say. One number is all that a design without phase two has.
Ack SdkNode::ack(const Context& context, const Conversation& conv) const {
  const ProtocolOptions& options = context.directory.options;
  Ack claim{{}, conv.id, conv.lineage, conv.recv, conv.consumed};
  if (options.ack.value == AckOptions::Value::Highest) {
    claim.recv = std::max(conv.recv, conv.now.highest);
    if (options.consume.phases == ConsumeOptions::Phases::One) claim.consumed = claim.recv;
  }
  return claim;
}

// Phase two: consume.

void SdkNode::on(const Context& context, const Consume& notice, Outputs& out) {
  Conversation* conv = find(notice.conv);
  if (conv == nullptr || !of_this_lineage(context, *conv, notice.lineage, out)) return;
  if (context.directory.options.consume.permit == ConsumeOptions::Permit::PerMessage) {
    consume_one(context, *conv, notice.upto, out);
  } else {
    conv->now.permit = std::max(conv->now.permit, notice.upto);
    consume(context, *conv, out);
  }
  // Nothing to do: the server does not know it yet. Its own cursor is all a device ever claims.
  if (conv->now.consuming == conv->consumed) {
    out.emplace_back(SendOn{connection_, ConsumeAck{{}, conv->id, conv->lineage, conv->consumed}});
  }
}

/// Hands over what is permitted, one message a transaction (rule R3).
void SdkNode::consume(const Context& context, Conversation& conv, Outputs& out) {
  const Seq limit = std::min(conv.now.permit, conv.recv);
  if (limit <= conv.now.consuming || conv.now.leaving) return;
  const Seq from = std::exchange(conv.now.consuming, limit);
  const auto due = [&](const Entry& entry) { return entry.seq > from && entry.seq <= limit; };
  auto left = std::count_if(conv.inbox.begin(), conv.inbox.end(), due);
  if (left == 0) return write(Consumption{conv.id, {}, limit}, out);
  const auto hand = [&](const Entry& entry) {
    // The last one takes the cursor over positions that hold nothing for this device.
    hand_over(context, conv, entry, --left == 0 ? limit : entry.seq, out);
  };
  if (context.directory.options.client.order != ClientOptions::Order::ByTimestamp) {
    for (const Entry& entry : conv.inbox) {
      if (due(entry)) hand(entry);
    }
    return;
  }
  std::vector<const Entry*> by_time;
  for (const Entry& entry : conv.inbox) {
    if (due(entry)) by_time.push_back(&entry);
  }
  std::stable_sort(by_time.begin(), by_time.end(),
                   [](const Entry* a, const Entry* b) { return a->written < b->written; });
  for (const Entry* entry : by_time) hand(*entry);
}

void SdkNode::hand_over(const Context& context, Conversation& conv, const Entry& entry, Seq cursor,
                        Outputs& out) {
  using Commit = ConsumeOptions::Commit;
  const Commit commit = context.directory.options.consume.commit;
  if (commit == Commit::AfterEffect) write(Effect{conv.id, entry}, out);
  write(Consumption{conv.id, entry.seq, cursor}, out);
  if (commit == Commit::BeforeEffect) write(Effect{conv.id, entry}, out);
}

void SdkNode::apply(const Context& context, const Consumption& record, Outputs& out) {
  Conversation& conv = *find(record.conv);
  const auto entry = std::find_if(conv.inbox.begin(), conv.inbox.end(),
                                  [&](const Entry& e) { return e.seq == record.seq; });
  const ConsumeOptions& options = context.directory.options.consume;
  if (entry != conv.inbox.end()) {
    if (options.commit == ConsumeOptions::Commit::WithEffect) show(context, conv, *entry, out);
    if (options.state == ConsumeOptions::State::Volatile) {
      conv.rare.own().shown.push_back(*entry);
    }
    remember(context, conv, entry->seq);
    conv.inbox.erase(entry);
  }
  Seq cursor = record.cursor;
  if (options.permit == ConsumeOptions::Permit::PerMessage) {
    cursor = conv.recv;  // as far as nothing is left
    for (const Entry& left : conv.inbox) cursor = std::min(cursor, Seq{left.seq.value - 1});
    conv.now.consuming = std::max(conv.consumed, cursor);
  }
  conv.consumed = std::max(conv.consumed, cursor);
  // A row that was stored again after its message was consumed is not shown again (rule R3), unless
  // every row is a message of its own.
  using Duplicate = ConsumeOptions::Duplicate;
  const bool again =
      options.duplicate != Duplicate::RecvCursor && options.duplicate != Duplicate::Republish;
  while (again && !conv.inbox.empty() && conv.inbox.front().seq <= conv.consumed) {
    conv.inbox.pop_front();
  }
}

void SdkNode::apply(const Context& context, const Effect& record, Outputs& out) {
  show(context, *find(record.conv), record.entry, out);
}

/// Hands over one message, by a permit of its own.
void SdkNode::consume_one(const Context& context, Conversation& conv, Seq seq, Outputs& out) {
  if (seq > conv.recv || conv.now.leaving) return;
  for (const Record& record : written_) {
    const auto* pending = std::get_if<Consumption>(&record);
    if (pending != nullptr && pending->conv == conv.id && pending->seq == seq) return;
  }
  const auto entry = std::find_if(conv.inbox.begin(), conv.inbox.end(),
                                  [&](const Entry& e) { return e.seq == seq; });
  if (entry != conv.inbox.end()) return hand_over(context, conv, *entry, {}, out);
  if (seq > conv.consumed) write(Consumption{conv.id, seq, {}}, out);  // a hole: the cursor passes
}

void SdkNode::after(const Context& context, const Consumption& record, Outputs& out) {
  Conversation& conv = *find(record.conv);
  const bool told = context.directory.options.consume.phases == ConsumeOptions::Phases::TwoServer;
  if (conv.consumed < conv.now.consuming || !told || state_ != State::Online) return;
  out.emplace_back(SendOn{connection_, ConsumeAck{{}, conv.id, conv.lineage, conv.consumed}});
}

}  // namespace imstorm
