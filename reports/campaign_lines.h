#pragma once

#include <string>

#include "reports/result.h"

namespace imstorm {

/// A campaign as JSON Lines, for programs that read a stream: one object for each finding
/// ({"type": "finding", ...} with the fields of imstorm.result/1), then one for each law
/// ({"type": "invariant", "name", "verdict", "exercised"}), then {"type": "campaign", ...} with the
/// verdict, the numbers and the exit code.
std::string campaign_lines(const Result& result, int exit_code);

/// A finding and a campaign's numbers as imstorm.result/1 has them: objects on one line.
std::string finding_json(const Finding& finding);
std::string campaign_json(const CampaignNumbers& numbers);

}  // namespace imstorm
