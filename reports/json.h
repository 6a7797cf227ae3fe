#pragma once

#include <string>
#include <vector>

#include "reports/result.h"

namespace imstorm {

inline constexpr std::string_view kResultSchema = "imstorm.result/1";

/// The result as imstorm.result/1 (see README.md), indented, with a newline at the end. Texts that
/// are not UTF-8 are repaired. `wall_ns` is left out if it is 0.
std::string json_report(const Result& result);

/// One result as above; several as an array of them.
std::string json_report(const std::vector<Result>& results);

}  // namespace imstorm
