#include "model/node/logic.h"

#include "sim/core/ensure.h"

namespace imstorm {

void LogicNode::step(const Context&, Started, Outputs&) { *this = {}; }

void LogicNode::step(const Context& context, Received input, Outputs& out) {
  std::visit([&](auto& frame) { on(context, input.from, frame, out); }, input.frame);
}

void LogicNode::step(const Context& context, TimerFired input, Outputs& out) {
  const std::uint32_t index = input.timer.index;
  if (input.timer.what == kNudge) {
    ensure(index < subscriptions_.size(), "a nudge for no subscription");
    if (subscriptions_[index].generation == input.timer.generation) on_nudge(context, index, out);
    return;
  }
  if (input.timer.what == kSeek) return on_seek(context, index, out);
  ensure(index < conversations_.size(), "a timer of no conversation");
  Conversation& conv = conversations_[index];
  if (input.timer.what == kHole) {
    if (conv.numbers.hole_generation == input.timer.generation) on_hole(context, conv, out);
    return;
  }
  if (input.timer.what == kLease) {
    if (!conv.owner && (!conv.waiting.empty() || conv.drives)) take(context, conv, out);
    return;
  }
  if (input.timer.what == kFanout) {
    if (conv.fanout.generation == input.timer.generation) on_fanout_timer(context, conv, out);
    return;
  }
  if (conv.report_generation == input.timer.generation) on_report(context, conv, out);
}

/// A lost connection to a store leaves commits with an unknown outcome: nothing held in memory may
/// be trusted to be current (rule S5). A lost gateway takes its devices' subscriptions along.
void LogicNode::step(const Context& context, PeerDown input, Outputs&) {
  for (Conversation& conv : conversations_) {
    if (store_of(context, conv.id) == input.peer) step_down(conv);
  }
  if (input.last) gone_[input.peer] = true;
  forget_numbers(context, input.peer);
  if (!input.last) return;
  leaders_.down(input.peer);
  for (std::uint32_t i = 0; i < subscriptions_.size(); ++i) {
    if (subscriptions_[i].live && subscriptions_[i].via.gateway == input.peer) drop(i);
  }
}

/// What was asked while the store, or an id service, could not be reached never left, and what it
/// was told before may not have become durable.
void LogicNode::step(const Context& context, PeerUp input, Outputs& out) {
  leaders_.up(input.peer);
  gone_.erase(input.peer);
  forget_numbers(context, input.peer);
  for (Conversation& conv : conversations_) {
    if (store_of(context, conv.id) != input.peer) continue;
    report_again(context, conv, out);
    const bool wanted = conv.taking || (conv.drives && !conv.owner);
    if (!wanted) continue;
    conv.taking = conv.numbers.resolving = false;
    take(context, conv, out);
  }
}

void LogicNode::step(const Context&, CacheFlushed, Outputs&) {
  for (Conversation& conv : conversations_) conv.cache.clear();
}

std::size_t LogicNode::cached() const {
  std::size_t sum = 0;
  for (const Conversation& conv : conversations_) sum += conv.cache.size();
  return sum;
}

std::uint64_t LogicNode::owed(const Directory& directory, Subscription::Debt debt) const {
  std::uint64_t sum = 0;
  for (const Subscription& sub : subscriptions_) {
    if (!sub.live) continue;
    const Conversation& conv = conversations_[*slots_.find(sub.conv) - 1];
    if (sub.debt(notified(conv, directory), directory.options) == debt) ++sum;
  }
  if (debt != Subscription::Debt::Notify) return sum;
  for (const Conversation& conv : conversations_) sum += conv.fanout.size();
  return sum;
}

template <class F>
void LogicNode::on(const Context&, ProcessId, F&, Outputs&) {
  fail("a logic process was sent a frame that is not for it");
}

/// How far devices are notified: not at all of what they do not pull.
Seq LogicNode::notified(const Conversation& conv, const Directory& directory) {
  return directory.is_pulled(conv.id) ? conv.hw : Seq{};
}

LogicNode::Conversation& LogicNode::conversation(const Context& context, ConvId conv) {
  std::uint32_t& slot = slots_[conv];
  if (slot == 0) {
    conversations_.emplace_back().id = conv;
    slot = static_cast<std::uint32_t>(conversations_.size());
    admit_founders(context, conversations_.back());
  }
  return conversations_[slot - 1];
}

}  // namespace imstorm
