#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/scenario/scenario.h"
#include "model/world/run.h"
#include "model/world/shrink.h"

namespace imstorm {

/// The cases of a scenario: regressions/<its name>.*.toml beside its file, by name.
std::vector<std::string> cases_of(const std::string& scenario_path);

/// Where a new case of a scenario belongs: "scenarios/regressions/dm.exactly-once-1a2b3c4d.toml".
std::string path_of_case(const std::string& scenario_path, const Case& found);

/// Writes a case there, and the folder if it is not there yet. What is wrong, or nothing.
std::string keep_case(const Case& found, std::string_view origin, const std::string& path);

/// How the twins of a case part from it, a line each: "without m1 the law holds: ..., instead of:
/// ...".
std::vector<std::string> tell_twins(const Case& found);

/// Where a run parts from the one that its case keeps; empty if it is the same run.
/// REQUIRES: the scenario has a [replay], and the record was made with `keep_marks`.
std::string divergence(const Scenario& scenario, const RunRecord& record);

/// What became of a case.
struct Replayed {
  std::string path;
  bool readable = false;     ///< else `problem` says why
  bool same_run = false;     ///< else `problem` says where it parts
  bool as_expected = false;  ///< the verdicts are those of its [expect]
  std::string problem;
};

/// Runs a case again, as `imstorm run` does: what a campaign does first with all of them.
Replayed replay_case(const std::string& path);

}  // namespace imstorm
