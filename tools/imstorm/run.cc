#include "tools/imstorm/run.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/world/trial.h"
#include "reports/figures.h"
#include "reports/inert.h"
#include "reports/text.h"
#include "reports/verdict_line.h"
#include "tools/imstorm/cases.h"
#include "tools/imstorm/expectation.h"
#include "tools/imstorm/interruption.h"
#include "tools/imstorm/load.h"
#include "tools/imstorm/run_outputs.h"
#include "tools/imstorm/shell.h"
#include "tools/imstorm/tell_run.h"

namespace imstorm {
namespace {

/// One scenario with one seed, or as a campaign drew it.
struct Job {
  const Loaded* loaded = nullptr;
  std::uint64_t seed = 0;
  std::optional<Draw> draw;
  std::string replay;

  Trial trial() const {
    if (draw) return draw_trial(loaded->scenario, *draw);
    return {std::make_shared<const Scenario>(loaded->scenario), decider_of(loaded->scenario, seed)};
  }
};

std::vector<Job> jobs_of(const std::vector<Loaded>& all, const RunOptions& options) {
  std::vector<Job> jobs;
  for (const Loaded& loaded : all) {
    const std::string settings = settings_as_options(loaded);
    if (options.draw) {
      jobs.push_back({&loaded, options.draw->seed, options.draw,
                      fmt::format("imstorm run {} --draw {}{}", shell_word(loaded.path),
                                  text_of(*options.draw), settings)});
      continue;
    }
    const std::vector<std::uint64_t> own = {loaded.scenario.seed};
    for (const std::uint64_t seed : options.seeds.empty() ? own : options.seeds) {
      const bool seedless = loaded.scenario.decisions == Decisions::Harmless;
      const std::string with_seed = seedless ? "" : fmt::format(" --seed {}", hex_of(seed));
      jobs.push_back(
          {&loaded,
           seed,
           {},
           fmt::format("imstorm run {}{}{}", shell_word(loaded.path), with_seed, settings)});
    }
  }
  return jobs;
}

/// Nothing of a case is left to chance, whatever the seed.
void warn_of_seeds(const std::vector<Loaded>& all, const RunOptions& options, Streams& streams) {
  if (options.seeds.empty()) return;
  for (const Loaded& loaded : all) {
    if (loaded.scenario.decisions != Decisions::Harmless) continue;
    streams.err << fmt::format(
        "{}: warning: it has decisions = \"harmless\" and needs no seed: --seed only keeps its run "
        "from being compared with [replay]\n",
        inert(loaded.path));
  }
}

Style style_of(const RunOptions& options, const Environment& environment, const Streams& streams) {
  const bool automatic = streams.out_is_terminal && !environment.no_color;
  const bool colours = options.color == "always" || (options.color == "auto" && automatic);
  return colours ? Style::coloured() : Style::plain();
}

/// Runs jobs one after the other and tells of each.
class Runner {
 public:
  Runner(const RunOptions& options, Style style, Streams& streams)
      : options_(options), style_(style), streams_(streams), outputs_(options, streams) {}

  ExitCode run_all(const std::vector<Job>& jobs) {
    if (outputs_.opened() != ExitCode::Holds) return outputs_.opened();
    ExitCode code = ExitCode::Holds;
    for (const Job& job : jobs) {
      // The first one always leaves a result, if only that it was cut short.
      if (interrupted() && &job != &jobs.front()) break;
      code = heavier(code, run_one(job, jobs.size() > 1));
    }
    // The last line says what the command ends with, so it comes last.
    code = heavier(exit_code_or(code), outputs_.finish());
    if (lone_) tell(*lone_, code, false);
    if (jobs.size() > 1) total(jobs.size(), code);
    return code;
  }

 private:
  /// A mistake of ours is said with all that repeats it.
  ExitCode run_one(const Job& job, bool one_of_many) {
    try {
      return judge(job, one_of_many);
    } catch (const std::exception& error) {
      streams_.err << fmt::format("imstorm: {} (seed {})\n  repeat it with: {}\n",
                                  inert(error.what()), hex_of(job.seed), inert(job.replay));
      return ExitCode::Internal;
    }
  }

