#pragma once

#include "reports/result.h"
#include "tools/imstorm/exit_code.h"
#include "tools/imstorm/fuzz_options.h"
#include "tools/imstorm/load.h"
#include "tools/imstorm/streams.h"

namespace imstorm {

/// Makes each finding of a campaign small (model/world/shrink.h) and keeps it as a case in
/// regressions/ beside the scenario; one that cannot be made small, or with --no-shrink, is kept
/// below the out-dir with what repeats it. Writes path and size into the result.
ExitCode save_findings(const Loaded& loaded, const FuzzCommand& command, Result& result,
                       Streams& streams);

/// Runs the cases of that scenario again, and tells of those that are not what they were: Diverged
/// if one is another run, Broken if its verdicts are not those that it expects.
ExitCode replay_cases(const Loaded& loaded, const FuzzCommand& command, Streams& streams);

}  // namespace imstorm
