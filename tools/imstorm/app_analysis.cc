// The grammar of the commands that weigh designs: compare and explain.
#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "model/scenario/text.h"
#include "tools/imstorm/app_options.h"

namespace imstorm {

void add_compare(CLI::App& app, Said& said) {
  CLI::App* compare =
      app.add_subcommand("compare", "Two designs on the same decisions, side by side");
  CompareOptions& options = said.compare;
  compare
      ->add_option("scenario", options.scenarios,
                   "Two scenario files, or one (then --with says what the second one changes)")
      ->type_name("SCENARIO")
      ->required();
  add_seeds(*compare, options.seeds, "Run both with this seed; repeat it for several runs");
  auto* runs = once(compare->add_option_function<std::string>(
      "--runs",
      [&options](const std::string& text) {
        const auto count = read_count(text);
        if (!count || *count < 1 || *count > kComparedRunsMax) {
          throw CLI::ValidationError(
              "--runs", fmt::format("must be 1 to {}, found '{}'", kComparedRunsMax, text));
        }
        options.runs = static_cast<std::uint32_t>(*count);
      },
      "So many seeds, from the first scenario's own on; figures are of all of them"));
  runs->type_name("N")->default_str("1")->excludes("--seed");
  add_sets(*compare, options.sets);
  repeatable(compare->add_option("--with", options.with, "Change a setting of the second design"))
      ->type_name("KEY=VALUE");
  once(compare->add_option("--json", options.json,
                           "Write the comparison (imstorm.comparison/1); - is stdout"))
      ->type_name("FILE");
  once(compare->add_option("--html", options.html, "Write the comparison as a page"))
      ->type_name("FILE");
  compare->add_flag("--stable-output", options.stable_output,
                    "Nothing that depends on the wall clock");
  add_color(*compare, options.color);
  compare->add_flag("--allow-vacuous", options.allow_vacuous,
                    "A law that nothing could have broken is no reason for exit 2");
  compare->footer(
      "Examples:\n"
      "  imstorm compare scenarios/busy-dm.toml --with ack.carry=per-pull --runs 100\n"
      "  imstorm compare scenarios/lossy-edge.toml my-design.toml --seed 7 --html diff.html");
}

void add_explain(CLI::App& app, Said& said) {
  CLI::App* explain = app.add_subcommand(
      "explain", "Where disorder, loss or standstill can come from, before any run");
  ExplainOptions& options = said.explain;
  explain->add_option("scenario", options.scenarios, "Scenario files")
      ->type_name("SCENARIO")
      ->required();
  add_sets(*explain, options.sets);
  once(explain->add_option("--json", options.json,
                           "Write the hazards (imstorm.hazards/1); - is stdout"))
      ->type_name("FILE");
  explain->footer(
      "Examples:\n"
      "  imstorm explain scenarios/first-message.toml\n"
      "  imstorm explain scenarios/lossy-edge.toml --set route.worker=any-free --json -");
}

}  // namespace imstorm
