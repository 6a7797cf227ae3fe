#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "reports/figures.h"
#include "reports/inert.h"
#include "tools/imstorm/campaign_journal.h"
#include "tools/imstorm/campaign_report.h"
#include "tools/imstorm/campaign_result.h"
#include "tools/imstorm/expectation.h"
#include "tools/imstorm/findings.h"
#include "tools/imstorm/fuzz.h"
#include "tools/imstorm/fuzz_identity.h"

namespace imstorm {
namespace {

struct Merged {
  CampaignIdentity identity;
  TallyOfRuns tally;
  std::set<std::uint64_t> shards;
  std::vector<std::string> unfinished;  ///< "shard 2 has 300 of 2,500 runs"
};

ExitCode refuse(Streams& streams, const std::string& why) {
  streams.err << "imstorm: " << inert(why) << '\n';
  return ExitCode::Malformed;
}

/// Adds one journal. Says what is wrong with it.
ExitCode add(const std::string& path, Merged& merged, Streams& streams) {
  CampaignIdentity identity;
  CampaignState state;
  switch (CampaignJournal::read(path, identity, state)) {
    case CampaignJournal::Reading::Missing:
      streams.err << fmt::format("{}: there is no such file\n", inert(path));
      return ExitCode::NotFound;
    case CampaignJournal::Reading::Damaged:
      return refuse(streams, fmt::format("{} is not a journal of a campaign", path));
    case CampaignJournal::Reading::Fine:
      break;
  }
  if (merged.shards.empty()) merged.identity = identity;
  if (identity.campaign != merged.identity.campaign ||
      identity.settings != merged.identity.settings || identity.shards != merged.identity.shards) {
    return refuse(streams, fmt::format("{} is of another campaign: {}", path, identity.campaign));
  }
  if (!merged.shards.insert(identity.shard).second) {
    return refuse(streams, fmt::format("{} is shard {} of {}, which was there before", path,
                                       identity.shard + 1, identity.shards));
  }
  if (identity.runs != merged.identity.runs) {
    return refuse(streams, fmt::format("{} is of a campaign of {} runs, and not of {}", path,
                                       grouped(identity.runs), grouped(merged.identity.runs)));
  }
  std::uint64_t done = state.tally.runs();
  for (const auto& [number, runs] : state.open) done += runs.size();
  const std::uint64_t wanted = runs_of({identity.shard, identity.shards}, identity.runs);
  if (identity.shards > 1 && done < wanted) {
    merged.unfinished.push_back(fmt::format("shard {} has done {} of {} runs", identity.shard + 1,
                                            grouped(done), grouped(wanted)));
  }
  merged.tally.add(state.tally);
  for (const auto& [number, runs] : state.open) {
    for (std::size_t i = 0; i < runs.size(); ++i)
      merged.tally.add(number * kBatchRuns + i, runs[i]);
  }
  return ExitCode::Holds;
}

/// "2, 5", by their numbers in --shard; of many, the first ones.
std::string missing_shards(const Merged& merged) {
  constexpr std::size_t kToldMax = 10;
  std::string text;
  std::size_t told = 0;
  for (std::uint64_t shard = 0; shard < merged.identity.shards; ++shard) {
    if (merged.shards.count(shard) != 0) continue;
    if (told++ == kToldMax) return text + ", ...";
    text += fmt::format("{}{}", text.empty() ? "" : ", ", shard + 1);
  }
  return text;
}

}  // namespace

ExitCode merge(const MergeOptions& options, const Environment& environment, Streams& streams) {
  Merged merged;
  for (const std::string& path : options.journals) {
    const ExitCode added = add(path, merged, streams);
    if (added != ExitCode::Holds) return added;
  }
  const std::string missing = missing_shards(merged);
  std::vector<Loaded> loaded;
  const ExitCode read = load_all({merged.identity.scenario}, sets_of(merged.identity), environment,
                                 streams, loaded, true);
  if (read != ExitCode::Holds) return read;
  drop_foreign_expectations(loaded, streams);
  CampaignPlan plan = plan_of(merged.identity);
  plan.keep_going = true;
  if (identity_of(loaded.front(), plan).campaign != merged.identity.campaign) {
    return refuse(streams, fmt::format("{} is not what it was when the campaign ran",
                                       merged.identity.scenario));
  }
  CampaignReport report(options.report, environment, streams);
  if (report.opened() != ExitCode::Holds) return report.opened();
  Result result = result_of_campaign(loaded.front(), merged.tally, plan);
  ExitCode code = exit_code_of(result, options.report.allow_vacuous);
  code = heavier(code, save_findings(loaded.front(), options.report, result, streams));
  if (!missing.empty()) {
    streams.err << fmt::format(
        "imstorm: {} of {} shards are here, which decides nothing about the campaign\n"
        "  without shard {}: run each with --shard N/{}, then merge all journals\n",
        merged.shards.size(), merged.identity.shards, missing, merged.identity.shards);
    code = heavier(code, ExitCode::Undecided);
  }
  for (const std::string& shard : merged.unfinished) {
    streams.err << fmt::format("imstorm: {}: go on with --resume there, then merge again\n", shard);
    code = heavier(code, ExitCode::Undecided);
  }
  report.add(result, code, true);
  return report.finish(code);
}

}  // namespace imstorm
