#pragma once

#include <string>
#include <vector>

namespace imstorm {

/// One self-contained page that shows results (compact JSON, as read_results gives them; at least
/// one): no network, opens from a file. Whatever a name contains stays text.
std::string html_report(const std::vector<std::string>& results);

}  // namespace imstorm
