#pragma once

#include "tools/imstorm/exit_code.h"
#include "tools/imstorm/streams.h"

namespace CLI {
class App;
}

namespace imstorm {

/// `imstorm completion bash`: a script that completes commands, options, their words, files and the
/// settings of --set, made of the parser itself.
ExitCode completion(const CLI::App& app, Streams& streams);

}  // namespace imstorm
