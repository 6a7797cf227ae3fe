#include "tools/imstorm/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "model/invariants/catalog.h"
#include "model/scenario/parse.h"
#include "reports/inert.h"
#include "tools/imstorm/shell.h"

namespace imstorm {
namespace {

std::vector<std::string> names_of_laws() {
  std::vector<std::string> names;
  for (const auto& law : all_laws()) names.emplace_back(law->name());
  return names;
}

/// What is wrong with a file is malformed; with --set, --with or the environment alone, usage.
ExitCode code_of(const ParseResult& parsed, const std::string& path) {
  if (!parsed.file_found) return ExitCode::NotFound;
  if (parsed.scenario) return ExitCode::Holds;
  const bool in_file = std::any_of(
      parsed.diagnostics.begin(), parsed.diagnostics.end(), [&path](const Diagnostic& diagnostic) {
        return diagnostic.severity == Severity::Error && diagnostic.file == path;
      });
  return in_file ? ExitCode::Malformed : ExitCode::Usage;
}

constexpr std::string_view kProtocol = "protocol.";

bool expects_more_than_holds(const Expect& expect) {
  const auto other = [](const auto& law) { return law.second != "holds"; };
  return (!expect.verdict.empty() && expect.verdict != "holds") ||
         std::any_of(expect.laws.begin(), expect.laws.end(), other);
}

}  // namespace

ExitCode load_all(const std::vector<std::string>& paths, const std::vector<std::string>& sets,
                  const Environment& environment, Streams& streams, std::vector<Loaded>& found,
                  bool campaign, const std::vector<std::string>& with) {
  const Overrides overrides{sets, environment.settings, names_of_laws(), campaign, with};
  ExitCode code = ExitCode::Holds;
  for (const std::string& path : paths) {
    ParseResult parsed = load_scenario(path, overrides);
    streams.err << render(parsed.diagnostics);
    code = heavier(code, code_of(parsed, path));
    if (parsed.scenario) {
      found.push_back({path, std::move(*parsed.scenario)});
    }
  }
  return code;
}

void drop_foreign_expectations(std::vector<Loaded>& all, Streams& streams) {
  for (Loaded& loaded : all) {
    std::string other;
    for (const std::string& setting : settings_beyond_file(loaded)) {
      if (!setting.starts_with(kProtocol)) continue;
      other += (other.empty() ? "" : ", ") + setting.substr(kProtocol.size());
    }
    if (other.empty()) continue;
    const Expect dropped = std::exchange(loaded.scenario.expect, Expect{});
    if (!expects_more_than_holds(dropped)) continue;
    streams.err << fmt::format("{}: note: its [expect] does not speak of {}: every law must hold\n",
                               inert(loaded.path), inert(other));
  }
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
