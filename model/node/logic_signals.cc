// A logic process passes signals on: one after the other, to each receiver that is there.
#include <algorithm>
#include <utility>

#include "model/node/logic.h"

namespace imstorm {
namespace {

/// What the store said of a group's members counts for so long.
constexpr Duration kRollFresh = seconds(1);
/// Signals of one group that wait for it; more are lost.
constexpr std::size_t kHeldMax = 100;

}  // namespace

/// Who owns its key passes it on, and says by which ring: so of two owners that there are for a
/// while, each receiver takes the newer one's signals last.
void LogicNode::on(const Context& context, ProcessId, Signal& signal, Outputs& out) {
  const Directory& directory = context.directory;
  const UserId sender = directory.device_users[signal.via.device.index()];
  const std::uint64_t key = directory.signal_key(signal.conv, sender, signal.to);
  learn(context, signal.ring, out);
  const RoutingOptions& options = directory.options.route;
  const bool pinned = signal.conv ? options.group == RoutingOptions::Group::HashGroup
                                  : options.unicast == RoutingOptions::Unicast::Hash;
  if (pinned && moved_away(context, key, signal.ring)) {
    SendNack refusal;
    refusal.via = signal.via;
    refusal.conv = signal.conv;
    refusal.body = signal.body;
    refusal.code = SendNack::Code::NotOwner;
    refusal.ring = ring_;
    out.emplace_back(SendTo{signal.via.gateway, key, refusal});
    return;
  }
  Conversation* conv = nullptr;
  if (signal.conv && directory.conv_changes[signal.conv.index()]) {
    conv = &conversation(context, signal.conv);
    if (!fresh_roll(context, *conv, signal, out)) return;
  }
  pass_on(context, conv, signal, key, out);
}

/// To whoever is in the group by what the store said less than a second ago (rule G8): an owner
/// that does not know yet that it is none any more would not hear of changes.
bool LogicNode::fresh_roll(const Context& context, Conversation& conv, const Signal& signal,
                           Outputs& out) {
  Roll& roll = conv.roll;
  const Instant now = context.now.steady;
  if (roll.as_of && now < *roll.as_of + kRollFresh) return true;
  const bool waits = roll.asked && now < *roll.asked + kRollFresh;
  if (!waits) {
    roll.held.clear();  // a late signal is worth nothing
    ask_members(context, conv, out);
  }
  if (roll.held.size() < kHeldMax) roll.held.push_back(signal);
  return false;
}

void LogicNode::ask_members(const Context& context, Conversation& conv, Outputs& out) {
  conv.roll.asked = context.now.steady;
  to_store(context, conv.id, AskMembers{conv.id, ++conv.roll.turn}, out);
}

void LogicNode::on(const Context& context, ProcessId from, Members& members, Outputs& out) {
  Conversation& conv = conversation(context, members.conv);
  if (!follow_lineage(context, conv, members.lineage, out)) return;
  learn_members(conv, members.changed, members.rows);
  if (!conv.roll.asked || members.turn != conv.roll.turn) return;
  conv.roll.as_of = std::exchange(conv.roll.asked, std::nullopt);
  conv.roll.end = members.end;
  for (Signal& signal : std::exchange(conv.roll.held, {})) on(context, from, signal, out);
}

/// `conv`: where members come and go; null: everybody there is from the start.
void LogicNode::pass_on(const Context& context, const Conversation* conv, const Signal& signal,
                        std::uint64_t key, Outputs& out) {
  const Directory& directory = context.directory;
  // A change that is stored behind an undecided position has not happened to anybody yet.
  const Seq next = conv == nullptr ? Seq{} : std::max(conv->roll.end, conv->hw).next();
  const auto in = [&](DeviceId device) {
    const UserId user = directory.device_users[device.index()];
    if (conv == nullptr) return true;
    return conv->members.mixed() ? conv->members.sees(user, next)
                                 : directory.founds(conv->id, user);
  };
  if (!in(signal.via.device)) return;
  const std::vector<DeviceId>& devices = signal.conv ? directory.conv_devices[signal.conv.index()]
                                                     : directory.user_devices[signal.to.index()];
  for (const DeviceId device : devices) {
    const Present* present = present_.find(device);
    if (device == signal.via.device || present == nullptr || !present->here || !in(device))
      continue;
    out.emplace_back(SendTo{present->via.gateway, key,
                            Relay{present->via, signal.via.device, signal.via.session, signal.conv,
                                  signal.body, ring_}});
  }
}

/// The newest session counts: what an older one says late changes nothing.
void LogicNode::on(const Context&, ProcessId, Presence& presence, Outputs&) {
  Present& present = present_[presence.via.device];
  if (presence.via.session < present.via.session) return;
  present = {presence.via, presence.here};
}

}  // namespace imstorm
