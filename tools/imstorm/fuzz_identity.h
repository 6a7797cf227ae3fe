#pragma once

#include <string>
#include <vector>

#include "tools/imstorm/campaign_journal.h"
#include "tools/imstorm/campaign_plan.h"
#include "tools/imstorm/load.h"

namespace imstorm {

/// What names the campaign of that plan over that scenario.
CampaignIdentity identity_of(const Loaded& loaded, const CampaignPlan& plan);

/// The settings of a campaign as they were said: "key=value" for each.
std::vector<std::string> sets_of(const CampaignIdentity& identity);

/// The part of the plan that the identity knows: seed, guidance, probing.
CampaignPlan plan_of(const CampaignIdentity& identity);

}  // namespace imstorm
