// A logic process passes signals on: one after the other, to each receiver that is there.
#include "model/node/logic.h"

namespace imstorm {

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
  const std::vector<DeviceId>& devices = signal.conv ? directory.conv_devices[signal.conv.index()]
                                                     : directory.user_devices[signal.to.index()];
  for (const DeviceId device : devices) {
    const Present* present = present_.find(device);
    if (signal.conv && !directory.founds(signal.conv, directory.device_users[device.index()])) {
      continue;  // who comes and goes is not in the ring of those who are signalled
    }
    if (device == signal.via.device || present == nullptr || !present->here) continue;
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
