#pragma once

#include <string>

#include "tools/imstorm/exit_code.h"
#include "tools/imstorm/streams.h"

namespace imstorm {

struct KeysOptions {
  std::string pattern;  ///< only keys whose name or help contains it; empty: all
  bool quiet = false;   ///< only the names
};

/// `imstorm keys`: every scalar setting with its type, range, default and meaning.
ExitCode keys(const KeysOptions& options, Streams& streams);

}  // namespace imstorm
