#pragma once

#include "tools/imstorm/environment.h"
#include "tools/imstorm/exit_code.h"
#include "tools/imstorm/run_options.h"
#include "tools/imstorm/streams.h"

namespace imstorm {

/// `imstorm run`: executes each scenario with each seed, reports to `streams.out`, writes the files
/// that were asked for and returns the heaviest exit code. After an interruption (see
/// interruption.h) it writes what it has.
ExitCode run(const RunOptions& options, const Environment& environment, Streams& streams);

}  // namespace imstorm
