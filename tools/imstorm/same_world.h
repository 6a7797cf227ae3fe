#pragma once

#include <string>
#include <vector>

#include "model/scenario/scenario.h"

namespace imstorm {

/// What of the world that two designs stand in differs, so that the same seed is not the same run
/// for both: "users", "conversations", "messages", "traffic", "signals", "members", "faults",
/// "links", "storm", "duration", "decisions". Servers and the protocol are the design.
std::vector<std::string> different_worlds(const Scenario& a, const Scenario& b);

}  // namespace imstorm
