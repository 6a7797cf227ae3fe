#pragma once

#include "reports/page.h"
#include "reports/result.h"

namespace imstorm {

/// What was found, each with the command that repeats it. REQUIRES: the result is of a campaign.
void finding_summary(Paper& page, const Result& result, bool verbose);

/// How the runs differed, and what may be left to find. REQUIRES: the same.
void campaign_summary(Paper& page, const Result& result);

}  // namespace imstorm
