#pragma once

#include <functional>
#include <optional>
#include <string>

#include "model/scenario/hazards.h"
#include "reports/result.h"

namespace imstorm {

/// "consume.state = volatile: the cursor of ... is forgotten by a restart".
std::string sentence_of(const Hazard& hazard);

/// Is the law kept without this hazard? Nothing: that cannot be tried.
using Mends = std::function<std::optional<bool>(const Hazard&, const std::string& law)>;

/// Writes beside each broken law the hazards of the scenario without which it is kept, and those
/// that may be as good and cannot be tried. Where there is none, or nobody can say (`mends` is
/// null), those that name the law and that nothing repairs; else those that name it; else those
/// that name a law that leads to it.
void foretell(Result& result, const Scenario& scenario, const Mends& mends = nullptr);

}  // namespace imstorm
