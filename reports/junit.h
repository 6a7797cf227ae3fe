#pragma once

#include <string>
#include <vector>

#include "reports/result.h"

namespace imstorm {

/// JUnit's XML: a suite for each result, a test case for each law. A law that is broken (or not
/// what the scenario expects) is a failure with its story, an undecided one an error, a vacuous one
/// skipped. The time of a suite is wall time in seconds, 0 if that is left out.
std::string junit_report(const std::vector<Result>& results);

}  // namespace imstorm
