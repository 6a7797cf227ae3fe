#pragma once

#include <vector>

#include "model/invariants/invariant.h"
#include "model/scenario/scenario.h"

namespace imstorm {

/// What a scenario contains that laws speak of. One in which nobody says anything is about chat, so
/// that its verdict is vacuous and not empty.
std::vector<LawTopic> topics_of(const Scenario& scenario);

}  // namespace imstorm
