// Delivery without being asked: a committed message goes to every subscribed device at once.
#include <algorithm>

#include "model/node/logic.h"
#include "model/node/logic_out.h"

namespace imstorm {

/// Whoever is behind gets the message with the position of its predecessor. That it arrives is not
/// taken for granted: the notifier repeats as it does anyway (rule N1).
void LogicNode::push(const Context& context, Conversation& conv, const Entry& entry, Outputs& out) {
  if (context.directory.options.deliver.mode == DeliverOptions::Mode::NotifyPull) return;
  conv.hw = std::max(conv.hw, entry.seq);
  for (const auto& [device, index] : conv.subscriptions) {
    const Subscription& sub = subscriptions_[index];
    if (sub.recv >= entry.seq) continue;
    const Seq prev{entry.seq.value - 1};
    to_device(context, sub.via, conv.id, Push{sub.via, conv.id, conv.lineage, prev, entry}, out);
    nudge_later(context, conv, index, out);
  }
}

}  // namespace imstorm
