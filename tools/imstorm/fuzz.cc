#include "tools/imstorm/fuzz.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "reports/figures.h"
#include "reports/inert.h"
#include "tools/imstorm/campaign.h"
#include "tools/imstorm/campaign_report.h"
#include "tools/imstorm/campaign_result.h"
#include "tools/imstorm/expectation.h"
#include "tools/imstorm/findings.h"
#include "tools/imstorm/fuzz_identity.h"
#include "tools/imstorm/interruption.h"
#include "tools/imstorm/load.h"
#include "tools/imstorm/path_problem.h"
#include "tools/imstorm/progress.h"

namespace imstorm {
namespace {

constexpr std::uint64_t kRunsUnlessTold = 10'000;

std::string journal_path(const FuzzCommand& command, const Loaded& loaded) {
  std::string name = fmt::format("{}-{}", loaded.scenario.name, hex_of(command.seed));
  if (command.shard.of > 1) {
    name += fmt::format("-shard-{}-of-{}", command.shard.nth + 1, command.shard.of);
  }
  return (std::filesystem::path(command.out_dir) / (name + ".campaign")).string();
}

/// An output that would take the journal's place.
std::string journal_problem(const FuzzCommand& command, const Loaded& loaded) {
  const std::string journal = journal_path(command, loaded);
  const std::pair<const char*, const std::string&> outputs[] = {
      {"--json", command.json}, {"--html", command.html}, {"--junit", command.junit}};
  for (const auto& [option, path] : outputs) {
    if (same_file(path, journal)) {
      return fmt::format("{} would overwrite {}, the journal", option, journal);
    }
  }
  return "";
}

/// The campaigns of one command, one after the other.
class Fuzzer {
 public:
  Fuzzer(const FuzzCommand& command, const Environment& environment, Streams& streams)
      : command_(command), streams_(streams), report_(command, environment, streams) {}

  ExitCode run_all(std::vector<Loaded>& all) {
    if (report_.opened() != ExitCode::Holds) return report_.opened();
    ExitCode code = ExitCode::Holds;
    std::size_t left = all.size();
    last_ = &all.back();
    for (const Loaded& loaded : all) {
      if (interrupted() && &loaded != &all.front()) break;
      code = heavier(code, run_one(loaded, left--));
    }
    return report_.finish(exit_code_or(code));
  }

 private:
  CampaignPlan plan_for(std::size_t campaigns_left) {
    CampaignPlan plan;
    plan.seed = command_.seed;
    plan.runs = command_.runs.value_or(command_.time ? kRunsUntilTimeIsUp : kRunsUnlessTold);
    plan.shard = command_.shard;
    plan.guidance = command_.blind ? Guidance::Blind : Guidance::Guided;
    plan.probe_every = command_.probe_every;
    // What one shard finds must not depend on what another one did.
    plan.keep_going = command_.keep_going || command_.shard.of > 1;
    plan.jobs =
        command_.jobs != 0 ? command_.jobs : std::max(std::thread::hardware_concurrency(), 1U);
    if (command_.time) {
      const auto now = std::chrono::steady_clock::now();
      if (!end_) end_ = now + *command_.time;
      plan.until = now + (*end_ - now) / static_cast<std::int64_t>(campaigns_left);
    }
    return plan;
  }

  /// Takes up what the journal of this campaign holds, if that is wanted.
  ExitCode take_up(const std::string& path, const CampaignIdentity& identity,
                   CampaignState& state) {
    if (!command_.resume) return ExitCode::Holds;
    CampaignIdentity found;
    switch (CampaignJournal::read(path, found, state)) {
      case CampaignJournal::Reading::Missing:
        streams_.err << fmt::format("imstorm: nothing to resume at {}; starting anew\n",
                                    inert(path));
        state = {};
        return ExitCode::Holds;
      case CampaignJournal::Reading::Damaged:
        streams_.err << fmt::format("imstorm: {} is not a journal of a campaign\n", inert(path));
        return ExitCode::Malformed;
      case CampaignJournal::Reading::Fine:
        break;
    }
    if (found.campaign == identity.campaign && found.settings == identity.settings) {
      return ExitCode::Holds;
    }
    streams_.err << fmt::format(
        "imstorm: {} is of another campaign\n  it has: {}\n  this is: {}\n"
        "  leave out --resume to begin anew\n",
        inert(path), inert(found.campaign + found.settings),
        inert(identity.campaign + identity.settings));
    return ExitCode::Malformed;
  }

