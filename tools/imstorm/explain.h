#pragma once

#include <string>
#include <vector>

#include "tools/imstorm/environment.h"
#include "tools/imstorm/exit_code.h"
#include "tools/imstorm/streams.h"

namespace imstorm {

struct ExplainOptions {
  std::vector<std::string> scenarios;  ///< paths
  std::vector<std::string> sets;       ///< "key=value"
  std::string json;                    ///< a path, "-" for stdout, empty for none
};

/// `imstorm explain`: where disorder, loss or standstill can come from, and how long a delivery
/// takes when nothing goes wrong; nothing is run. Holds, whatever it finds.
ExitCode explain(const ExplainOptions& options, const Environment& environment, Streams& streams);

}  // namespace imstorm
