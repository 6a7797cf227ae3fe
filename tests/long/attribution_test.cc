// Whoever sees a law broken is told by which choice: each unsound value of `imstorm list policies`
// alone in worlds that keep every law without it, over some seeds.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "model/scenario/keys.h"
#include "model/scenario/parse.h"
#include "model/world/run.h"
#include "reports/result.h"
#include "tools/imstorm/foretell.h"

namespace imstorm {
namespace {

using Sets = std::vector<std::string>;

constexpr std::uint64_t kSeeds = 6;  // of each choice in each world
constexpr std::uint32_t kProbeEvery = 1;

struct World {
  const char* file;
  Sets sets;
};

const World kWorlds[] = {
    {"profiles/sound", {}},
    {"profiles/sound", {"topology.store.replicas=1"}},
    {"group-churn", {"storm.profile=hostile", "storm.length=60s"}},
    {"two-sockets", {}},
};

/// What else a choice takes to do anything.
Sets company_of(const std::string& axis) {
  if (axis == "seq.source" || axis == "msgid.source") return {"topology.ids.count=2"};
  if (axis.starts_with("seq.")) return {"seq.source=seqsvr", "topology.ids.count=2"};
  if (axis == "msgid.recover") return {"msgid.source=redis-memory", "topology.ids.count=2"};
  if (axis.starts_with("msgid.")) return {"msgid.source=snowflake", "topology.ids.count=2"};
  if (axis == "store.lineage") return {"store.replicate=async", "store.lag=1s"};
  if (axis == "outbox.rejected") return {"store.bytes_max=10"};
  if (axis == "pull.page") return {"pull.limit=1"};
  if (axis == "pull.cursor") return {"deliver.mode=push-prev"};
  if (axis == "ack.value") return {"deliver.mode=push-prev", "consume.phases=one"};
  if (axis == "ack.trim") return {"ack.window=3"};
  if (axis == "client.msgids") return {"client.cache=lost"};
  return {};
}

/// "law by choice" of those that nobody attributes; `broken` counts all.
std::set<std::string> unattributed(const World& world, const PolicyRow& row, std::size_t& broken) {
  std::set<std::string> found;
  Overrides overrides{world.sets, {}, {}};
  for (const std::string& set : company_of(row.axis)) overrides.sets.push_back(set);
  overrides.sets.push_back(row.axis + "=" + row.value);
  const std::string path = std::string(IMSTORM_SOURCE_DIR "/scenarios/") + world.file + ".toml";
  const ParseResult parsed = load_scenario(path, overrides);
  if (!parsed.scenario) return found;  // these do not go together
  RunSettings settings;
  settings.probe_every = kProbeEvery;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    Result result;
    for (const RunRecord::Law& law : run_scenario(*parsed.scenario, seed, settings).laws) {
      if (law.verdict.outcome != Outcome::Broken) continue;
      result.laws.emplace_back().name = law.name;
      result.laws.back().verdict.outcome = Outcome::Broken;
    }
    broken += result.laws.size();
    foretell(result, *parsed.scenario);
    for (const Result::Law& law : result.laws) {
      if (law.foretold.empty()) found.insert(law.name + " by " + row.axis + " = " + row.value);
    }
  }
  return found;
}

class Attribution : public testing::TestWithParam<std::string> {};

TEST_P(Attribution, NamesTheChoiceThatBreaksALaw) {
  std::size_t broken = 0;
  for (const PolicyRow& row : policies()) {
    if (row.sound || row.axis.substr(0, row.axis.find('.')) != GetParam()) continue;
    for (const World& world : kWorlds) {
      EXPECT_EQ(unattributed(world, row, broken), std::set<std::string>{}) << world.file;
    }
  }
  EXPECT_GT(broken, 0U);
}

std::vector<std::string> areas() {
  std::vector<std::string> all;
  for (const PolicyRow& row : policies()) {
    const std::string area = row.axis.substr(0, row.axis.find('.'));
    if (!row.sound && std::find(all.begin(), all.end(), area) == all.end()) all.push_back(area);
  }
  return all;
}

INSTANTIATE_TEST_SUITE_P(Of, Attribution, testing::ValuesIn(areas()),
                         [](const auto& area) { return area.param; });

}  // namespace
}  // namespace imstorm