  ExitCode run_one(const Loaded& loaded, std::size_t campaigns_left) {
    const CampaignPlan plan = plan_for(campaigns_left);
    const ExitCode replayed = replay_cases(loaded, command_, streams_);
    const CampaignIdentity identity = identity_of(loaded, plan);
    const std::string path = journal_path(command_, loaded);
    CampaignState state;
    const ExitCode taken = take_up(path, identity, state);
    if (taken != ExitCode::Holds) return taken;
    std::error_code ignored;
    std::filesystem::create_directories(command_.out_dir, ignored);
    CampaignJournal journal(path);
    if (!journal.rewrite(identity, state)) {
      streams_.err << "imstorm: " << inert(journal.problem()) << '\n';
      return ExitCode::CannotWrite;
    }
    Scenario base = loaded.scenario;
    base.config.clear();
    Campaign campaign(base, plan, identity, &journal, std::move(state));
    Progress progress(command_.quiet ? Progress::How::None : Progress::how(command_.progress),
                      loaded.path, streams_);
    const auto begin = std::chrono::steady_clock::now();
    campaign.run(interrupted, [&progress](const CampaignProgress& now) { progress.tell(now); });
    progress.done();
    const std::chrono::nanoseconds wall = std::chrono::steady_clock::now() - begin;
    return tell(loaded, plan, campaign, static_cast<std::uint64_t>(wall.count()), replayed);
  }

  ExitCode tell(const Loaded& loaded, const CampaignPlan& plan, const Campaign& campaign,
                std::uint64_t wall_ns, ExitCode replayed) {
    if (!campaign.internal_error().empty()) {
      streams_.err << fmt::format("imstorm: {}\n  repeat it with: {}\n",
                                  inert(campaign.internal_error()),
                                  inert(command_of(loaded, campaign.internal_error_in())));
      return ExitCode::Internal;
    }
    // What the last line says is what the command ends with.
    Result result = result_of_campaign(loaded, campaign.tally(), plan);
    if (!command_.stable_output) result.wall_ns = wall_ns;
    ExitCode code = heavier(replayed, exit_code_of(result, command_.allow_vacuous));
    code = exit_code_or(code);
    if (!campaign.cannot_write().empty()) {
      streams_.err << "imstorm: " << inert(campaign.cannot_write()) << '\n';
      code = heavier(code, ExitCode::CannotWrite);
    }
    code = heavier(code, save_findings(loaded, command_, result, streams_));
    report_.add(result, code, &loaded == last_);
    return code;
  }

  const FuzzCommand& command_;
  Streams& streams_;
  CampaignReport report_;
  const Loaded* last_ = nullptr;  // that this command runs
  std::optional<std::chrono::steady_clock::time_point> end_;
};

/// Two files whose campaigns would write to the same journal.
std::optional<std::pair<std::string, std::string>> of_one_name(const std::vector<Loaded>& loaded) {
  std::map<std::string, std::string> paths;  // by name
  for (const Loaded& one : loaded) {
    const auto [known, fresh] = paths.emplace(one.scenario.name, one.path);
    if (!fresh) return std::pair{known->second, one.path};
  }
  return {};
}

}  // namespace

ExitCode fuzz(const FuzzCommand& command, const Environment& environment, Streams& streams) {
  std::vector<Loaded> loaded;
  const ExitCode read =
      load_all(command.scenarios, command.sets, environment, streams, loaded, true);
  if (read != ExitCode::Holds) return read;
  drop_foreign_expectations(loaded, streams);
  if (const auto twins = of_one_name(loaded)) {
    streams.err << fmt::format(
        "imstorm: {} and {} have one name, and so one journal\n"
        "  run them one after the other, each with an --out-dir of its own\n",
        inert(twins->first), inert(twins->second));
    return ExitCode::Usage;
  }
  for (const Loaded& one : loaded) {
    const std::string problem = journal_problem(command, one);
    if (problem.empty()) continue;
    streams.err << "imstorm: " << inert(problem) << '\n';
    return ExitCode::Usage;
  }
  Fuzzer fuzzer(command, environment, streams);
  return fuzzer.run_all(loaded);
}

}  // namespace imstorm
