#include "tools/imstorm/findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include "model/world/shrink.h"
#include "model/world/trial.h"
#include "reports/inert.h"
#include "sim/core/hash.h"
#include "tools/imstorm/campaign_report.h"
#include "tools/imstorm/cases.h"
#include "tools/imstorm/first_of.h"
#include "tools/imstorm/interruption.h"
#include "tools/imstorm/shrink_log.h"
#include "tools/imstorm/shrink_progress.h"
#include "tools/imstorm/tell_run.h"

namespace imstorm {
namespace {

/// Of more findings, the later ones are kept as they are.
constexpr std::size_t kShrunkMax = 20;
/// Of so many the run of the case is in the reports, with its trace.
constexpr std::size_t kToldMax = 5;
/// Runs and events of making one small, so that the same campaign gives the same cases.
constexpr std::uint64_t kShrinkRunsMax = 20'000;
constexpr std::uint64_t kShrinkEventsMax = 60'000'000;
/// Between the first two lines about it in a log.
constexpr std::chrono::seconds kFirstPause{5};

std::string text_of(const Finding& finding) {
  return fmt::format("{}\n\nsignature  {}\nfound by   {}\nstrategy   {}\nrepeat     {}\n",
                     finding.headline.empty() ? finding.signature : finding.headline,
                     finding.signature, finding.draw, finding.strategy, finding.replay);
}

std::optional<Case> made_small(const Loaded& loaded, const FuzzCommand& command,
                               const Finding& finding, ShrinkLog& log, Streams& streams) {
  const std::optional<Draw> draw = read_draw(finding.draw);
  if (!draw) return std::nullopt;
  const Trial trial = draw_trial(loaded.scenario, *draw);
  const auto begin = std::chrono::steady_clock::now();
  ShrinkOptions options;
  options.runs_max = kShrinkRunsMax;
  options.events_max = kShrinkEventsMax;
  // Who says how long a campaign may take waits no longer than that for any of its findings.
  options.enough = [&] {
    return interrupted() ||
           (command.time && std::chrono::steady_clock::now() - begin >= *command.time);
  };
  const unsigned jobs = command.jobs == 0 ? jobs_of_machine() : command.jobs;
  options.first_of = [&](std::size_t count, const std::function<bool(std::size_t)>& breaks) {
    return first_of(jobs, count, breaks, options.enough);
  };
  ShrinkLine line(command.quiet ? Progress::How::None : Progress::how(command.progress),
                  loaded.path + ": " + finding.invariant + ": ", kFirstPause, streams);
  options.progress = [&](const ShrinkProgress& now) {
    log.add(now);
    line.tell(now);
  };
  return shrink_finding(*trial.scenario, trial.decider, finding.invariant, options);
}

/// What the law says of the run of the case, which is another one than the run that found it.
std::string headline_in(const Case& found, const std::string& invariant) {
  for (const RunRecord::Law& law : found.record.laws) {
    if (law.name == invariant && law.verdict.outcome == Outcome::Broken) return law.verdict.because;
  }
  return "";
}

/// The result says the same words of a finding wherever it speaks of it.
void retitle(Result& result, Finding& finding, const std::string& headline) {
  if (headline.empty()) return;
  if (result.headline == finding.headline) result.headline = headline;
  for (Result::Law& law : result.laws) {
    if (law.verdict.because == finding.headline) law.verdict.because = headline;
  }
  finding.headline = headline;
}

/// True if it is kept as a case.
bool keep_as_case(const Loaded& loaded, const FuzzCommand& command, Result& result,
                  Finding& finding, Streams& streams, ExitCode& code) {
  ShrinkLog log;
  const std::optional<Case> found = made_small(loaded, command, finding, log, streams);
  // A file has no draw: what needs one is better repeated by its command.
  if (!found || found->needs_seed) return false;
  const std::string path = path_of_case(loaded.path, *found);
  const std::string problem = keep_case(*found, finding.replay, path);
  if (!problem.empty()) {
    streams.err << "imstorm: " << inert(problem) << '\n';
    code = ExitCode::CannotWrite;
    return true;
  }
  retitle(result, finding, headline_in(*found, finding.invariant));
  finding.case_path = path;
  finding.decisions = fault_count(found->scenario);
  finding.messages = message_count(found->scenario);
  finding.events = found->record.events;
  finding.shrinking = log.steps();
  return true;
}

bool wants_file(const FuzzCommand& command) {
  return !command.json.empty() || !command.html.empty();
}

ExitCode keep_as_it_is(const Loaded& loaded, const FuzzCommand& command, Finding& finding,
                       Streams& streams) {
  const std::string name = fmt::format("{}-{}-{:08x}.txt", loaded.scenario.name, finding.invariant,
                                       static_cast<std::uint32_t>(hash_text(finding.signature)));
  const std::string path = (std::filesystem::path(command.out_dir) / "findings" / name).string();
  const ExitCode saved = write_whole(path, text_of(finding), streams);
  if (saved == ExitCode::Holds) finding.case_path = path;
  return saved;
}

}  // namespace

ExitCode save_findings(const Loaded& loaded, const FuzzCommand& command, Result& result,
                       Streams& streams) {
  ExitCode code = ExitCode::Holds;
  std::size_t shrunk = 0;
  for (Finding& finding : result.findings) {
    if (finding.outcome != Outcome::Broken || finding.invariant.empty()) continue;
    if (finding.follows != 0) continue;  // the case of its cause shows it as well
    const bool small = command.shrink && shrunk++ < kShrunkMax && !interrupted() &&
                       keep_as_case(loaded, command, result, finding, streams, code);
    if (!small) code = heavier(code, keep_as_it_is(loaded, command, finding, streams));
    if (small && shrunk <= kToldMax && wants_file(command)) {
      finding.counterexample = tell_case(finding.case_path);
    }
    if (code != ExitCode::Holds) break;  // the next one would fail as well
  }
  return code;
}

ExitCode replay_cases(const Loaded& loaded, const FuzzCommand& command, Streams& streams) {
  ExitCode code = ExitCode::Holds;
  for (const std::string& path : cases_of(loaded.path)) {
    if (interrupted()) break;
    const Replayed again = replay_case(path);
    if (!again.readable || !again.same_run) {
      streams.err << fmt::format("{}: {}\n", inert(path), inert(again.problem));
      code = heavier(code, again.readable ? ExitCode::Diverged : ExitCode::Malformed);
    } else if (!again.as_expected) {
      streams.err << fmt::format("{0}: not as it expects (imstorm run {0} tells how)\n",
                                 inert(path));
      code = heavier(code, ExitCode::Broken);
    } else if (!command.quiet) {
      streams.err << fmt::format("{}: as it was\n", inert(path));
    }
  }
  return code;
}

}  // namespace imstorm
