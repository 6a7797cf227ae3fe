#include "tools/imstorm/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <sstream>
#include <utility>

#include "model/scenario/prediction.h"
#include "model/world/run.h"
#include "model/world/trial.h"
#include "reports/comparison.h"
#include "reports/figures.h"
#include "reports/html.h"
#include "reports/result_file.h"
#include "tools/imstorm/expectation.h"
#include "tools/imstorm/foretell.h"
#include "tools/imstorm/interruption.h"
#include "tools/imstorm/load.h"
#include "tools/imstorm/report_files.h"
#include "tools/imstorm/result_of_run.h"
#include "tools/imstorm/same_world.h"
#include "tools/imstorm/shell.h"
#include "tools/imstorm/sum_of_runs.h"
#include "tools/imstorm/tell_run.h"

namespace imstorm {
namespace {

std::vector<std::uint64_t> seeds_of(const CompareOptions& options, const Scenario& first) {
  if (!options.seeds.empty()) return options.seeds;
  std::vector<std::uint64_t> seeds;
  for (std::uint32_t i = 0; i < options.runs; ++i) seeds.push_back(first.seed + i);
  return seeds;
}

std::string replay_of(const Loaded& loaded, std::uint64_t seed) {
  return fmt::format("imstorm run {} --seed {}{}", shell_word(loaded.path), hex_of(seed),
                     settings_as_options(loaded));
}

/// All runs of one design.
struct Side {
  Result result;
  std::size_t broken = SIZE_MAX;  ///< which seed was the first in which it broke a law
};

Side side_of(const Loaded& loaded, const std::vector<std::uint64_t>& seeds,
             const CompareOptions& options) {
  const auto begin = std::chrono::steady_clock::now();
  SumOfRuns sum;
  Side side;
  for (const std::uint64_t seed : seeds) {
    if (interrupted() && sum.runs() > 0) break;
    RunSettings settings;
    settings.probe_every = seeds.size() > 10 ? 10 : 1;
    settings.cancelled = interrupted;
    const RunRecord record = run_scenario(loaded.scenario, seed, settings);
    if (record.outcome == Outcome::Broken)
      side.broken = std::min<std::size_t>(side.broken, sum.runs());
    sum.add(record);
  }
  Result result = result_of(loaded.scenario, sum.record());
  result.mode = "compare";
  result.runs = sum.runs();
  result.path = loaded.path;
  result.replay = replay_of(loaded, seeds.front());
  const std::chrono::nanoseconds wall = std::chrono::steady_clock::now() - begin;
  if (!options.stable_output) result.wall_ns = static_cast<std::uint64_t>(wall.count());
  const bool own = seeds.size() == 1 && seeds.front() == seed_of_file(loaded.path);
  (own ? compare : compare_other_runs)(result, loaded.scenario.expect);
  foretell(result, loaded.scenario);
  side.result = std::move(result);
  return side;
}

/// One run of a design as `imstorm run` tells it.
Result shown_run(const Loaded& loaded, std::uint64_t seed, bool always) {
  const Trial trial{std::make_shared<const Scenario>(loaded.scenario),
                    decider_of(loaded.scenario, seed)};
  RunSettings settings;
  settings.cancelled = interrupted;
  const RunRecord record = run_trial(trial, settings);
  Result result = tell_run(loaded, trial, record, settings, {true, always, false});
  result.replay = replay_of(loaded, seed);
  result.config.clear();  // is that of all its runs, and long
  return result;
}

std::string replay_of_comparison(const CompareOptions& options,
                                 const std::vector<std::uint64_t>& seeds) {
  std::string text = "imstorm compare";
  for (const std::string& path : options.scenarios) text += " " + shell_word(path);
  for (const std::string& set : options.sets) text += " --set " + shell_word(set);
  for (const std::string& with : options.with) text += " --with " + shell_word(with);
  if (options.seeds.empty()) {
    return options.runs == 1 ? text : text + fmt::format(" --runs {}", options.runs);
  }
  for (const std::uint64_t seed : seeds) text += " --seed " + hex_of(seed);
  return text;
}

std::string label_of(const Loaded& loaded) {
  const std::string title = loaded.scenario.title;
  return (title.empty() ? "" : title + ", ") + loaded.path + settings_as_options(loaded);
}

/// What was said, problem by problem: each begins at a line that is not set in.
std::vector<std::string> problems_in(const std::string& said) {
  std::vector<std::string> problems;
  std::istringstream lines(said);
  for (std::string line; std::getline(lines, line);) {
    if (problems.empty() || !line.starts_with(' ')) problems.emplace_back();
    problems.back() += line + '\n';
  }
  return problems;
}

/// What --set says wrong of both is said once.
ExitCode load_both(const CompareOptions& options, const Environment& environment, Streams& streams,
                   std::vector<Loaded>& designs) {
  std::ostringstream first, second;
  Streams of_first{streams.out, first};
  Streams of_second{streams.out, second};
  ExitCode code =
      load_all({options.scenarios.front()}, options.sets, environment, of_first, designs);
  code = heavier(code, load_all({options.scenarios.back()}, options.sets, environment, of_second,
                                designs, false, options.with));
  const std::vector<std::string> told = problems_in(first.str());
  streams.err << first.str();
  for (const std::string& problem : problems_in(second.str())) {
    if (std::find(told.begin(), told.end(), problem) == told.end()) streams.err << problem;
  }
  return code;
}

std::uint64_t predicted(const Loaded& design) {
  const Prediction prediction = predict_delivery(design.scenario);
  return prediction.at_least ? 0 : static_cast<std::uint64_t>(prediction.total().ns);
}

/// What both sides did, and, for a page, one run of each.
Comparison compared(const std::vector<Loaded>& designs, const CompareOptions& options) {
  const std::vector<std::uint64_t> seeds = seeds_of(options, designs[0].scenario);
  Side a = side_of(designs[0], seeds, options);
  Side b = side_of(designs[1], seeds, options);
  Comparison comparison;
  comparison.label_a = label_of(designs[0]);
  comparison.label_b = label_of(designs[1]);
  comparison.predicted_a = predicted(designs[0]);
  comparison.predicted_b = predicted(designs[1]);
  comparison.apart = different_worlds(designs[0].scenario, designs[1].scenario);
  comparison.replay = replay_of_comparison(options, seeds);
  if (!options.json.empty() || !options.html.empty()) {
    const std::size_t first = std::min(a.broken, b.broken);
    const std::uint64_t seed = first < seeds.size() ? seeds[first] : seeds.front();
    const bool always = !options.html.empty();
    comparison.shown_a = std::make_shared<Result>(shown_run(designs[0], seed, always));
    comparison.shown_b = std::make_shared<Result>(shown_run(designs[1], seed, always));
  }
  comparison.a = std::move(a.result);
  comparison.b = std::move(b.result);
  return comparison;
}

ExitCode usage(const CompareOptions& options, Streams& streams) {
  if (options.scenarios.size() > 2) {
    streams.err << "imstorm: compare takes two scenarios, or one and --with KEY=VALUE\n";
    return ExitCode::Usage;
  }
  if (options.scenarios.size() == 1 && options.with.empty()) {
    streams.err << "imstorm: compare one scenario with what? Name a second one, or say "
                   "--with KEY=VALUE\n";
    return ExitCode::Usage;
  }
  return ExitCode::Holds;
}

}  // namespace

ExitCode compare_designs(const CompareOptions& options, const Environment& environment,
                         Streams& streams) {
  if (const ExitCode said = usage(options, streams); said != ExitCode::Holds) return said;
  std::vector<Loaded> designs;
  const ExitCode read = load_both(options, environment, streams, designs);
  if (read != ExitCode::Holds) return read;
  drop_foreign_expectations(designs, streams);
  ReportFiles files({options.json, options.html, ""}, false, streams);
  if (files.opened() != ExitCode::Holds) return files.opened();

  const Comparison comparison = compared(designs, options);
  ExitCode code = exit_code_or(heavier(exit_code_of(comparison.a, options.allow_vacuous),
                                       exit_code_of(comparison.b, options.allow_vacuous)));
  if (files.wants_json() || files.wants_page()) {
    const std::string json = json_comparison(comparison);
    code = heavier(code, files.write_json(json));
    if (files.wants_page()) {
      code = heavier(code, files.write_page(html_report(read_results(json))));
    }
  }
  if (!files.takes_stdout()) {
    const bool automatic = streams.out_is_terminal && !environment.no_color;
    const bool colours = options.color == "always" || (options.color == "auto" && automatic);
    streams.out << text_comparison(comparison, colours ? Style::coloured() : Style::plain(),
                                   streams.width, number_of(code));
  }
  return code;
}

}  // namespace imstorm
