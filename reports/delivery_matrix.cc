#include "reports/delivery_matrix.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace imstorm {
namespace {

/// What a history says of messages, by the workload's name for them.
class Deliveries {
 public:
  explicit Deliveries(const std::vector<Event>& history) {
    for (const Event& event : history) see(event);
  }

  struct Sent {
    Instant at;
    ConvId conv;
    DeviceId device;
    std::set<UserId> members;
    bool accepted = false;
  };
  struct Taken {
    std::map<InstId, std::int64_t> times;
    Instant first;
  };

  std::vector<BodyId> order;  // of sending
  std::map<BodyId, Sent> sent;
  std::map<std::pair<DeviceId, BodyId>, Taken> taken;
  std::map<DeviceId, UserId> devices;

 private:
  void see(const Event& event) {
    switch (event.kind) {
      case EventKind::Joined:
        members_[event.conv].insert(event.user);
        break;
      case EventKind::Left:
        members_[event.conv].erase(event.user);
        break;
      case EventKind::Installed:
        devices[event.device] = event.user;
        break;
      case EventKind::Sent:
        if (event.body && sent.try_emplace(event.body, sent_by(event)).second) {
          order.push_back(event.body);
        }
        break;
      case EventKind::Accepted:
        accept(event);
        break;
      case EventKind::Consumed:
        take(event);
        break;
      default:
        break;
    }
  }

  Sent sent_by(const Event& event) {
    return {event.at, event.conv, event.device, members_[event.conv], false};
  }

  void accept(const Event& event) {
    const auto found = sent.find(event.body);
    if (found == sent.end() || found->second.accepted) return;
    found->second.accepted = true;
    found->second.members = members_[event.conv];
  }

  void take(const Event& event) {
    if (!event.body) return;
    const auto [entry, fresh] = taken.try_emplace({event.device, event.body});
    if (fresh) entry->second.first = event.at;
    entry->second.times[event.inst] += 1;
  }

  std::map<ConvId, std::set<UserId>> members_;
};

/// At most `max` of them in their order: those that matter, and around the first of these.
template <class Id>
std::vector<Id> chosen(const std::vector<Id>& all, const std::set<Id>& matters, std::size_t max) {
  if (all.size() <= max) return all;
  const auto first =
      std::find_if(all.begin(), all.end(), [&](const Id& id) { return matters.count(id) != 0; });
  std::size_t at = first == all.end() ? 0 : static_cast<std::size_t>(first - all.begin());
  at = std::min(at > max / 2 ? at - max / 2 : 0, all.size() - max);
  std::set<Id> keep;
  for (const Id& id : matters) {
    if (keep.size() < max) keep.insert(id);
  }
  for (; at < all.size() && keep.size() < max; ++at) keep.insert(all[at]);
  std::vector<Id> found;
  std::copy_if(all.begin(), all.end(), std::back_inserter(found),
               [&](const Id& id) { return keep.count(id) != 0; });
  return found;
}

std::int64_t most(const Deliveries::Taken& taken) {
  std::int64_t times = 0;
  for (const auto& [inst, count] : taken.times) times = std::max(times, count);
  return times;
}

}  // namespace

DeliveryMatrix delivery_matrix(const std::vector<Event>& history, const Names& names,
                               const std::vector<Event>& matters) {
  const Deliveries seen(history);
  std::set<BodyId> bodies;
  std::set<DeviceId> wanted;
  for (const Event& event : matters) {
    if (event.body) bodies.insert(event.body);
    if (event.device) wanted.insert(event.device);
  }
  std::vector<DeviceId> all;
  for (const auto& [device, user] : seen.devices) all.push_back(device);
  const auto devices = chosen(all, wanted, DeliveryMatrix::kDevicesMax);
  const auto messages = chosen(seen.order, bodies, DeliveryMatrix::kMessagesMax);

  DeliveryMatrix matrix;
  matrix.left_out_devices = all.size() - devices.size();
  matrix.left_out_messages = seen.order.size() - messages.size();
  for (const BodyId body : messages) {
    const Deliveries::Sent& sent = seen.sent.at(body);
    matrix.messages.push_back({std::string(names.of(body)), std::string(names.of(sent.conv)),
                               std::string(names.of(sent.device)), sent.at.ns});
  }
  for (const DeviceId device : devices) {
    matrix.devices.emplace_back(names.of(device));
    auto& times = matrix.consumed.emplace_back();
    auto& after = matrix.after.emplace_back();
    for (const BodyId body : messages) {
      const Deliveries::Sent& sent = seen.sent.at(body);
      const auto taken = seen.taken.find({device, body});
      const bool is_for = sent.members.count(seen.devices.at(device)) != 0;
      const bool was_taken = taken != seen.taken.end();
      times.push_back(was_taken ? most(taken->second) : is_for ? 0 : DeliveryMatrix::kNone);
      after.push_back(was_taken ? (taken->second.first - sent.at).ns : DeliveryMatrix::kNone);
    }
  }
  return matrix;
}

}  // namespace imstorm
