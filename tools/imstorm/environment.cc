#include "tools/imstorm/environment.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <system_error>

namespace imstorm {
namespace {

/// Where `cmake --install` puts the scenarios, seen from the program.
std::string installed_scenarios() {
  std::error_code error;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) return "";
  return (program.parent_path().parent_path() / "share/imstorm/scenarios").string();
}

}  // namespace

Environment Environment::of_process() {
  Environment found;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos || !text.starts_with("IMSTORM_")) continue;
    found.settings.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  std::sort(found.settings.begin(), found.settings.end());
  const char* no_color = std::getenv("NO_COLOR");
  found.no_color = no_color != nullptr && *no_color != '\0';
  const char* actions = std::getenv("GITHUB_ACTIONS");
  found.github_actions = actions != nullptr && std::string_view(actions) == "true";
  const char* summary = std::getenv("GITHUB_STEP_SUMMARY");
  if (summary != nullptr) found.github_summary = summary;
  found.scenario_folders = {"scenarios", installed_scenarios()};
  return found;
}

}  // namespace imstorm
