#pragma once

#include <string>

#include "tools/imstorm/exit_code.h"
#include "tools/imstorm/streams.h"

namespace imstorm {

/// `imstorm new NAME`: writes NAME.toml, a commented scenario that runs. Never overwrites.
ExitCode new_scenario(const std::string& name, Streams& streams);

}  // namespace imstorm
