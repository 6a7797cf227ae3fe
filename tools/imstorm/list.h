#pragma once

#include <string>

#include "tools/imstorm/environment.h"
#include "tools/imstorm/exit_code.h"
#include "tools/imstorm/streams.h"

namespace imstorm {

/// `imstorm list invariants|faults|policies|scenarios`.
ExitCode list(const std::string& what, const Environment& environment, Streams& streams);

}  // namespace imstorm
