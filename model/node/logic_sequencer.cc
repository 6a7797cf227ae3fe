// The sequencer of a logic process: takes epochs, appends, answers senders.
#include <algorithm>
#include <utility>

#include "model/node/logic.h"
#include "model/node/logic_out.h"

namespace imstorm {
namespace {

/// What the sender is told when the store did not append.
SendNack refusal(const Appended& result) {
  using From = Appended::Code;
  using To = SendNack::Code;
  const To code = result.code == From::OutOfOrder      ? To::OutOfOrder
                  : result.code == From::Rejected      ? To::Rejected
                  : result.code == From::Conflict      ? To::Conflict
                  : result.code == From::UnknownDevice ? To::UnknownDevice
                                                       : To::NotOwner;
  return {result.via,  result.conv,    result.cmid, result.cseq,
          result.body, result.lineage, code,        result.expected};
}

}  // namespace

void LogicNode::on(const Context& context, ProcessId, Send& send, Outputs& out) {
  learn(context, send.ring, out);
  const bool pinned = context.directory.options.route.group == RoutingOptions::Group::HashGroup;
  if (pinned && moved_away(context, context.directory.key_of(send.conv), send.ring)) {
    to_device(context, send.via, send.conv, not_owner(send), out);
    return;
  }
  Conversation& conv = conversation(context, send.conv);
  if (context.directory.options.ack.sender == AckOptions::Sender::InMemory) {
    to_device(context, send.via, send.conv,
              SendAck{send.via, send.conv, send.cmid, send.cseq, send.body, {}, {}, {}}, out);
  }
  const bool lease = context.directory.options.seq.fence == SeqOptions::Fence::LeaseClock;
  if (lease && conv.owner && context.now.steady >= conv.numbers.leased_until) conv.owner = false;
  if (conv.owner) return append(context, conv, send, out);
  if (conv.waiting.size() >= kWaitingMax) {
    to_device(context, send.via, send.conv, not_owner(send), out);
    return;
  }
  conv.waiting.push_back(send);
  take(context, conv, out);
}

void LogicNode::append(const Context& context, Conversation& conv, const Send& send, Outputs& out) {
  const ProtocolOptions& options = context.directory.options;
  if (options.seq.split() || options.msgid.split()) return draft(context, conv, send, out);
  to_store(context, conv.id, Append{conv.epoch, send}, out);
}

void LogicNode::take(const Context& context, Conversation& conv, Outputs& out) {
  if (conv.taking) return;
  conv.taking = true;
  to_store(context, conv.id, Take{conv.id, conv.epoch}, out);
}

void LogicNode::on(const Context& context, ProcessId, Taken& taken, Outputs& out) {
  Conversation& conv = conversation(context, taken.conv);
  if (!conv.taking) return;  // asked before the connection broke; the answer is stale
  const ProtocolOptions& options = context.directory.options;
  conv.taking = false;
  if (taken.failed || !follow_lineage(context, conv, taken.lineage, out)) {  // senders ask again
    for (const Send& send : conv.waiting) {
      to_device(context, send.via, send.conv, not_owner(send), out);
    }
    conv.waiting.clear();
    return;
  }
  conv.epoch = taken.epoch;
  if (!taken.won && taken.wait.ns > 0) {
    out.emplace_back(SetTimer{{kLease, slots_[conv.id] - 1, 0}, taken.wait, {}});
    return;
  }
  if (!taken.won) {
    if (!conv.waiting.empty() || conv.drives) take(context, conv, out);
    return;
  }
  conv.numbers.leased_until = context.now.steady + options.seq.lease;
  learn_members(conv, taken.members_changed, taken.members);
  raise(context, conv, taken.last, out);
  begin_fanout(context, conv, taken.fanned);
  if (!options.seq.split()) return own(context, conv, out);
  conv.numbers.top = std::max(conv.numbers.top, taken.top);
  conv.taking = conv.numbers.resolving = true;
  peek(context, conv, out);
}

void LogicNode::own(const Context& context, Conversation& conv, Outputs& out) {
  conv.owner = true;
  conv.drives = false;
  fan_out(context, conv, out);
  std::vector<Send> waiting;
  waiting.swap(conv.waiting);
  for (const Send& send : waiting) append(context, conv, send, out);
}

/// Somebody else may write now. The epoch stays as the one to expect next.
void LogicNode::step_down(Conversation& conv) {
  distrust(conv);
  conv.waiting.clear();
}

/// Of what was under way nobody knows what became of it (rule S5): its senders ask again.
void LogicNode::distrust(Conversation& conv) {
  // Whoever was not done with copying takes the epoch again to go on with it.
  conv.drives = conv.drives || (conv.owner && conv.fanout.active() && conv.fanout.done() < conv.hw);
  conv.owner = false;
  conv.taking = conv.numbers.resolving = false;
  conv.numbers.drafts.clear();
  conv.numbers.held.clear();
  conv.cache.clear();
  conv.fanout.stop();
}

void LogicNode::on(const Context& context, ProcessId, Appended& result, Outputs& out) {
  using Code = Appended::Code;
  Conversation& conv = conversation(context, result.conv);
  const bool unknown = result.code == Code::Failed;
  if (!unknown && !follow_lineage(context, conv, result.lineage, out)) return step_down(conv);
  // An unknown outcome: what is held in memory may not be current any more (S5).
  if (result.code == Code::Fenced || result.code == Code::Failed) step_down(conv);
  if (result.code == Code::Fenced) conv.drives = false;  // its successor does
  if (conv.drives) take(context, conv, out);
  learn_members(conv, result.members_changed, result.members);
  if (result.code == Code::Occupied && offer_again(context, conv, result, out)) return;
  finish_draft(context, conv, result, out);
  tell_outcome(context, conv, result, out);
  // Of whatever code it was, its number may be the one that others above it waited for.
  if (context.directory.options.seq.split()) fan_out(context, conv, out);
}

/// To its sender, and, where it is a message that may be read now, to everybody else.
void LogicNode::tell_outcome(const Context& context, Conversation& conv, const Appended& result,
                             Outputs& out) {
  using Code = Appended::Code;
  const bool split = context.directory.options.seq.split();
  if (result.code != Code::Committed && result.code != Code::Duplicate) {
    to_device(context, result.via, result.conv, refusal(result), out);
    if (split) raise(context, conv, result.hw, out);
    return;
  }
  const SendAck ack{result.via,  result.conv,    result.cmid, result.cseq,
                    result.body, result.lineage, result.seq,  result.msgid};
  if (split && hold_back(context, conv, result, ack, out)) return;
  to_device(context, result.via, result.conv, ack, out);
  if (result.code != Code::Committed) return;
  conv.cache.put(*result.entry, context.directory.options.store.cache_max);
  if (context.directory.is_pulled(conv.id)) push(context, conv, *result.entry, out);
  raise(context, conv, split ? result.hw : result.seq, out);
  fan_out_fresh(context, conv, *result.entry, out);
}

/// A lineage later than the one known here: what is known of the log, and of how far devices are,
/// counts no more, and each must hear of it. False: it is an earlier one, and its news are stale.
bool LogicNode::follow_lineage(const Context& context, Conversation& conv, Lineage lineage,
                               Outputs& out) {
  if (lineage <= conv.lineage) return lineage == conv.lineage;
  conv.lineage = lineage;
  conv.hw = {};
  conv.cache.clear();
  conv.owner = false;
  conv.numbers.drafts.clear();
  conv.numbers.held.clear();
  conv.numbers.top = {};
  // Who joined or left behind the fork did not.
  conv.members = {};
  conv.members_changed = conv.roll.end = {};
  conv.roll.as_of = std::nullopt;
  admit_founders(context, conv);
  for (const auto& [device, index] : conv.subscriptions) {
    Subscription& sub = subscriptions_[index];
    sub.recv = sub.consumed = {};
    if (sub.deaf) continue;
    to_device(context, sub.via, conv.id, Notify{sub.via, conv.id, conv.lineage, {}}, out);
  }
  return true;
}

/// The high-water mark is known to be at `hw`, from whatever source: everybody behind it is
/// notified.
void LogicNode::raise(const Context& context, Conversation& conv, Seq hw, Outputs& out) {
  if (hw <= conv.hw) return;
  conv.hw = hw;
  const bool pulls = context.directory.options.deliver.mode != DeliverOptions::Mode::Push &&
                     context.directory.is_pulled(conv.id);
  for (const auto& [device, index] : conv.subscriptions) {
    const Subscription& sub = subscriptions_[index];
    if (!pulls || sub.recv >= conv.hw || sub.deaf) continue;
    to_device(context, sub.via, conv.id, Notify{sub.via, conv.id, conv.lineage, conv.hw}, out);
    nudge_later(context, conv, index, out);
  }
  release_held(context, conv, out);
}

}  // namespace imstorm
