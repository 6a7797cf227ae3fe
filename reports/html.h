#pragma once

#include <string>
#include <vector>

#include "reports/result_file.h"

namespace imstorm {

/// One self-contained page that shows results (compact JSON, as read_results gives them; at least
/// one): no network, opens from a file. Whatever a name contains stays text.
std::string html_report(const std::vector<std::string>& results);

/// The same of a whole file: of a comparison, two designs side by side.
/// REQUIRES: file.problem is empty.
std::string html_report(const ResultFile& file);

}  // namespace imstorm
