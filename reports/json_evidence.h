#pragma once

#include <string>
#include <utility>
#include <vector>

#include "reports/result.h"

namespace imstorm {

/// The parts of imstorm.result/1 that only some results have, each as a key and its JSON: what the
/// devices saw (`matrix`), the run without one fault (`twin`). See README.md.
std::vector<std::pair<std::string, std::string>> evidence_json(const Result& result);

}  // namespace imstorm
