#pragma once

#include <string>
#include <utility>
#include <vector>

namespace imstorm {

/// What the environment says to the program.
struct Environment {
  std::vector<std::pair<std::string, std::string>>
      settings;                 ///< variables that begin with IMSTORM_
  bool no_color = false;        ///< NO_COLOR is set and not empty (https://no-color.org)
  bool github_actions = false;  ///< GITHUB_ACTIONS is "true"
  std::string github_summary;   ///< GITHUB_STEP_SUMMARY: a file that Markdown is appended to
  std::vector<std::string>
      scenario_folders;  ///< where `list scenarios` looks, the first that exists

  /// Reads the process's environment. Sorted by name.
  static Environment of_process();
};

}  // namespace imstorm
