#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdint>

#include "model/scenario/text.h"
#include "tools/imstorm/app_options.h"

namespace imstorm {
namespace {

constexpr std::int64_t kJobsMax = 256;

}  // namespace

void add_shrink(CLI::App& app, Said& said) {
  CLI::App* shrink = app.add_subcommand("shrink", "Make a finding small and keep it as a case");
  ShrinkCommand& command = said.shrink;
  shrink->add_option("scenario", command.scenario, "A scenario whose run breaks a law, or a case")
      ->type_name("SCENARIO")
      ->required();
  once(shrink->add_option_function<std::string>(
           "--seed",
           [&command](const std::string& text) { command.seed = seed_of("--seed", text); },
           "The seed of that run, if not the scenario's"))
      ->type_name("SEED");
  once(shrink->add_option_function<std::string>(
           "--draw", [&command](const std::string& text) { command.draw = draw_of(text); },
           "Of a campaign: which of its runs"))
      ->type_name("DRAW")
      ->excludes("--seed");
  add_sets(*shrink, command.sets);
  once(shrink->add_option("--law", command.law, "Which of the broken laws; else the first"))
      ->type_name("LAW");
  once(shrink->add_option_function<std::string>(
           "--time",
           [&command](const std::string& text) {
             const auto time = read_duration(text);
             if (!time || time->ns <= 0) {
               throw CLI::ValidationError(
                   "--time", fmt::format("must be a duration like 60s, found '{}'", text));
             }
             command.time = *time;
           },
           "End after so long with the smallest so far"))
      ->type_name("TIME")
      ->default_str("60s");
  once(shrink->add_option_function<std::string>(
           "-j,--jobs",
           [&command](const std::string& text) {
             const auto jobs = read_count(text);
             if (!jobs || *jobs < 1 || *jobs > kJobsMax) {
               throw CLI::ValidationError(
                   "--jobs",
                   fmt::format("must be a number from 1 to {}, found '{}'", kJobsMax, text));
             }
             command.jobs = static_cast<unsigned>(*jobs);
           },
           "Threads; else as many as the machine has"))
      ->type_name("N");
  once(shrink->add_option("-o,--out", command.out,
                          "Where the case goes; else regressions/ beside the scenario"))
      ->type_name("FILE");
  once(shrink->add_option("--json", command.json,
                          "Write the run of the case as a result (imstorm.result/1); - is stdout"))
      ->type_name("FILE");
  once(shrink->add_option("--html", command.html, "Write the run of the case as a page"))
      ->type_name("FILE");
  once(shrink->add_option("--progress", command.progress, "How stderr tells how far it is"))
      ->type_name("HOW")
      ->check(CLI::IsMember({"auto", "bar", "plain", "none"}))
      ->default_str("auto");
  shrink->add_flag("-q,--quiet", command.quiet, "No progress");
  shrink->footer(
      "Examples:\n"
      "  imstorm shrink scenarios/lossy-edge.toml --seed 0x1f --set dedup.window=none\n"
      "  imstorm shrink case.toml --time 10s -o smaller.toml");
}

}  // namespace imstorm
