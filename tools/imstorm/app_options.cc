#include "tools/imstorm/app_options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "model/scenario/text.h"

namespace imstorm {

CLI::Option* once(CLI::Option* option) {
  return option->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
}

CLI::Option* repeatable(CLI::Option* option) { return option->allow_extra_args(false); }

std::uint64_t seed_of(const std::string& option, const std::string& text) {
  if (const auto seed = read_seed(text)) return *seed;
  const auto count = read_count(text);
  if (!count || *count < 0) {
    throw CLI::ValidationError(
        option, fmt::format("must be a number like 17, 0x1f or 50k, found '{}'", text));
  }
  return static_cast<std::uint64_t>(*count);
}

Draw draw_of(const std::string& text) {
  const auto draw = read_draw(text);
  if (!draw) {
    throw CLI::ValidationError("--draw", fmt::format("must be as `imstorm fuzz` printed it, like "
                                                     "0x1f or 0x1f+0x3a, found '{}'",
                                                     text));
  }
  return *draw;
}

void add_seeds(CLI::App& command, std::vector<std::uint64_t>& seeds, const std::string& help) {
  repeatable(command.add_option_function<std::vector<std::string>>(
                 "--seed",
                 [&seeds](const std::vector<std::string>& texts) {
                   for (const std::string& text : texts) {
                     seeds.push_back(seed_of("--seed", text));
                   }
                 },
                 help))
      ->type_name("SEED");
}

void add_sets(CLI::App& command, std::vector<std::string>& sets) {
  repeatable(
      command.add_option("--set", sets, "Change a setting of the scenario (see `imstorm keys`)"))
      ->type_name("KEY=VALUE");
}

void add_color(CLI::App& command, std::string& color) {
  once(command.add_option("--color", color, "Colours in the text"))
      ->type_name("WHEN")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->default_str("auto");
}

}  // namespace imstorm
