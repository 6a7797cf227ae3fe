#include "model/world/churn.h"

#include <algorithm>

#include "sim/core/hash.h"

namespace imstorm {
namespace {

constexpr std::uint64_t kChurn = 0xc4u;  // tells these decisions from those about texts

struct Somebody {
  UserId user;
  std::vector<DeviceId> devices;
  std::uint64_t key = 0;  // stable: hash of its name
  bool member = false;    // as planned so far
};

std::vector<Somebody> everybody(const ChurnSpec& churn, const Scenario& scenario,
                                const Directory& directory) {
  const std::vector<UserId>& members = directory.conv_members[churn.conv.index()];
  std::vector<Somebody> all;
  for (const DeviceId device : directory.conv_devices[churn.conv.index()]) {
    const UserId user = directory.device_users[device.index()];
    auto known = std::find_if(all.begin(), all.end(),
                              [user](const Somebody& one) { return one.user == user; });
    if (known == all.end()) {
      const bool member = std::binary_search(members.begin(), members.end(), user);
      all.push_back({user, {}, hash_text(scenario.users[user.index()].name), member});
      known = all.end() - 1;
    }
    known->devices.push_back(device);
  }
  return all;
}

/// The highest draw among those for whom `may` holds (see writer() in workload.cc), or null.
template <class May>
Somebody* pick(std::vector<Somebody>& all, const Decider& decider, const Address& about, May may) {
  Somebody* best = nullptr;
  std::uint64_t most = 0;
  for (Somebody& one : all) {
    if (!may(one)) continue;
    Address address = about;
    address.place = hash_mix(about.place, one.key);
    const std::uint64_t draw = decider.draw(address);
    if (best != nullptr && draw <= most) continue;
    most = draw;
    best = &one;
  }
  return best;
}

/// Where the decisions about a conversation's changes are addressed.
std::uint64_t churn_place(std::uint64_t conv_key) { return hash_mix(conv_key, kChurn); }

/// From the change before to the n-th.
Duration gap(const ChurnSpec& churn, std::uint64_t place, std::uint64_t nth,
             const Decider& decider) {
  return decider.between({Choice::Workload, place, nth, 0}, nanoseconds(0), churn.every * 2);
}

}  // namespace

Instant last_of_churn(const ChurnSpec& churn, std::uint64_t conv_key, const Decider& decider) {
  Instant at = churn.from;
  if (churn.users.empty()) return at;
  for (std::uint64_t nth = 1; nth <= churn.changes; ++nth) {
    at += gap(churn, churn_place(conv_key), nth, decider);
  }
  return at;
}

std::vector<PlannedSend> plan_churn(const ChurnSpec& churn, const Scenario& scenario,
                                    const Directory& directory, const Decider& decider) {
  std::vector<PlannedSend> plan;
  std::vector<Somebody> all = everybody(churn, scenario, directory);
  const std::uint64_t place = churn_place(directory.key_of(churn.conv));
  Instant at = churn.from;
  for (std::uint64_t nth = 1; nth <= churn.changes; ++nth) {
    const auto about = [&](std::uint64_t what) {
      return Address{Choice::Workload, place, nth, what};
    };
    at += gap(churn, place, nth, decider);
    Somebody* who = pick(all, decider, about(1), [&](const Somebody& one) {
      return std::find(churn.users.begin(), churn.users.end(), one.user) != churn.users.end();
    });
    if (who == nullptr) break;
    // Invited or thrown out by another one; else by their own wish.
    const bool by_other = decider.chance(about(2), who->member ? churn.kicks : percent(50));
    Somebody* other = pick(all, decider, about(3), [&](const Somebody& one) {
      return by_other && one.member && one.user != who->user;
    });
    const Somebody& actor = other != nullptr ? *other : *who;
    PlannedSend send;
    send.device = actor.devices[decider.below(about(4), actor.devices.size())];
    send.conv = churn.conv;
    send.bytes = 20;
    send.at = at;
    send.subject = who->user;
    send.content = !who->member ? Content::Join : other != nullptr ? Content::Kick : Content::Leave;
    who->member = !who->member;
    plan.push_back(send);
  }
  return plan;
}

}  // namespace imstorm
