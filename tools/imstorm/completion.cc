#include "tools/imstorm/completion.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <string>

#include "tools/imstorm/option_shape.h"

namespace imstorm {
namespace {

/// Bash that fills COMPREPLY with what may stand for a value of this type.
std::string values_of(const CLI::Option& option) {
  const OptionShape shape = shape_of(option);
  if (!shape.words.empty()) {
    std::string words;
    for (const std::string& word : shape.words) words += (words.empty() ? "" : " ") + word;
    return fmt::format("COMPREPLY=($(compgen -W '{}' -- \"$cur\"))", words);
  }
  if (shape.type == "KEY=VALUE") {
    return "compopt -o nospace; "
           "COMPREPLY=($(compgen -S = -W \"$(imstorm keys -q 2>/dev/null)\" -- \"$cur\"))";
  }
  if (shape.type == "FILE") return "compopt -o filenames; COMPREPLY=($(compgen -f -- \"$cur\"))";
  if (shape.type == "SCENARIO") {
    return "compopt -o filenames; "
           "COMPREPLY=($(compgen -d -- \"$cur\") $(compgen -f -X '!*.toml' -- \"$cur\"))";
  }
  return "";
}

/// The cases of one command: values behind its options, its options, its arguments.
std::string command_case(const CLI::App& command) {
  std::string options;
  std::string behind;
  std::string argument;
  for (const CLI::Option* option : command.get_options()) {
    const OptionShape shape = shape_of(*option);
    if (shape.names.empty()) {
      argument = values_of(*option);
      continue;
    }
    std::string pattern;
    for (const std::string& name : shape.names) {
      options += (options.empty() ? "" : " ") + name;
      pattern += (pattern.empty() ? "" : "|") + name;
    }
    if (!shape.takes_value) continue;
    const std::string values = values_of(*option);
    behind +=
        fmt::format("        {}) {}{}return ;;\n", pattern, values, values.empty() ? "" : "; ");
  }
  std::string text = fmt::format("    {})\n", command.get_name());
  if (!behind.empty()) text += fmt::format("      case $prev in\n{}      esac\n", behind);
  text += fmt::format(
      "      if [[ $cur == -* ]]; then COMPREPLY=($(compgen -W '{}' -- \"$cur\"))\n", options);
  text += fmt::format("      else {}\n      fi ;;\n", argument.empty() ? ":" : argument);
  return text;
}

}  // namespace

ExitCode completion(const CLI::App& app, Streams& streams) {
  std::string commands;
  std::string cases;
  for (const CLI::App* command : app.get_subcommands({})) {
    commands += (commands.empty() ? "" : " ") + command->get_name();
    cases += command_case(*command);
  }
  std::string options;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : shape_of(*option).names) options += " " + name;
  }
  streams.out << fmt::format(
      R"(# Completion for bash, written by `imstorm completion bash`.
_imstorm() {{
  local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD-1]}} command=${{COMP_WORDS[1]}}
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W '{}{}' -- "$cur"))
    return
  fi
  case $command in
{}  esac
}}
complete -F _imstorm imstorm
)",
      commands, options, cases);
  return ExitCode::Holds;
}

}  // namespace imstorm
