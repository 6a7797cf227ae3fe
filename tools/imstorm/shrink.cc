#include "tools/imstorm/shrink.h"

#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/world/shrink.h"
#include "model/world/trial.h"
#include "reports/figures.h"
#include "reports/inert.h"
#include "tools/imstorm/cases.h"
#include "tools/imstorm/first_of.h"
#include "tools/imstorm/interruption.h"
#include "tools/imstorm/load.h"
#include "tools/imstorm/report_files.h"
#include "tools/imstorm/shell.h"
#include "tools/imstorm/shrink_log.h"
#include "tools/imstorm/shrink_progress.h"
#include "tools/imstorm/tell_run.h"

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

/// The command that repeats the run which was made small.
std::string origin_of(const ShrinkCommand& command, const Loaded& loaded, bool harmless) {
  std::string origin = fmt::format("imstorm run {}", shell_word(command.scenario));
  if (command.draw) {
    origin += fmt::format(" --draw {}", text_of(*command.draw));
  } else if (!harmless) {
    origin += fmt::format(" --seed {}", hex_of(loaded.scenario.seed));
  }
  return origin + settings_as_options(loaded);
}

/// The run of the case, with how it became small.
ExitCode report(const Case& found, const std::string& path, const std::vector<ShrinkStep>& steps,
                ReportFiles& files) {
  if (!files.wants_json() && !files.wants_page()) return ExitCode::Holds;
  const auto told = tell_case(path);
  if (told == nullptr) return ExitCode::Holds;  // was written over; what it became is no case
  Result result = *told;
  Finding finding;
  finding.invariant = found.signature.law;
  finding.case_path = path;
  finding.decisions_before = found.faults_before;
  finding.decisions = fault_count(found.scenario);
  finding.shrinking = steps;
  result.findings.push_back(std::move(finding));
  return files.write({result});
}

}  // namespace

ExitCode shrink(const ShrinkCommand& command, const Environment& environment, Streams& streams) {
  std::vector<Loaded> loaded;
  const ExitCode read = load_all({command.scenario}, command.sets, environment, streams, loaded);
  if (read != ExitCode::Holds) return read;
  Scenario& scenario = loaded.front().scenario;
  if (command.seed) scenario.seed = *command.seed;

  ReportFiles files({command.json, command.html, ""}, command.quiet, streams);
  if (files.opened() != ExitCode::Holds) return files.opened();
  const auto end = Clock::now() + std::chrono::nanoseconds(command.time.ns);
  const unsigned jobs = command.jobs == 0 ? jobs_of_machine() : command.jobs;
  ShrinkOptions options;
  options.enough = [&] { return interrupted() || Clock::now() >= end; };
  options.first_of = [&](std::size_t count, const std::function<bool(std::size_t)>& breaks) {
    return first_of(jobs, count, breaks, options.enough);
  };
  ShrinkLine line(command.quiet ? Progress::How::None : Progress::how(command.progress), "",
                  std::chrono::milliseconds(0), streams);
  ShrinkLog log;
  options.progress = [&](const ShrinkProgress& now) {
    log.add(now);
    line.tell(now);
  };

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
  const std::string problem = keep_case(*found, origin_of(command, loaded.front(), harmless), path);
  if (!problem.empty()) {
    streams.err << "imstorm: " << inert(problem) << '\n';
    return ExitCode::CannotWrite;
  }
  if (!files.takes_stdout()) tell(*found, path, streams);
  if (!command.quiet) streams.err << "wrote " << inert(path) << '\n';
  return exit_code_or(report(*found, path, log.steps(), files));
}

}  // namespace imstorm
