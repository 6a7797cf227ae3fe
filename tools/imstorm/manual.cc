#include "tools/imstorm/manual.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <sstream>
#include <string>

#include "tools/imstorm/option_shape.h"
#include "tools/imstorm/version.h"

namespace imstorm {
namespace {

/// Text that groff prints as it stands.
std::string roff(std::string_view text) {
  std::string out;
  bool line_begins = true;
  for (const char c : text) {
    // A dot or quote at the beginning of a line would be a request.
    if (line_begins && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
    line_begins = c == '\n';
  }
  return out;
}

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : std::string(between)) + part;
  return text;
}

std::string value_of(const OptionShape& shape) {
  return shape.words.empty() ? shape.type : joined(shape.words, "|");
}

std::string synopsis(const CLI::App& command) {
  std::string text = fmt::format(".B imstorm {}\n", roff(command.get_name()));
  for (const CLI::Option* option : command.get_options()) {
    const OptionShape shape = shape_of(*option);
    if (!shape.names.empty()) continue;
    const std::string name = value_of(shape) + (shape.repeats ? "..." : "");
    text += fmt::format("{}\n", roff(shape.required ? name : "[" + name + "]"));
  }
  return text + "[options]\n.br\n";
}

std::string option_entry(const CLI::Option& option) {
  const OptionShape shape = shape_of(option);
  std::string head = shape.names.empty() ? value_of(shape) : joined(shape.names, ", ");
  if (!shape.names.empty() && shape.takes_value) head += " " + value_of(shape);
  std::string text = option.get_description();
  if (const std::string standard = option.get_default_str(); !standard.empty()) {
    text += fmt::format(" (default {})", standard);
  }
  return fmt::format(".TP\n.B {}\n{}\n", roff(head), roff(text));
}

std::string examples(const CLI::App& app) {
  std::string text;
  std::istringstream lines(app.get_footer());
  std::string line;
  std::getline(lines, line);  // "Examples:"
  while (std::getline(lines, line)) text += roff(line) + "\n";
  return ".PP\n.nf\n" + text + ".fi\n";
}

std::string command_section(const CLI::App& command) {
  std::string text = fmt::format(".SS imstorm {}\n{}.\n", roff(command.get_name()),
                                 roff(command.get_description()));
  for (const CLI::Option* option : command.get_options()) text += option_entry(*option);
  return text + examples(command);
}

std::string exit_status() {
  std::string text =
      ".SH EXIT STATUS\nOf several, the heaviest; the table begins with the lightest.\n";
  for (const ExitCodeHelp& row : kExitCodes) {
    text += fmt::format(".TP\n.B {}\n{}\n", number_of(row.code), roff(row.meaning));
  }
  return text;
}

constexpr std::string_view kEnvironment =
    ".SH ENVIRONMENT\n"
    ".TP\n.B IMSTORM_*\n"
    "A setting of the scenario: IMSTORM_PULL_LIMIT is the key pull.limit. What \\-\\-set says wins "
    "over "
    "it, and it wins over the scenario.\n"
    ".TP\n.B NO_COLOR\nIf it is set and not empty, \\-\\-color auto means never.\n";

}  // namespace

ExitCode manual(const CLI::App& app, Streams& streams) {
  std::string commands;
  std::string synopses;
  for (const CLI::App* command : app.get_subcommands({})) {
    commands += command_section(*command);
    synopses += synopsis(*command);
  }
  std::string common;
  for (const CLI::Option* option : app.get_options()) common += option_entry(*option);
  streams.out << fmt::format(
      ".TH IMSTORM 1 \"\" \"imstorm {}\" \"User Commands\"\n"
      ".SH NAME\nimstorm \\- simulate an instant\\-messaging stack, break it and judge its "
      "promises\n"
      ".SH SYNOPSIS\n{}.SH DESCRIPTION\n{}\n.SH OPTIONS\n{}.SH COMMANDS\n{}{}{}.SH EXAMPLES\n{}",
      kVersion, synopses, roff(app.get_description()), common, commands, exit_status(),
      kEnvironment, examples(app));
  return ExitCode::Holds;
}

}  // namespace imstorm
