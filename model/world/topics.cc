#include "model/world/topics.h"

#include <algorithm>
#include <vector>

namespace imstorm {
namespace {

bool any_two_send_to_one(const Scenario& scenario) {
  std::vector<DeviceId> first(scenario.conversations.size());  // that sends there
  for (const SendSpec& send : scenario.sends) {
    DeviceId& known = first[send.conv.index()];
    if (known && known != send.device) return true;
    known = send.device;
  }
  // Traffic comes from every device of every member.
  std::vector<std::size_t> devices(scenario.users.size());
  for (const DeviceSpec& device : scenario.devices) ++devices[device.user.index()];
  return std::any_of(scenario.traffic.begin(), scenario.traffic.end(), [&](const auto& traffic) {
    std::size_t senders = 0;
    for (const UserId user : scenario.conversations[traffic.conv.index()].members) {
      senders += devices[user.index()];
    }
    return senders > 1;
  });
}

}  // namespace

std::vector<LawTopic> topics_of(const Scenario& scenario) {
  const bool chat = !scenario.sends.empty() || !scenario.traffic.empty();
  const bool signals = !scenario.signals.empty() || !scenario.signal_traffic.empty();
  std::vector<LawTopic> topics;
  if (chat || !signals) topics.push_back(LawTopic::Chat);
  if (any_two_send_to_one(scenario)) topics.push_back(LawTopic::Replies);
  if (signals) topics.push_back(LawTopic::Signals);
  return topics;
}

}  // namespace imstorm
