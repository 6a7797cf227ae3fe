#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tools/imstorm/environment.h"
#include "tools/imstorm/exit_code.h"
#include "tools/imstorm/streams.h"

namespace imstorm {

struct CompareOptions {
  std::vector<std::string> scenarios;  ///< A and B; only A: B is the same file
  std::vector<std::string> sets;       ///< "key=value", for both
  std::vector<std::string> with;       ///< "key=value", for B only
  std::vector<std::uint64_t> seeds;    ///< both run with each; empty: A's own and those after it
  std::uint32_t runs = 1;              ///< that many seeds, 1 to `kComparedRunsMax`
  std::string json;                    ///< a path, "-" for stdout, empty for none
  std::string html;                    ///< a path, empty for none
  std::string color = "auto";          ///< auto, always, never
  bool stable_output = false;
  bool allow_vacuous = false;
};

/// Samples of all runs are kept for their quantiles.
inline constexpr std::uint32_t kComparedRunsMax = 10'000;

/// `imstorm compare`: two designs on the same decisions, side by side. Each is judged against its
/// own [expect], which is dropped where --set or --with changes the protocol; the heavier exit code
/// counts.
ExitCode compare_designs(const CompareOptions& options, const Environment& environment,
                         Streams& streams);

}  // namespace imstorm
