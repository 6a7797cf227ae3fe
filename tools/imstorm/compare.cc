#include "tools/imstorm/compare.h"

#include <fmt/format.h>

#include <chrono>
#include <utility>

#include "model/scenario/prediction.h"
#include "model/world/run.h"
#include "reports/comparison.h"
#include "reports/figures.h"
#include "reports/inert.h"
#include "tools/imstorm/expectation.h"
#include "tools/imstorm/foretell.h"
#include "tools/imstorm/interruption.h"
#include "tools/imstorm/load.h"
#include "tools/imstorm/output_file.h"
#include "tools/imstorm/result_of_run.h"
#include "tools/imstorm/shell.h"
#include "tools/imstorm/sum_of_runs.h"

namespace imstorm {
namespace {

std::vector<std::uint64_t> seeds_of(const CompareOptions& options, const Scenario& first) {
  if (!options.seeds.empty()) return options.seeds;
  std::vector<std::uint64_t> seeds;
  for (std::uint32_t i = 0; i < options.runs; ++i) seeds.push_back(first.seed + i);
  return seeds;
}

Result result_of_all(const Loaded& loaded, const std::vector<std::uint64_t>& seeds,
                     const CompareOptions& options) {
  const auto begin = std::chrono::steady_clock::now();
  SumOfRuns sum;
  for (const std::uint64_t seed : seeds) {
    if (interrupted() && sum.runs() > 0) break;
    RunSettings settings;
    settings.probe_every = seeds.size() > 10 ? 10 : 1;
    settings.cancelled = interrupted;
    sum.add(run_scenario(loaded.scenario, seed, settings));
  }
  Result result = result_of(loaded.scenario, sum.record());
  result.mode = "compare";
  result.runs = sum.runs();
  result.path = loaded.path;
  result.replay = fmt::format("imstorm run {} --seed {}{}", shell_word(loaded.path),
                              hex_of(seeds.front()), settings_as_options(loaded));
  const std::chrono::nanoseconds wall = std::chrono::steady_clock::now() - begin;
  if (!options.stable_output) result.wall_ns = static_cast<std::uint64_t>(wall.count());
  compare(result, loaded.scenario.expect);
  foretell(result, loaded.scenario);
  return result;
}

std::string label_of(const Loaded& loaded) {
  const std::string title = loaded.scenario.title;
  return (title.empty() ? "" : title + ", ") + loaded.path + settings_as_options(loaded);
}

ExitCode write(const std::string& path, const std::string& text, Streams& streams) {
  if (path == "-") {
    streams.out << text;
    return ExitCode::Holds;
  }
  OutputFile file(path);
  file.stream() << text;
  if (file.commit()) {
    streams.err << "wrote " << inert(path) << '\n';
    return ExitCode::Holds;
  }
  streams.err << "imstorm: " << inert(file.problem()) << '\n';
  return ExitCode::CannotWrite;
}

ExitCode load_both(const CompareOptions& options, const Environment& environment, Streams& streams,
                   std::vector<Loaded>& designs) {
  std::vector<std::string> second = options.sets;
  second.insert(second.end(), options.with.begin(), options.with.end());
  ExitCode code =
      load_all({options.scenarios.front()}, options.sets, environment, streams, designs);
  return heavier(code, load_all({options.scenarios.back()}, second, environment, streams, designs));
}

std::uint64_t predicted(const Loaded& design) {
  const Prediction prediction = predict_delivery(design.scenario);
  return prediction.at_least ? 0 : static_cast<std::uint64_t>(prediction.total().ns);
}

}  // namespace

ExitCode compare_designs(const CompareOptions& options, const Environment& environment,
                         Streams& streams) {
  if (options.scenarios.size() > 2) {
    streams.err << "imstorm: compare takes two scenarios, or one and --with KEY=VALUE\n";
    return ExitCode::Usage;
  }
  if (options.scenarios.size() == 1 && options.with.empty()) {
    streams.err << "imstorm: compare one scenario with what? Name a second one, or say "
                   "--with KEY=VALUE\n";
    return ExitCode::Usage;
  }
  std::vector<Loaded> designs;
  const ExitCode read = load_both(options, environment, streams, designs);
  if (read != ExitCode::Holds) return read;

  const std::vector<std::uint64_t> seeds = seeds_of(options, designs[0].scenario);
  Comparison comparison;
  comparison.a = result_of_all(designs[0], seeds, options);
  comparison.b = result_of_all(designs[1], seeds, options);
  comparison.label_a = label_of(designs[0]);
  comparison.label_b = label_of(designs[1]);
  comparison.predicted_a = predicted(designs[0]);
  comparison.predicted_b = predicted(designs[1]);
  const ExitCode code = exit_code_or(heavier(exit_code_of(comparison.a, options.allow_vacuous),
                                             exit_code_of(comparison.b, options.allow_vacuous)));
  if (options.json != "-") {
    const bool automatic = streams.out_is_terminal && !environment.no_color;
    const bool colours = options.color == "always" || (options.color == "auto" && automatic);
    streams.out << text_comparison(comparison, colours ? Style::coloured() : Style::plain(),
                                   streams.width, number_of(code));
  }
  if (options.json.empty()) return code;
  return heavier(code, write(options.json, json_comparison(comparison), streams));
}

}  // namespace imstorm
