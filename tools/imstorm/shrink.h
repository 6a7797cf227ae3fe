#pragma once

#include "tools/imstorm/environment.h"
#include "tools/imstorm/exit_code.h"
#include "tools/imstorm/shrink_options.h"
#include "tools/imstorm/streams.h"

namespace imstorm {

/// Makes the finding of one run small and keeps it as a case. Holds: it is written. Broken: nothing
/// is broken in that run, so there is nothing to shrink.
ExitCode shrink(const ShrinkCommand& command, const Environment& environment, Streams& streams);

}  // namespace imstorm
