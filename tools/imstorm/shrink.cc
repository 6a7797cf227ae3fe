#include "tools/imstorm/shrink.h"

#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/world/shrink.h"
#include "model/world/trial.h"
#include "reports/figures.h"
#include "reports/inert.h"
#include "tools/imstorm/cases.h"
#include "tools/imstorm/first_of.h"
#include "tools/imstorm/interruption.h"
#include "tools/imstorm/load.h"
#include "tools/imstorm/shell.h"
#include "tools/imstorm/shrink_progress.h"

namespace imstorm {
namespace {

using Clock = std::chrono::steady_clock;

void tell(const Case& found, const std::string& path, Streams& streams) {
  for (const RunRecord::Law& law : found.record.laws) {
    if (law.name == found.signature.law) {
      streams.out << fmt::format("{}: {}\n", law.name, inert(law.verdict.because));
    }
  }
  streams.out << fmt::format("{} of {} faults, {} of {} messages, {} devices, {} runs\n",
                             fault_count(found.scenario), found.faults_before,
                             message_count(found.scenario), found.messages_before,
                             found.scenario.devices.size(), grouped(found.runs));
  for (const std::string& line : tell_twins(found)) streams.out << "  " << inert(line) << '\n';
  if (!found.minimal) streams.out << "not minimal: something of it could still go\n";
  if (found.needs_seed) {
    streams.out << "some of its decisions could not be made harmless: it needs its seed\n";
  }
  streams.out << fmt::format("imstorm run {}\n", shell_word(path));
}

}  // namespace

ExitCode shrink(const ShrinkCommand& command, const Environment& environment, Streams& streams) {
  std::vector<Loaded> loaded;
  const ExitCode read = load_all({command.scenario}, command.sets, environment, streams, loaded);
  if (read != ExitCode::Holds) return read;
  Scenario& scenario = loaded.front().scenario;
  if (command.seed) scenario.seed = *command.seed;

  const auto end = Clock::now() + std::chrono::nanoseconds(command.time.ns);
  const unsigned jobs = command.jobs == 0 ? jobs_of_machine() : command.jobs;
  ShrinkOptions options;
  options.enough = [&] { return interrupted() || Clock::now() >= end; };
  options.first_of = [&](std::size_t count, const std::function<bool(std::size_t)>& breaks) {
    return first_of(jobs, count, breaks, options.enough);
  };
  ShrinkLine line(command.quiet ? Progress::How::None : Progress::how(command.progress), "",
                  std::chrono::milliseconds(0), streams);
  options.progress = [&](const ShrinkProgress& now) { line.tell(now); };

  const bool harmless = scenario.decisions == Decisions::Harmless;
  Trial trial{std::make_shared<const Scenario>(scenario), decider_of(scenario, scenario.seed)};
  if (command.draw) trial = draw_trial(scenario, *command.draw);
  const std::optional<Case> found =
      shrink_finding(*trial.scenario, trial.decider, command.law, options);
  line.done();
  if (!found) {
    const std::string what = command.law.empty() ? "no law is" : command.law + " is not";
    streams.err << fmt::format("imstorm: {} broken in this run: there is nothing to shrink\n",
                               inert(what));
    return exit_code_or(ExitCode::Broken);
  }
  const std::string path =
      command.out.empty() ? path_of_case(command.scenario, *found) : command.out;
  std::string origin = fmt::format("imstorm run {}", shell_word(command.scenario));
  if (command.draw) {
    origin += fmt::format(" --draw {}", text_of(*command.draw));
  } else if (!harmless) {
    origin += fmt::format(" --seed {}", hex_of(scenario.seed));
  }
  origin += settings_as_options(loaded.front());
  const std::string problem = keep_case(*found, origin, path);
  if (!problem.empty()) {
    streams.err << "imstorm: " << inert(problem) << '\n';
    return ExitCode::CannotWrite;
  }
  tell(*found, path, streams);
  if (!command.quiet) streams.err << "wrote " << inert(path) << '\n';
  return exit_code_or(ExitCode::Holds);
}

}  // namespace imstorm
