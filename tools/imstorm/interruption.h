#pragma once

#include "tools/imstorm/exit_code.h"

namespace imstorm {

/// From now on a first SIGINT or SIGTERM only asks to finish; a second one, at least 0.3 s
/// later, ends the process at once.
void catch_interruptions();

/// Has one come? Fits RunSettings::cancelled.
bool interrupted();

/// 130 or 143 if one has come, else `otherwise`.
ExitCode exit_code_or(ExitCode otherwise);

/// As if none had come.
void forget_interruption();

}  // namespace imstorm
