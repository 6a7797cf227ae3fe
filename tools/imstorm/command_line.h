#pragma once

#include <string>
#include <vector>

#include "tools/imstorm/environment.h"
#include "tools/imstorm/exit_code.h"
#include "tools/imstorm/streams.h"

namespace imstorm {

/// The whole program: parses `args` (without the program's name), runs the command that they name
/// and returns what the process should end with. Throws nothing.
ExitCode command_line(const std::vector<std::string>& args, const Environment& environment,
                      Streams& streams);

}  // namespace imstorm
