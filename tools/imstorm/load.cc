#include "tools/imstorm/load.h"

#include <utility>

#include "model/invariants/catalog.h"
#include "model/scenario/parse.h"
#include "tools/imstorm/shell.h"

namespace imstorm {
namespace {

std::vector<std::string> names_of_laws() {
  std::vector<std::string> names;
  for (const auto& law : all_laws()) names.emplace_back(law->name());
  return names;
}

}  // namespace

ExitCode load_all(const std::vector<std::string>& paths, const std::vector<std::string>& sets,
                  const Environment& environment, Streams& streams, std::vector<Loaded>& found,
                  bool campaign) {
  const Overrides overrides{sets, environment.settings, names_of_laws(), campaign};
  ExitCode code = ExitCode::Holds;
  for (const std::string& path : paths) {
    ParseResult parsed = load_scenario(path, overrides);
    streams.err << render(parsed.diagnostics);
    if (!parsed.file_found) {
      code = heavier(code, ExitCode::NotFound);
    } else if (!parsed.scenario) {
      code = heavier(code, ExitCode::Malformed);
    } else {
      found.push_back({path, std::move(*parsed.scenario)});
    }
  }
  return code;
}

std::vector<std::string> settings_beyond_file(const Loaded& loaded) {
  const ParseResult alone = load_scenario(loaded.path);
  std::vector<std::string> settings;
  for (std::size_t i = 0; i < loaded.scenario.config.size(); ++i) {
    const auto& setting = loaded.scenario.config[i];
    if (setting.first == "seed") continue;
    if (alone.scenario && i < alone.scenario->config.size() &&
        alone.scenario->config[i] == setting) {
      continue;
    }
    settings.push_back(setting.first + "=" + setting.second);
  }
  return settings;
}

std::string settings_as_options(const Loaded& loaded) {
  std::string options;
  for (const std::string& setting : settings_beyond_file(loaded)) {
    options += " --set " + shell_word(setting);
  }
  return options;
}

}  // namespace imstorm
