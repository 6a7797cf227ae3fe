#pragma once

#include "tools/imstorm/exit_code.h"
#include "tools/imstorm/streams.h"

namespace imstorm {

/// `imstorm schema`: a JSON Schema of the scenario language, for editors.
ExitCode schema(Streams& streams);

}  // namespace imstorm
