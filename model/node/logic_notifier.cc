// The notifier of a logic process: who wants to hear of a conversation, and what each is owed.
#include <algorithm>
#include <utility>

#include "model/node/logic.h"
#include "model/node/logic_out.h"
#include "sim/core/ensure.h"

namespace imstorm {

// Subscriptions.

/// The subscription that a device's frame speaks for, unless a newer session has taken it over.
Subscription* LogicNode::subscription(Conversation& conv, const Via& via,
                                      const Directory& directory) {
  const std::uint32_t* index = conv.subscriptions.find(via.device);
  if (index == nullptr) return nullptr;
  Subscription& sub = subscriptions_[*index];
  const bool epoch = directory.options.session.takeover == SessionOptions::Takeover::Epoch;
  if (sub.via.inst != via.inst || (epoch && sub.via.session != via.session)) return nullptr;
  return &sub;
}

void LogicNode::on(const Context& context, ProcessId, Subscribe& request, Outputs& out) {
  learn(context, request.ring, out);
  // It was in this process's queue when the last connection to its gateway ended, which ends its
  // subscriptions: that one comes again when there is a connection.
  if (!leaders_.reaches(request.via.gateway)) return;
  Conversation& conv = conversation(context, request.at.conv);
  const std::uint32_t* known = conv.subscriptions.find(request.via.device);
  if (known != nullptr && subscriptions_[*known].via.session > request.via.session) {
    const Head head{conv.id, conv.lineage, conv.hw, {}};
    to_device(context, request.via, conv.id, Subscribed{request.via, head, true, ring_}, out);
    return;
  }
  // A SYNC must not begin anew what is to be repeated in a while: it may come more often than that.
  const bool again = known != nullptr &&
                     subscriptions_[*known].via.session == request.via.session &&
                     subscriptions_[*known].via.inst == request.via.inst;
  const Subscription before = again ? subscriptions_[*known] : Subscription{};
  const std::uint32_t index = again ? *known : take_slot(known);
  Subscription& sub = subscriptions_[index];
  const std::uint32_t generation = sub.generation;
  sub = {};
  sub.generation = again ? generation : generation + 1;
  sub.armed = before.armed;
  sub.backoff = before.backoff;
  sub.unreported = before.unreported;
  sub.progress = again ? before.progress : context.now.steady;
  sub.live = true;
  sub.conv = conv.id;
  sub.via = request.via;
  if (request.at.lineage == conv.lineage) {
    sub.recv = request.at.recv;
    sub.consumed = request.at.consumed;
  }
  if (sub.recv > before.recv || sub.consumed > before.consumed) sub.progress = context.now.steady;
  sub.deaf = request.look;
  sub.rebasing = request.rebase;
  sub.proven = request.proven;
  conv.subscriptions[request.via.device] = index;
  // The subscription is live before the head is read: nothing committed in between goes unnoticed
  // (G3).
  to_store(context, conv.id, Attach{request.via, request.at, request.rebase, request.proven}, out);
  if (!sub.deaf) nudge_later(context, conv, index, out);
}

/// Room for a subscription, in place of the one of an earlier session.
std::uint32_t LogicNode::take_slot(const std::uint32_t* known) {
  if (known != nullptr) drop(*known);
  if (free_.empty()) {
    subscriptions_.emplace_back();
    return static_cast<std::uint32_t>(subscriptions_.size()) - 1;
  }
  const std::uint32_t index = free_.back();
  free_.pop_back();
  return index;
}

void LogicNode::on(const Context& context, ProcessId, Attached& attached, Outputs& out) {
  Conversation& conv = conversation(context, attached.head.conv);
  if (!follow_lineage(context, conv, attached.head.lineage, out)) return;
  if (conv.owner && attached.epoch > conv.epoch) {
    step_down(conv);
    conv.drives = false;
  }
  raise(context, conv, attached.head.hw, out);
  watch_hole(context, conv, attached.head.top, out);
  resume_fanout(context, conv, attached.fanned, attached.head.hw, out);
  Subscription* sub = subscription(conv, attached.via, context.directory);
  if (sub == nullptr) return;
  if (attached.unproven) {
    to_device(context, attached.via, conv.id,
              Subscribed{attached.via, attached.head, false, ring_, true}, out);
    return;
  }
  const std::uint32_t index = *conv.subscriptions.find(attached.via.device);
  sub->rebasing = false;
  sub->attached = true;
  if (attached.superseded) {
    to_device(context, attached.via, conv.id, Subscribed{attached.via, attached.head, true, ring_},
              out);
    drop(index);
    return;
  }
  const bool ahead = sub->recv > attached.recv || sub->consumed > attached.consumed;
  // A SYNC says that the device is there, which must be written where that counts (rule D3).
  const bool waited_for = context.directory.options.ack.retain.ns > 0;
  if (ahead || waited_for) report_later(context, conv, index, out);
  // After a failover the gateway does not know how far the device is; the store does, roughly.
  sub->recv = std::max(sub->recv, attached.recv);
  sub->consumed = std::max(sub->consumed, attached.consumed);
  to_device(context, attached.via, conv.id, Subscribed{attached.via, attached.head, false, ring_},
            out);
  if (!sub->deaf) nudge_later(context, conv, index, out);
}

void LogicNode::on(const Context& context, ProcessId, Unsubscribe& request, Outputs&) {
  Conversation& conv = conversation(context, request.conv);
  const std::uint32_t* index = conv.subscriptions.find(request.via.device);
  const bool any =
      context.directory.options.notify.presence == NotifyOptions::Presence::Unconditional;
  if (index != nullptr && any) {
    drop(*index);
  } else if (index != nullptr && subscriptions_[*index].via.session <= request.via.session &&
             subscriptions_[*index].via.gateway == request.via.gateway) {
    drop(*index);
  }
}

void LogicNode::drop(std::uint32_t index) {
  Subscription& sub = subscriptions_[index];
  conversations_[*slots_.find(sub.conv) - 1].subscriptions.erase(sub.via.device);
  sub.live = false;
  sub.generation += 1;
  free_.push_back(index);
}

// Delivery.

void LogicNode::on(const Context& context, ProcessId, Pull& pull, Outputs& out) {
  Conversation& conv = conversation(context, pull.conv);
  const bool same = pull.lineage == conv.lineage;
  if (same) advance(context, conv, pull.via, pull.recv, pull.consumed, out);
  const bool newest_first = context.directory.options.pull.page == PullOptions::Page::NewestFirst;
  const bool here =
      same && conv.cache.covers(pull.after) && conv.hw >= pull.min_hw && knows_members(conv);
  if (!here || pull.since != Instant{}) {
    const Subscription* sub = subscription(conv, pull.via, context.directory);
    to_reader(context, conv, pull, sub != nullptr && sub->attached, out);
    return;
  }
  Data data{pull.via, pull.req, pull.conv, conv.lineage, pull.after, {}, conv.hw, false, {}, {}};
  conv.cache.copy(pull.after, pull.limit, newest_first, data.entries);
  data.next = data.entries.back().seq;
  data.more = data.next < conv.hw;
  keep_visible(context, conv, pull.via, data);
  data.consume_upto = pull.recv;
  mark_repeats(context, subscription(conv, pull.via, context.directory), data);
  to_device(context, pull.via, conv.id, std::move(data), out);
}

/// As MQTT's DUP flag: says of each entry whether it was sent to this device before.
void LogicNode::mark_repeats(const Context& context, Subscription* sub, Data& data) {
  const ConsumeOptions& options = context.directory.options.consume;
  if (sub == nullptr || options.duplicate != ConsumeOptions::Duplicate::DupFlag) return;
  data.dup_upto = sub->served;
  sub->served = std::max(sub->served, data.next);
}

void LogicNode::on(const Context& context, ProcessId, Page& page, Outputs& out) {
  if (!page.via.device) return on_fanout_page(context, page, out);
  Conversation& conv = conversation(context, page.head.conv);
  if (page.answer == Page::Answer::Behind) {
    const std::uint32_t limit = context.directory.options.pull.limit;
    to_store(context, conv.id,
             Read{page.via, page.req, conv.id, page.head.lineage, page.after, limit, kAskLeader},
             out);
    return;
  }
  if (!follow_lineage(context, conv, page.head.lineage, out)) return;
  raise(context, conv, page.head.hw, out);
  if (page.answer == Page::Answer::Resync) {
    to_device(context, page.via, conv.id,
              Resync{page.via, page.req, conv.id, page.head.lineage, page.fork, page.head.hw}, out);
    return;
  }
  watch_hole(context, conv, page.head.top, out);
  if (page.next < page.head.floor) {
    to_device(context, page.via, conv.id,
              Truncated{page.via, page.req, conv.id, page.head.lineage, page.head.floor,
                        std::move(page.origins.own())},
              out);
    return;
  }
  Data data{page.via,     page.req,
            conv.id,      page.head.lineage,
            page.after,   page.next,
            page.head.hw, page.next < page.head.hw,
            {},           std::move(page.entries)};
  Subscription* sub = subscription(conv, page.via, context.directory);
  if (sub != nullptr) data.consume_upto = sub->recv;
  mark_repeats(context, sub, data);
  to_device(context, page.via, conv.id, std::move(data), out);
}

void LogicNode::on(const Context& context, ProcessId, Ack& ack, Outputs& out) {
  Conversation& conv = conversation(context, ack.conv);
  if (ack.lineage != conv.lineage) return;
  advance(context, conv, ack.via, ack.recv, ack.consumed, out);
}

void LogicNode::on(const Context& context, ProcessId, ConsumeAck& ack, Outputs& out) {
  const bool last = context.directory.options.ack.apply == AckOptions::Apply::Last;
  const Seq recv = last ? Seq{} : ack.consumed;
  Conversation& conv = conversation(context, ack.conv);
  if (ack.lineage != conv.lineage) return;
  advance(context, conv, ack.via, recv, ack.consumed, out);
}

void LogicNode::advance(const Context& context, Conversation& conv, const Via& via, Seq recv,
                        Seq consumed, Outputs& out) {
  Subscription* sub = subscription(conv, via, context.directory);
  if (sub == nullptr) return;
  const Seq before = sub->recv;
  const AckOptions::Apply apply = context.directory.options.ack.apply;
  if (!sub->advance(recv, consumed, context.now.steady, apply)) return;
  const std::uint32_t index = *conv.subscriptions.find(via.device);
  if (sub->recv > before) permit(context, *sub, out);
  if (!sub->deaf) nudge_later(context, conv, index, out);
  report_later(context, conv, index, out);
}

/// The store learns of moved cursors now and then, many at a time: it needs them for trimming only.
void LogicNode::report_later(const Context& context, Conversation& conv, std::uint32_t index,
                             Outputs& out) {
  if (subscriptions_[index].unreported) return;
  subscriptions_[index].unreported = true;
  conv.unreported.push_back(index);
  if (conv.unreported.size() > 1) return;
  conv.report_generation += 1;
  const std::uint32_t slot = slots_[conv.id] - 1;
  out.emplace_back(SetTimer{
      {kReport, slot, conv.report_generation}, context.directory.options.ack.report_every, {}});
}

/// The store could not keep it.
void LogicNode::on(const Context& context, ProcessId, Cursors& unkept, Outputs& out) {
  Conversation& conv = conversation(context, unkept.conv);
  for (const Cursors::Row& row : unkept.rows) {
    const std::uint32_t* index = conv.subscriptions.find(row.device);
    if (index != nullptr) report_later(context, conv, *index, out);
  }
}

void LogicNode::report_again(const Context& context, Conversation& conv, Outputs& out) {
  for (const auto& [device, index] : conv.subscriptions) {
    if (subscriptions_[index].recv > Seq{}) report_later(context, conv, index, out);
  }
}

/// Phase two: what the device has acknowledged, its app may have.
void LogicNode::permit(const Context& context, const Subscription& sub, Outputs& out) {
  const ConsumeOptions& options = context.directory.options.consume;
  if (options.phases != ConsumeOptions::Phases::TwoServer) return;
  const Lineage lineage = conversations_[*slots_.find(sub.conv) - 1].lineage;
  if (options.permit == ConsumeOptions::Permit::PerMessage) {
    Seq seq = sub.consumed;
    for (std::uint32_t n = 0; seq < sub.recv && n < kPermitsMax; ++n) {
      seq = seq.next();
      to_device(context, sub.via, sub.conv, Consume{sub.via, sub.conv, lineage, seq}, out);
    }
    return;
  }
  to_device(context, sub.via, sub.conv, Consume{sub.via, sub.conv, lineage, sub.recv}, out);
}

// Repetition.

void LogicNode::nudge_later(const Context& context, const Conversation& conv, std::uint32_t index,
                            Outputs& out) {
  Subscription& sub = subscriptions_[index];
  const ProtocolOptions& options = context.directory.options;
  const Subscription::Debt debt = sub.debt(notified(conv, context.directory), options);
  if (sub.armed || debt == Subscription::Debt::None) return;
  sub.armed = true;
  const bool notify = debt == Subscription::Debt::Notify;
  const Duration wait =
      notify ? sub.backoff.next(options.notify.retry_first, options.notify.retry_max)
             : sub.backoff.next(options.consume.retry_first, options.consume.retry_max);
  const std::uint64_t about = hash_mix(context.directory.key_of(conv.id),
                                       context.directory.device_keys[sub.via.device.index()]);
  out.emplace_back(SetTimer{{kNudge, index, sub.generation}, wait, options.session.jitter, about});
}

void LogicNode::on_nudge(const Context& context, std::uint32_t index, Outputs& out) {
  Subscription& sub = subscriptions_[index];
  if (!sub.live) return;
  sub.armed = false;
  Conversation& conv = conversation(context, sub.conv);
  const ProtocolOptions& options = context.directory.options;
  const Subscription::Debt debt = sub.debt(notified(conv, context.directory), options);
  // A device that got further a moment ago is at work: give it the full time again.
  const Duration full =
      debt == Subscription::Debt::Notify ? options.notify.retry_first : options.consume.retry_first;
  const bool at_work = context.now.steady - sub.progress < full;
  if (debt == Subscription::Debt::Notify && !at_work) {
    to_device(context, sub.via, conv.id, Notify{sub.via, conv.id, conv.lineage, conv.hw}, out);
  } else if (debt == Subscription::Debt::Consume && !at_work) {
    permit(context, sub, out);
  }
  nudge_later(context, conv, index, out);
}

void LogicNode::on_report(const Context& context, Conversation& conv, Outputs& out) {
  Cursors cursors{conv.id, {}, conv.lineage};
  for (const std::uint32_t index : conv.unreported) {
    Subscription& sub = subscriptions_[index];
    if (!sub.live || sub.conv != conv.id || !sub.unreported) continue;
    sub.unreported = false;
    cursors.rows.push_back({sub.via.device, sub.via.inst, sub.via.session, sub.recv, sub.consumed});
  }
  conv.unreported.clear();
  if (!cursors.rows.empty()) to_store(context, conv.id, std::move(cursors), out);
}

}  // namespace imstorm
