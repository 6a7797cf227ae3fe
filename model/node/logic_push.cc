// Delivery without being asked: a committed message goes to every subscribed device at once.
#include <algorithm>

#include "model/node/logic.h"
#include "model/node/logic_out.h"

namespace imstorm {

/// Whoever is behind gets the message with the position of its predecessor; whoever may not see it,
/// a notification, so that its cursor moves on. That it arrives is not taken for granted: the
/// notifier repeats as it does anyway (rule N1).
void LogicNode::push(const Context& context, Conversation& conv, const Entry& entry, Outputs& out) {
  const Directory& directory = context.directory;
  const DeliverOptions::Mode mode = directory.options.deliver.mode;
  if (mode == DeliverOptions::Mode::NotifyPull || !knows_members(conv)) return;
  conv.hw = std::max(conv.hw, entry.seq);
  Push pushed{{}, conv.id, conv.lineage, {}, entry};
  for (const auto& [device, index] : conv.subscriptions) {
    const Subscription& sub = subscriptions_[index];
    if (sub.recv >= entry.seq) continue;
    const UserId user = directory.device_users[device.index()];
    const bool everything = !conv.members.mixed();
    if (everything || conv.members.shows(user, entry.seq, directory.options.group.members)) {
      pushed.via = sub.via;
      pushed.prev = everything ? Seq{entry.seq.value - 1} : conv.members.before(user, entry.seq);
      to_device(context, sub.via, conv.id, pushed, out);
    } else if (mode == DeliverOptions::Mode::PushPrev) {
      to_device(context, sub.via, conv.id, Notify{sub.via, conv.id, conv.lineage, conv.hw}, out);
    }
    nudge_later(context, conv, index, out);
  }
}

}  // namespace imstorm
