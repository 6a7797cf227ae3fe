#include "tools/imstorm/app_fuzz.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <limits>

#include "model/scenario/text.h"
#include "tools/imstorm/app_options.h"

namespace imstorm {
namespace {

std::uint64_t count_of(const char* option, const std::string& text, std::uint64_t least,
                       std::uint64_t most) {
  const auto count = read_count(text);
  if (count && *count >= 0) {
    const auto value = static_cast<std::uint64_t>(*count);
    if (value >= least && value <= most) return value;
  }
  throw CLI::ValidationError(
      option, fmt::format("must be a number like {} or 50k, found '{}'", least, text));
}

/// "2/8" -> the second of eight.
Shard shard_of(const std::string& text) {
  std::uint64_t nth = 0;
  std::uint64_t of = 0;
  const char* end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, nth);
  const bool slash = first.ec == std::errc{} && first.ptr != end && *first.ptr == '/';
  if (slash) {
    const auto second = std::from_chars(first.ptr + 1, end, of);
    if (second.ec == std::errc{} && second.ptr == end && nth >= 1 && nth <= of && of <= 100'000) {
      return {nth - 1, of};
    }
  }
  throw CLI::ValidationError("--shard", fmt::format("must be like 1/8, found '{}'", text));
}

void add_extent(CLI::App& fuzz, FuzzCommand& options) {
  once(fuzz.add_option_function<std::string>(
           "--runs",
           [&options](const std::string& text) {
             options.runs = count_of("--runs", text, 1, std::uint64_t{1} << 50);
           },
           "So many runs of each scenario; 10k unless --time is given"))
      ->type_name("N");
  once(fuzz.add_option_function<std::string>(
           "--time",
           [&options](const std::string& text) {
             const auto time = read_duration(text);
             if (!time || time->ns <= 0) {
               throw CLI::ValidationError("--time",
                                          fmt::format("must be like 30s or 10m, found '{}'", text));
             }
             options.time = std::chrono::nanoseconds(time->ns);
           },
           "So long, for all scenarios together"))
      ->type_name("DURATION");
  once(fuzz.add_option_function<std::string>(
           "--seed",
           [&options](const std::string& text) {
             const auto seed = read_seed(text);
             options.seed =
                 seed ? *seed
                      : count_of("--seed", text, 0, std::numeric_limits<std::int64_t>::max());
           },
           "The campaign's seed: it decides all runs"))
      ->type_name("SEED")
      ->default_str("1");
  once(fuzz.add_option_function<std::string>(
           "-j,--jobs",
           [&options](const std::string& text) {
             options.jobs = static_cast<std::uint32_t>(count_of("--jobs", text, 1, 1'024));
           },
           "Threads; one for each processor unless told. The result does not depend on it"))
      ->type_name("N");
  once(fuzz.add_option_function<std::string>(
           "--shard", [&options](const std::string& text) { options.shard = shard_of(text); },
           "Only this part of the campaign; `imstorm merge` adds the parts up"))
      ->type_name("I/N");
}

void add_manner(CLI::App& fuzz, FuzzCommand& options) {
  fuzz.add_flag("--keep-going", options.keep_going,
                "Collect all different findings instead of stopping at the first");
  fuzz.add_flag("--resume", options.resume, "Go on where the journal in the out-dir ends");
  fuzz.add_flag("--blind", options.blind, "Independent runs only: none is made of an earlier one");
  once(fuzz.add_option_function<std::string>(
           "--probe-every",
           [&options](const std::string& text) {
             options.probe_every = static_cast<std::uint32_t>(
                 count_of("--probe-every", text, 0, std::numeric_limits<std::uint32_t>::max()));
           },
           "Probe one of N acknowledgements for ack-safety; 0 probes none"))
      ->type_name("N")
      ->default_str("10");
  fuzz.add_option("--set", options.sets, "Change a setting of the scenario (see `imstorm keys`)")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
}

void add_outputs(CLI::App& command, FuzzCommand& options) {
  command.add_flag_callback(
      "--no-shrink", [&options] { options.shrink = false; },
      "Keep findings as they are: none is made small");
  once(command.add_option("--out-dir", options.out_dir, "Where the journal and the findings go"))
      ->type_name("FOLDER")
      ->default_str(".imstorm");
  once(command.add_option("--json", options.json,
                          "Write the result (imstorm.result/1); - is stdout"))
      ->type_name("FILE");
  once(command.add_option("--html", options.html, "Write the result as a page"))->type_name("FILE");
  once(command.add_option("--junit", options.junit,
                          "Write JUnit XML, a test case for each law; - is stdout"))
      ->type_name("FILE");
  once(command.add_option("--format", options.format, "What stdout gets"))
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"text", "jsonl"}))
      ->default_str("text");
  command.add_flag("--stable-output", options.stable_output,
                   "Nothing that depends on the wall clock");
  once(command.add_option("--color", options.color, "Colours in the text"))
      ->type_name("WHEN")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->default_str("auto");
  command.add_flag("--allow-vacuous", options.allow_vacuous,
                   "A law that nothing could have broken is no reason for exit 2");
  auto* quiet = command.add_flag("-q,--quiet", options.quiet, "Only the last line");
  command.add_flag("-v,--verbose", options.verbose, "Every finding, fault, law and setting")
      ->excludes(quiet);
}

}  // namespace

void add_fuzz(CLI::App& app, Said& said) {
  CLI::App* fuzz = app.add_subcommand("fuzz", "Run scenarios in many ways and collect what breaks");
  fuzz->add_option("scenario", said.fuzz.scenarios, "Scenario files")
      ->type_name("SCENARIO")
      ->required();
  add_extent(*fuzz, said.fuzz);
  add_manner(*fuzz, said.fuzz);
  add_outputs(*fuzz, said.fuzz);
  once(fuzz->add_option("--progress", said.fuzz.progress, "How stderr tells how far it is"))
      ->type_name("HOW")
      ->check(CLI::IsMember({"auto", "bar", "plain", "none"}))
      ->default_str("auto");
  fuzz->footer(
      "Examples:\n"
      "  imstorm fuzz scenarios/lossy-edge.toml --runs 50k --seed 7\n"
      "  imstorm fuzz scenarios/logic-crash.toml --set dedup.window=none --keep-going --time 10m");

  CLI::App* merge = app.add_subcommand("merge", "Add up the shards of a campaign");
  merge
      ->add_option("journal", said.merge.journals,
                   "Journals that `fuzz --shard` left in its out-dir")
      ->type_name("JOURNAL")
      ->required();
  add_outputs(*merge, said.merge.report);
  merge->footer(
      "Examples:\n"
      "  imstorm merge .imstorm/*.campaign\n"
      "  imstorm merge shard-*/*.campaign --json result.json --stable-output");
}

}  // namespace imstorm