  ExitCode judge(const Job& job, bool one_of_many) {
    const Trial trial = job.trial();
    RunSettings settings;
    settings.keep_history = outputs_.wants_history();
    settings.probe_every = options_.probe_every;
    settings.cancelled = interrupted;
    settings.keep_marks = replays(job);
    const auto begin = std::chrono::steady_clock::now();
    const RunRecord record = run_trial(trial, settings);
    const std::chrono::nanoseconds wall = std::chrono::steady_clock::now() - begin;

    const Retelling how{outputs_.wants_trace(), options_.full_trace || outputs_.wants_page(),
                        options_.full_trace};
    Result result = tell_run(*job.loaded, trial, record, settings, how);
    if (job.draw) {
      result.config = effective_config(*trial.scenario);
      result.strategy = describe(trial);
      compare_other_runs(result, job.loaded->scenario.expect);
    }
    if (job.loaded->scenario.replay.there()) result.case_path = job.loaded->path;
    result.replay = job.replay;
    if (!options_.stable_output) result.wall_ns = static_cast<std::uint64_t>(wall.count());
    ExitCode code = exit_code_or(exit_code_of(result, options_.allow_vacuous));
    if (replays(job) && record.end.complete) code = heavier(code, compare_replay(job, record));
    outputs_.add(result, record);
    if (one_of_many) {
      tell(result, code, true);
    } else {
      lone_ = std::move(result);
    }
    return code;
  }

  /// A case that was not changed on the command line must run as it did when it was kept.
  bool replays(const Job& job) const {
    return job.loaded->scenario.replay.there() && options_.seeds.empty() && !job.draw &&
           settings_as_options(*job.loaded).empty();
  }

  ExitCode compare_replay(const Job& job, const RunRecord& record) {
    const std::string where = divergence(job.loaded->scenario, record);
    if (where.empty()) return ExitCode::Holds;
    streams_.err << fmt::format(
        "{}: this is not the run that the case keeps: {}\n  if that is meant, keep it anew: "
        "imstorm "
        "shrink {} -o {}\n",
        inert(job.loaded->path), inert(where), shell_word(job.loaded->path),
        shell_word(job.loaded->path));
    return ExitCode::Diverged;
  }

  void tell(const Result& result, ExitCode code, bool one_of_many) {
    if (outputs_.takes_stdout()) return;
    TextOptions text{style_, streams_.width, options_.verbose, number_of(code)};
    if (one_of_many && !options_.verbose) {
      streams_.out << one_line(result, text.exit_code, style_) << '\n';
    } else if (options_.quiet) {
      streams_.out << verdict_line(result, text.exit_code) << '\n';
    } else {
      streams_.out << text_report(result, text) << (one_of_many ? "\n" : "");
    }
    streams_.out.flush();
    ++told_;
    if (code == ExitCode::Holds) ++fine_;
  }

  void total(std::size_t jobs, ExitCode code) {
    if (outputs_.takes_stdout()) return;
    const std::string missing = told_ == jobs ? "" : fmt::format(" of {}", grouped(jobs));
    streams_.out << fmt::format("{}{}, {} as expected | exit {}\n", counted(told_, "run"), missing,
                                grouped(fine_), number_of(code));
  }

  const RunOptions& options_;
  Style style_;
  Streams& streams_;
  RunOutputs outputs_;
  std::optional<Result> lone_;  // of the only job, until its files are written
  std::size_t told_ = 0;
  std::size_t fine_ = 0;
};

}  // namespace

ExitCode run(const RunOptions& options, const Environment& environment, Streams& streams) {
  std::vector<Loaded> loaded;
  const ExitCode read = load_all(options.scenarios, options.sets, environment, streams, loaded,
                                 options.draw.has_value());
  if (read != ExitCode::Holds) return read;
  drop_foreign_expectations(loaded, streams);
  const std::vector<Job> jobs = jobs_of(loaded, options);
  if (!options.history.empty() && jobs.size() > 1) {
    streams.err << "imstorm: --history takes one run: one scenario and one --seed\n";
    return ExitCode::Usage;
  }
  warn_of_seeds(loaded, options, streams);
  Runner runner(options, style_of(options, environment, streams), streams);
  return runner.run_all(jobs);
}

}  // namespace imstorm
