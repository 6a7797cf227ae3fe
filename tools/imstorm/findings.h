#pragma once

#include <string>

#include "reports/result.h"
#include "tools/imstorm/exit_code.h"
#include "tools/imstorm/load.h"
#include "tools/imstorm/streams.h"

namespace imstorm {

/// Keeps each finding of a campaign as a file below `out_dir`/findings, with what repeats it, and
/// writes its path into the result. This is the place where a finding is made smaller: it is (base
/// scenario, draw, signature), see model/world/trial.h.
ExitCode save_findings(const Loaded& loaded, const std::string& out_dir, Result& result,
                       Streams& streams);

}  // namespace imstorm
