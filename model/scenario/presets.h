#pragma once

#include <vector>

#include "model/scenario/key.h"
#include "model/scenario/scenario.h"

namespace imstorm {

/// The words of `link.edge.preset` and of a user's `link`, in the order of LinkPreset.
std::vector<ChoiceText> link_preset_words();

/// One-way figures of a mobile edge.
LinkOptions link_preset(LinkPreset preset);

/// The words of `storm.profile`, in the order of StormProfile.
std::vector<ChoiceText> storm_profile_words();

/// The rates of a storm; `on`, `begin` and `length` are left as they are by default.
StormOptions storm_profile(StormProfile profile);

}  // namespace imstorm
