#pragma once

#include <string>

#include "model/scenario/hazards.h"
#include "reports/result.h"

namespace imstorm {

/// "consume.state = volatile: the cursor of ... is forgotten by a restart".
std::string sentence_of(const Hazard& hazard);

/// Writes beside each broken law the hazards of the scenario that name it; where none does, those
/// that name a law that leads to it.
void foretell(Result& result, const Scenario& scenario);

}  // namespace imstorm
