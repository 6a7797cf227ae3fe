#pragma once

#include "tools/imstorm/environment.h"
#include "tools/imstorm/exit_code.h"
#include "tools/imstorm/fuzz_options.h"
#include "tools/imstorm/streams.h"

namespace imstorm {

/// `imstorm fuzz`: a campaign over each scenario, one after the other. Reports to `streams.out`,
/// keeps a journal and the findings below the out-dir, and returns the heaviest exit code.
ExitCode fuzz(const FuzzCommand& command, const Environment& environment, Streams& streams);

/// `imstorm merge`: adds up the journals of shards and reports as one campaign.
ExitCode merge(const MergeOptions& options, const Environment& environment, Streams& streams);

}  // namespace imstorm
