#pragma once

#include <string>

#include "model/scenario/processes.h"
#include "sim/fault/fault.h"

namespace imstorm {

/// Why this fault can do nothing, whatever happens in the run; empty: it may do something.
std::string why_idle(const Fault& fault, const ProcessTable& processes);

}  // namespace imstorm
