#include "tools/imstorm/app.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <limits>

#include "model/scenario/text.h"
#include "tools/imstorm/app_fuzz.h"
#include "tools/imstorm/app_options.h"
#include "tools/imstorm/version.h"

namespace imstorm {
namespace {

void add_run_inputs(CLI::App& run, RunOptions& options) {
  run.add_option("scenario", options.scenarios, "Scenario files; several give one line each")
      ->type_name("SCENARIO")
      ->required();
  add_seeds(run, options.seeds,
            "Run with this seed, not the scenario's; repeat it for several runs");
  auto* draw = once(run.add_option_function<std::string>(
      "--draw", [&options](const std::string& text) { options.draw = draw_of(text); },
      "Run with the storm, topology, workload and strategy of this run of a campaign"));
  draw->type_name("DRAW")->excludes("--seed");
  add_sets(run, options.sets);
  once(run.add_option_function<std::string>(
           "--probe-every",
           [&options](const std::string& text) {
             const auto count = read_count(text);
             if (!count || *count < 0 || *count > std::numeric_limits<std::uint32_t>::max()) {
               throw CLI::ValidationError(
                   "--probe-every",
                   fmt::format("must be a number like 100 or 50k, found '{}'", text));
             }
             options.probe_every = static_cast<std::uint32_t>(*count);
           },
           "Probe one of N acknowledgements for ack-safety; 0 probes none"))
      ->type_name("N")
      ->default_str("1");
}

void add_run_outputs(CLI::App& run, RunOptions& options) {
  once(run.add_option("--json", options.json, "Write the result (imstorm.result/1); - is stdout"))
      ->type_name("FILE");
  run.add_flag("--full-trace", options.full_trace,
               "The step-by-step trace, also where nothing broke, with all its steps");
  once(run.add_option("--html", options.html, "Write the result as a page"))->type_name("FILE");
  once(run.add_option("--junit", options.junit,
                      "Write JUnit XML, a test case for each law; - is stdout"))
      ->type_name("FILE");
  once(run.add_option("--history", options.history,
                      "Write the history (imstorm.history/1) of one run"))
      ->type_name("FILE");
  run.add_flag("--stable-output", options.stable_output, "Nothing that depends on the wall clock");
  add_color(run, options.color);
  run.add_flag("--allow-vacuous", options.allow_vacuous,
               "A law that nothing could have broken is no reason for exit 2");
  auto* quiet = run.add_flag("-q,--quiet", options.quiet, "Only the last line");
  run.add_flag("-v,--verbose", options.verbose, "Every story, fault, law and setting")
      ->excludes(quiet);
}

void add_run(CLI::App& app, Said& said) {
  CLI::App* run = app.add_subcommand("run", "Execute scenarios and say which promises held");
  add_run_inputs(*run, said.run);
  add_run_outputs(*run, said.run);
  run->footer(
      "Examples:\n"
      "  imstorm run scenarios/first-message.toml\n"
      "  imstorm run scenarios/lossy-edge.toml --seed 0x1f --set pull.limit=10 --json result.json");
}

void add_report(CLI::App& app, Said& said) {
  ReportOptions& options = said.report;
  CLI::App* report =
      app.add_subcommand("report", "Make a page, or a picture, of results written with --json");
  report->add_option("result", options.source, "A result file, or a folder of them")
      ->type_name("RESULT")
      ->required();
  const auto form = [&](const char* name, std::string& path, const char* help) {
    once(report->add_option(name, path, help))->type_name("FILE");
  };
  form("--html", options.html, "Write the page here, not beside the result");
  form("--mermaid", options.mermaid, "Write how the violation came about as a Mermaid diagram");
  form("--svg", options.svg, "The same as a picture");
  form("--perfetto", options.perfetto, "Write the trace for ui.perfetto.dev or chrome://tracing");
  form("--shiviz", options.shiviz, "Write the trace as a log for ShiViz");
  report->add_flag("--open", options.open, "Show the page in a browser");
  report->footer(
      "Examples:\n"
      "  imstorm report result.json --open\n"
      "  imstorm report results/ && xdg-open results/index.html");
}

void add_information(CLI::App& app, Said& said) {
  CLI::App* keys = app.add_subcommand("keys", "Every setting: type, range, default, meaning");
  keys->add_option("pattern", said.keys.pattern, "Only keys whose name or meaning contains this")
      ->type_name("PATTERN");
  keys->add_flag("-q,--quiet", said.keys.quiet, "Only the names");
  keys->footer("Examples:\n  imstorm keys\n  imstorm keys pull");

  CLI::App* list = app.add_subcommand("list", "The laws, faults, design choices or scenarios");
  list->add_option("what", said.list, "What to list")
      ->type_name("WHAT")
      ->required()
      ->check(CLI::IsMember({"invariants", "faults", "policies", "scenarios"}));
  list->footer("Examples:\n  imstorm list invariants\n  imstorm list scenarios");
}

void add_writers(CLI::App& app, Said& said) {
  CLI::App* fresh = app.add_subcommand("new", "Write NAME.toml, a commented scenario that runs");
  fresh->add_option("name", said.name, "Name or path of the scenario")
      ->type_name("NAME")
      ->required();
  fresh->footer("Examples:\n  imstorm new my-question\n  imstorm new scenarios/two-phones");

  CLI::App* schema = app.add_subcommand("schema", "Print a JSON Schema of the scenario language");
  schema->footer("Examples:\n  imstorm schema > scenario.schema.json\n  imstorm schema | less");

  CLI::App* completion = app.add_subcommand("completion", "Print a completion script");
  completion->add_option("shell", said.shell, "Shell")
      ->type_name("SHELL")
      ->required()
      ->check(CLI::IsMember({"bash"}));
  completion->footer(
      "Examples:\n  source <(imstorm completion bash)\n"
      "  imstorm completion bash > ~/.local/share/bash-completion/completions/imstorm");

  CLI::App* man = app.add_subcommand("man", "Print the manual page");
  man->footer("Examples:\n  imstorm man | man -l -\n  imstorm man > imstorm.1");
}

}  // namespace

std::shared_ptr<CLI::App> make_app(Said& said) {
  auto app = std::make_shared<CLI::App>(
      "Runs an instant-messaging stack inside a deterministic simulator, breaks it on purpose and "
      "says "
      "whether its promises held.",
      "imstorm");
  app->set_version_flag("--version", fmt::format("imstorm {}", kVersion),
                        "Print the version and exit");
  app->get_formatter()->column_width(32);
  add_run(*app, said);
  add_compare(*app, said);
  add_explain(*app, said);
  add_fuzz(*app, said);
  add_shrink(*app, said);
  add_report(*app, said);
  add_information(*app, said);
  add_writers(*app, said);
  app->footer(
      "Examples:\n"
      "  imstorm run scenarios/first-message.toml\n"
      "  imstorm new my-question && imstorm run my-question.toml");
  return app;
}

}  // namespace imstorm
