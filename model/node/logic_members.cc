// Who may see what, as far as a logic process knows. The store's record decides; this is a cache of
// it, used only where it is as new as the entries that it is applied to.
#include <algorithm>

#include "model/node/logic.h"

namespace imstorm {

/// Who is a member from the start, where others may join: until this process hears of a change, the
/// others see nothing.
void LogicNode::admit_founders(const Context& context, Conversation& conv) {
  const Directory& directory = context.directory;
  if (directory.is_inbox(conv.id)) return;
  for (const DeviceId device : directory.conv_devices[conv.id.index()]) {
    const UserId user = directory.device_users[device.index()];
    if (directory.founds(conv.id, user)) continue;
    for (const UserId founder : directory.conv_members[conv.id.index()]) {
      conv.members.admit(founder);
    }
    conv.members.know(user);
    return;
  }
}

/// Results tell where the members last changed, and the rows where this very result changed them.
void LogicNode::learn_members(Conversation& conv, Seq changed, const std::vector<MemberRow>& rows) {
  conv.members_changed = std::max(conv.members_changed, changed);
  if (!rows.empty() && changed >= conv.members.changed()) {
    conv.members = Membership::of(rows, changed);
  }
}

/// An entry of the log above what is known here changes it.
void LogicNode::follow_members(const Context& context, Conversation& conv, const Entry& entry) {
  if (!changes_members(entry.content) || entry.seq <= conv.members.changed()) return;
  if (!conv.members.mixed()) {
    for (const UserId user : context.directory.conv_members[conv.id.index()]) {
      conv.members.admit(user);
    }
  }
  conv.members.apply(entry);
  conv.members_changed = std::max(conv.members_changed, entry.seq);
}

bool LogicNode::knows_members(const Conversation& conv) {
  return conv.members.changed() >= conv.members_changed;
}

/// Takes out what is not for the reader; the page has been examined all the same (rule P2).
void LogicNode::keep_visible(const Context& context, const Conversation& conv, const Via& via,
                             Data& data) {
  if (!conv.members.mixed()) return;
  const UserId user = context.directory.device_users[via.device.index()];
  const GroupOptions::Members members = context.directory.options.group.members;
  data.entries.erase(std::remove_if(data.entries.begin(), data.entries.end(),
                                    [&](const Entry& entry) {
                                      return !conv.members.shows(user, entry.seq, members);
                                    }),
                     data.entries.end());
  Membership::link(data.after, data.entries);
}

}  // namespace imstorm
