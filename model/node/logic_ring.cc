// Which keys are a logic process's own: by the newest ring that it has heard of.
#include <utility>

#include "model/node/logic.h"
#include "model/node/logic_out.h"

namespace imstorm {

void LogicNode::step(const Context& context, RingNews input, Outputs& out) {
  learn(context, input.version, out);
}

/// Whoever sees a newer version than its own goes by that one, and gives up what is not its own any
/// more. That is courtesy: what counts is the epoch in the store (rules L1 and L2).
void LogicNode::learn(const Context& context, std::uint32_t version, Outputs& out) {
  if (version <= ring_) return;
  ring_ = version;
  const RoutingOptions& options = context.directory.options.route;
  if (options.rehash != RoutingOptions::Rehash::Fenced) return;
  if (options.group != RoutingOptions::Group::HashGroup) return;  // more than one owner anyway
  const Ring& ring = context.directory.rings[ring_];
  for (Conversation& conv : conversations_) {
    if (ring.owner(context.directory.key_of(conv.id)) == context.self) continue;
    if (conv.owner || conv.taking) hand_over(context, conv, out);
  }
}

/// What waits is refused: its senders find the new owner.
void LogicNode::hand_over(const Context& context, Conversation& conv, Outputs& out) {
  for (const Send& send : conv.waiting) {
    to_device(context, send.via, send.conv, not_owner(send), out);
  }
  step_down(conv);
}

/// Was it sent here by an older ring, and somebody else has owned its key since? What waited here
/// meanwhile is behind, even if the key has come back. By the newest ring a key may come here
/// though it is not this process's own: its owner cannot be reached.
bool LogicNode::moved_away(const Context& context, std::uint64_t key,
                           std::uint32_t routed_by) const {
  if (context.directory.options.route.rehash != RoutingOptions::Rehash::Fenced) return false;
  for (std::uint32_t version = routed_by; version < ring_; ++version) {
    if (context.directory.rings[version + 1].owner(key) != context.self) return true;
  }
  return false;
}

SendNack LogicNode::not_owner(const Send& send) const {
  return {send.via, send.conv, send.cmid, send.cseq, send.body, {}, SendNack::Code::NotOwner,
          {},       ring_};
}

void LogicNode::on(const Context&, ProcessId from, Ping&, Outputs& out) {
  out.emplace_back(SendTo{from, from.value, Pong{}});
}

}  // namespace imstorm
