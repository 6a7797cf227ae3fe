// The outbox of a device: a window of dense client sequence numbers, repeated until resolved.
#include <algorithm>

#include "model/node/sdk.h"

namespace imstorm {

void SdkNode::apply(const Context& context, const Compose& record, Outputs& out) {
  Conversation& conv = *find(record.conv);
  OutboxRow row;
  row.cmid = {inst_, ++made_};
  row.cseq = conv.cseq_next;
  conv.cseq_next = conv.cseq_next.next();
  row.body = record.body;
  row.bytes = record.bytes;
  row.written = record.written;
  row.content = record.content;
  row.subject = record.subject;
  counter_ += 1;
  if (context.directory.options.dedup.identity == DedupOptions::Identity::VolatileCounter) {
    row.counter = counter_;
  }
  Event sent = event(EventKind::Sent, record.conv);
  sent.cmid = row.cmid;
  sent.cseq = row.cseq;
  sent.body = row.body;
  conv.outbox.push_back(row);
  out.emplace_back(Observe{sent});
}

void SdkNode::after(const Context& context, const Compose& record, Outputs& out) {
  pump(context, *find(record.conv), out);
}

/// Sends what may go: when it is its turn, and as long as nobody waits for that.
void SdkNode::pump(const Context& context, Conversation& conv, Outputs& out) {
  if (state_ != State::Online || conv.outbox.empty()) return;
  if (conv.now.sending) {
    if (!sends_.anyone_waits()) fill_window(context, conv, out);
    return;
  }
  if (!conv.now.send_queued) sends_.wait(index_of(conv));
  conv.now.send_queued = true;
  next_to_send(context, out);
}

/// A device that writes in hundreds of conversations without a network does not send it all when it
/// is back: the answers would fill its connection (rule T4).
void SdkNode::next_to_send(const Context& context, Outputs& out) {
  const OutboxOptions& options = context.directory.options.outbox;
  while (const auto turn = sends_.next(options.at_once)) {
    Conversation& next = conversations_[*turn];
    next.now.send_queued = false;
    // A late answer may have left nothing to send.
    if (!next.outbox.empty()) begin_sending(context, next, out);
  }
}

void SdkNode::begin_sending(const Context& context, Conversation& conv, Outputs& out) {
  const OutboxOptions& options = context.directory.options.outbox;
  // Where nothing is kept for an answer, none is waited for.
  const bool waits = options.remove == OutboxOptions::Remove::OnAck;
  conv.now.sending = true;
  if (options.reconnect == OutboxOptions::Reconnect::InflightFirst) {
    resend(context, conv, Cseq{0}, out);
  }
  fill_window(context, conv, out);
  arm_resend(context, conv, out);
  conv.now.sending = waits;
  if (waits) sends_.begin();
}

/// What is in flight was the last of this turn, if anybody waits for one.
void SdkNode::end_sending(const Context& context, Conversation& conv, Outputs& out) {
  conv.now.sending = false;
  sends_.end();
  pump(context, conv, out);
  next_to_send(context, out);
}

/// Sends what the window allows, in order.
void SdkNode::fill_window(const Context& context, Conversation& conv, Outputs& out) {
  const OutboxOptions& options = context.directory.options.outbox;
  const std::size_t window =
      options.order == OutboxOptions::Order::StopAndWait ? 1 : options.window;
  for (std::size_t i = 0; i < conv.outbox.size() && i < window;) {
    OutboxRow& row = conv.outbox[i];
    if (!row.inflight) transmit(context, conv, row, out);
    if (options.remove == OutboxOptions::Remove::OnWrite) {
      conv.outbox.erase(conv.outbox.begin() + static_cast<std::ptrdiff_t>(i));
    } else {
      ++i;
    }
  }
}

/// Repeats everything unanswered from `from` on, in order.
void SdkNode::resend(const Context& context, Conversation& conv, Cseq from, Outputs& out) {
  if (!conv.now.sending) return;
  const OutboxOptions& options = context.directory.options.outbox;
  const std::size_t window =
      options.order == OutboxOptions::Order::StopAndWait ? 1 : options.window;
  for (std::size_t i = 0; i < conv.outbox.size() && i < window; ++i) {
    OutboxRow& row = conv.outbox[i];
    if (row.inflight && !row.resolving && row.cseq >= from) transmit(context, conv, row, out);
  }
}

void SdkNode::transmit(const Context& context, Conversation& conv, OutboxRow& row, Outputs& out) {
  if (context.directory.options.dedup.identity == DedupOptions::Identity::PerTry &&
      row.attempts > 0) {
    row.cmid.n = ++made_;
  }
  row.inflight = true;
  row.attempts += 1;
  out.emplace_back(SendOn{connection_, Send{{},
                                            conv.id,
                                            row.cmid,
                                            row.cseq,
                                            row.body,
                                            row.bytes,
                                            row.attempts,
                                            row.written,
                                            row.counter,
                                            row.content,
                                            row.subject}});
  arm_resend(context, conv, out);
}

bool SdkNode::awaits_answer(const Conversation& conv) {
  return std::any_of(conv.outbox.begin(), conv.outbox.end(),
                     [](const OutboxRow& row) { return row.inflight; });
}

void SdkNode::arm_resend(const Context& context, Conversation& conv, Outputs& out) {
  if (conv.now.resend_armed || !awaits_answer(conv)) return;
  const OutboxOptions& options = context.directory.options.outbox;
  conv.now.resend_armed = true;
  conv.now.resend_generation += 1;
  out.emplace_back(SetTimer{{kResend, index_of(conv), conv.now.resend_generation},
                            conv.now.resend_backoff.next(options.retry_first, options.retry_max),
                            context.directory.options.session.jitter,
                            hash_mix(kResend, context.directory.key_of(conv.id))});
}

void SdkNode::on(const Context& context, const SendAck& ack, Outputs& out) {
  Conversation* conv = find(ack.conv);
  if (conv == nullptr || conv->now.leaving) return;
  if (!of_this_lineage(context, *conv, ack.lineage, out)) return;
  for (OutboxRow& row : conv->outbox) {
    if (row.cseq != ack.cseq || row.resolving) continue;
    row.resolving = true;
    write(Resolve{ack.conv, row.cmid, row.cseq, ack.seq, ack.msgid, true}, out);
    return;
  }
}

void SdkNode::on(const Context& context, const SendNack& nack, Outputs& out) {
  Conversation* conv = find(nack.conv);
  if (conv == nullptr || conv->now.leaving) return;
  const bool advice = nack.code == SendNack::Code::NotOwner;  // whoever gives it may not know
  const bool lost = nack.code == SendNack::Code::UnknownDevice;
  if (!advice && !lost && !of_this_lineage(context, *conv, nack.lineage, out)) return;
  switch (nack.code) {
    case SendNack::Code::OutOfOrder:
      // The window goes back once per gap; what is behind every further message says the same.
      if (conv->outbox.empty() || nack.expected < conv->outbox.front().cseq) return;  // stale (H46)
      if (conv->now.went_back == nack.expected) return;
      conv->now.went_back = nack.expected;
      resend(context, *conv, nack.expected, out);
      return;
    case SendNack::Code::NotOwner:
      return;  // advisory: the timer repeats it
    case SendNack::Code::UnknownDevice:
      lose_session(out);
      connect_later(context, out);
      return;
    case SendNack::Code::Rejected:
    case SendNack::Code::Conflict:
      for (OutboxRow& row : conv->outbox) {
        if (row.cseq != nack.cseq || row.cmid != nack.cmid || row.resolving) continue;
        row.resolving = true;
        write(Resolve{nack.conv, row.cmid, row.cseq, {}, {}, false}, out);
        return;
      }
  }
}

void SdkNode::apply(const Context& context, const Resolve& record, Outputs& out) {
  Conversation& conv = *find(record.conv);
  const auto row = std::find_if(conv.outbox.begin(), conv.outbox.end(),
                                [&](const OutboxRow& r) { return r.cseq == record.cseq; });
  if (row == conv.outbox.end()) return;
  Event outcome = event(record.accepted ? EventKind::Acked : EventKind::Rejected, record.conv);
  outcome.cmid = record.cmid;
  outcome.cseq = record.cseq;
  outcome.body = row->body;
  outcome.seq = record.seq;
  outcome.msgid = record.msgid;
  outcome.lineage = conv.lineage;
  if (context.directory.forks) {
    row->seq = record.accepted ? record.seq : Seq{~std::uint64_t{0}};  // a refusal may be lost, too
    // Outcomes come in any order where one of them was lost.
    std::vector<OutboxRow>& kept = conv.rare.own().kept;
    const auto later = std::find_if(kept.begin(), kept.end(),
                                    [&](const OutboxRow& r) { return r.cseq > row->cseq; });
    kept.insert(later, *row);
  }
  conv.outbox.erase(row);
  if (record.accepted && context.directory.options.pull.cursor == PullOptions::Cursor::OwnAck) {
    conv.recv = std::max(conv.recv, record.seq);
  }
  out.emplace_back(Observe{outcome});
}

void SdkNode::after(const Context& context, const Resolve& record, Outputs& out) {
  Conversation& conv = *find(record.conv);
  conv.now.told = std::max(conv.now.told, record.seq);
  conv.now.resend_backoff.reset();
  conv.now.went_back = {};
  const bool turn_over = conv.outbox.empty() || (!awaits_answer(conv) && sends_.anyone_waits());
  if (conv.now.sending && turn_over) return end_sending(context, conv, out);
  pump(context, conv, out);
}

}  // namespace imstorm
