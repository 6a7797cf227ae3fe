#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "model/scenario/scenario.h"

namespace imstorm {

// Smaller scenarios. Processes, hosts and messages keep their names; a fault that strikes nobody
// any more is gone. Nothing, if what is to go is needed: a device that writes
// or signals, the last member.

/// Messages and signals that are written: those with an instant, and answers.
std::vector<BodyId> written(const Scenario& scenario);
/// Without that one, which keeps its place: decisions and faults know the others by their numbers.
Scenario muted(const Scenario& scenario, BodyId body);

/// All messages, and nothing that goes wrong.
Scenario undisturbed(Scenario scenario);

std::optional<Scenario> without_device(const Scenario& scenario, DeviceId device);
/// With all devices of the user.
std::optional<Scenario> without_user(const Scenario& scenario, UserId user);
std::optional<Scenario> without_conversation(const Scenario& scenario, ConvId conv);
/// `change` may change the topology, and nothing else.
std::optional<Scenario> with_topology(const Scenario& scenario,
                                      const std::function<void(Topology&)>& change);

/// Every device can reach only the gateway that it would choose first: so that no other gateway
/// that joins changes anything. Nothing if the devices of a user would choose different ones.
std::optional<Scenario> with_home_gateways(const Scenario& scenario);

}  // namespace imstorm
