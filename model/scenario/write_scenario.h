#pragma once

#include <string>
#include <vector>

#include "model/scenario/scenario.h"

namespace imstorm {

/// The text of a scenario: read again, it gives the same one (but for `name` and `config`).
/// `comments` stand above it, a line each. What is as by default is left out, presets are spelled
/// out. Messages without an instant (never sent) are left out too, so there must be none that
/// others refer to.
std::string scenario_text(const Scenario& scenario, const std::vector<std::string>& comments = {});

}  // namespace imstorm
