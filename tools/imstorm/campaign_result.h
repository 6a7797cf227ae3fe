#pragma once

#include <string>

#include "reports/result.h"
#include "sim/search/tally_of_runs.h"
#include "tools/imstorm/campaign_plan.h"
#include "tools/imstorm/load.h"

namespace imstorm {

/// What reports need of a campaign. Repeats the first run of each finding for its words. The result
/// depends on the tally alone: not on threads, shards or the clock. Empty remains the wall time.
Result result_of_campaign(const Loaded& loaded, const TallyOfRuns& tally, const CampaignPlan& plan);

/// "imstorm run a.toml --draw 0x1f" with the settings that the file does not have.
std::string command_of(const Loaded& loaded, const Draw& draw);

}  // namespace imstorm
