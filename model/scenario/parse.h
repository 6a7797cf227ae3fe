#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/scenario/diagnostic.h"
#include "model/scenario/scenario.h"

namespace imstorm {

/// What the caller of the parser says beside the file.
struct Overrides {
  std::vector<std::string> sets;  ///< "key=value", as given to --set; the last of a key counts
  /// Variables that begin with IMSTORM_, with their values; others are ignored.
  /// IMSTORM_PULL_LIMIT is the key pull.limit.
  std::vector<std::pair<std::string, std::string>> environment;
  std::vector<std::string> laws;    ///< the names that [expect] may use; empty: any name
  bool campaign = false;            ///< many runs are drawn from it, with other faults and servers
  std::vector<std::string> with{};  ///< "key=value", as given to --with; above `sets`
};

struct ParseResult {
  std::optional<Scenario> scenario;     ///< nothing if there is an error
  std::vector<Diagnostic> diagnostics;  ///< every problem, in the order of the file
  bool file_found = true;
};

/// Reads a scenario. `file` is what diagnostics call it; its stem becomes the scenario's name.
ParseResult parse_scenario(std::string_view text, std::string_view file,
                           const Overrides& overrides = {});

/// The same from a file. If it cannot be read, `file_found` is false and one diagnostic says why.
ParseResult load_scenario(const std::string& path, const Overrides& overrides = {});

/// A commented scenario that runs, for `imstorm new NAME`.
std::string template_scenario(std::string_view name);

}  // namespace imstorm
