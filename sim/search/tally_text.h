#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/search/observation.h"
#include "sim/search/tally_of_runs.h"

namespace imstorm {

/// One line without a line break, fields apart by tabs; reads back as the same.
std::string line_of(std::uint64_t run, const Observation& seen);
std::optional<std::pair<std::uint64_t, Observation>> read_observation(std::string_view line);

/// A few lines, each without a line break; the same tally, the same lines.
std::vector<std::string> lines_of(const TallyOfRuns& tally);
/// Adds one of those lines to `tally`. False if it is none.
bool read_line(std::string_view line, TallyOfRuns& tally);

}  // namespace imstorm
