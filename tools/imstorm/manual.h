#pragma once

#include "tools/imstorm/exit_code.h"
#include "tools/imstorm/streams.h"

namespace CLI {
class App;
}

namespace imstorm {

/// `imstorm man`: the manual page for groff -man, made of the parser itself.
ExitCode manual(const CLI::App& app, Streams& streams);

}  // namespace imstorm
