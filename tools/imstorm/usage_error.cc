#include "tools/imstorm/usage_error.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "model/scenario/nearest.h"
#include "reports/inert.h"

namespace imstorm {
namespace {

std::vector<std::string> options_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

std::vector<std::string> commands_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  return names;
}

std::string with_hint(const std::string& what, const std::string& hint) {
  return hint.empty() ? what : what + "; " + hint;
}

/// Without "=value".
std::string option_name(const std::string& word) { return word.substr(0, word.find('=')); }

const CLI::App* command_said(const CLI::App& app, const std::vector<std::string>& args) {
  for (const std::string& arg : args) {
    for (const CLI::App* command : app.get_subcommands({})) {
      if (command->get_name() == arg) return command;
    }
    if (!arg.starts_with('-')) return nullptr;
  }
  return nullptr;
}

std::string unknown_word(const CLI::App& app, const CLI::App* command, const std::string& word) {
  const std::string shown = inert(word);
  if (word.starts_with('-')) {
    const std::string where = command == nullptr ? "" : " of `imstorm " + command->get_name() + "`";
    return with_hint(
        fmt::format("unknown option '{}'{}", option_name(shown), where),
        did_you_mean(option_name(word), options_of(command == nullptr ? app : *command)));
  }
  if (command == nullptr) {
    return with_hint(fmt::format("unknown command '{}'", shown),
                     did_you_mean(word, commands_of(app)));
  }
  return fmt::format("`imstorm {}` has no use for '{}'", command->get_name(), shown);
}

}  // namespace

std::string usage_error(const CLI::App& app, const std::vector<std::string>& args,
                        const std::string& why) {
  const CLI::App* command = command_said(app, args);
  std::string problem = inert(why);
  // An unknown option explains a missing argument, not the other way round.
  const std::vector<std::string> left = app.remaining(true);
  if (args.empty()) {
    problem = "no command given";
  } else if (!left.empty()) {
    problem = unknown_word(app, command, left.front());
  }
  return fmt::format("imstorm: {}\nsee `imstorm {}--help`\n", problem,
                     command == nullptr ? "" : command->get_name() + " ");
}

}  // namespace imstorm
