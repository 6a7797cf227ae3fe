// The rows of the article, each a pair of scenarios in scenarios/article: NAME.toml has a mechanism
// and keeps every law, NAME-without.toml departs from it in one value of [protocol] and breaks the
// laws that its [expect] names. (That each file's own seed comes out as it expects is shown by
// tests/tools/shipped_scenarios_test.cc.)
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "model/scenario/parse.h"
#include "model/world/run.h"

namespace imstorm {
namespace {

constexpr std::uint64_t kHostileSeeds = 2'000;  // with the mechanism
constexpr std::uint64_t kSeedsMax = 200;        // without it
constexpr std::uint64_t kShards = 2;            // tests that share the hostile seeds
constexpr std::uint32_t kProbeEvery = 10;       // acknowledgements, where ack-safety is asked

const std::string kFolder = IMSTORM_SOURCE_DIR "/scenarios/article";
const std::string kWithout = "-without";

/// The names of all rows, whichever half of the pair is there.
std::vector<std::string> rows() {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    if (entry.path().extension() != ".toml") continue;
    std::string name = entry.path().stem().string();
    if (name.size() > kWithout.size() &&
        name.compare(name.size() - kWithout.size(), kWithout.size(), kWithout) == 0) {
      name.resize(name.size() - kWithout.size());
    }
    names.insert(name);
  }
  return {names.begin(), names.end()};
}

Scenario scenario_of(const std::string& name) {
  const std::string path = fmt::format("{}/{}.toml", kFolder, name);
  const ParseResult parsed = load_scenario(path);
  EXPECT_TRUE(parsed.scenario) << render(parsed.diagnostics);
  return parsed.scenario ? *parsed.scenario : Scenario{};
}

std::set<std::string> laws_to_break(const Scenario& scenario) {
  std::set<std::string> laws;
  for (const auto& [law, outcome] : scenario.expect.laws) {
    if (outcome == "broken") laws.insert(law);
  }
  return laws;
}

std::string as_identifier(std::string name) {
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

class ArticleRow : public testing::TestWithParam<std::string> {};

TEST_P(ArticleRow, IsAPairThatDiffersInOneChoice) {
  const Scenario with = scenario_of(GetParam());
  const Scenario without = scenario_of(GetParam() + kWithout);
  ASSERT_EQ(with.config.size(), without.config.size());
  std::vector<std::string> differ;
  for (std::size_t i = 0; i < with.config.size(); ++i) {
    const auto& [key, value] = with.config[i];
    if (value != without.config[i].second && key != "seed") differ.push_back(key);
  }
  ASSERT_EQ(differ.size(), 1U);
  EXPECT_EQ(differ.front().rfind("protocol.", 0), 0U) << differ.front();
  EXPECT_TRUE(with.storm.on);
  EXPECT_EQ(with.storm_profile, StormProfile::Hostile);
  EXPECT_EQ(with.faults, without.faults);
  EXPECT_TRUE(laws_to_break(with).empty());
  EXPECT_FALSE(laws_to_break(without).empty()) << "[expect] says which law breaks";
}

TEST_P(ArticleRow, BreaksItsLawsWithoutTheMechanism) {
  const Scenario scenario = scenario_of(GetParam() + kWithout);
  std::set<std::string> left = laws_to_break(scenario);
  std::set<std::string> seen;
  for (std::uint64_t seed = 1; seed <= kSeedsMax && !left.empty(); ++seed) {
    for (const RunRecord::Law& law : run_scenario(scenario, seed, {false, kProbeEvery}).laws) {
      if (law.verdict.outcome != Outcome::Broken) continue;
      seen.insert(law.name);
      if (left.erase(law.name) != 0) {
        RecordProperty(as_identifier(law.name) + "_first_seed", static_cast<int>(seed));
      }
    }
  }
  for (const std::string& law : left) {
    ADD_FAILURE() << law << " was not broken in " << kSeedsMax
                  << " seeds; broken: " << testing::PrintToString(seen);
  }
}

INSTANTIATE_TEST_SUITE_P(Article, ArticleRow, testing::ValuesIn(rows()),
                         [](const auto& row) { return as_identifier(row.param); });

class HostileArticle : public testing::TestWithParam<std::tuple<std::string, std::uint64_t>> {};

TEST_P(HostileArticle, KeepsEveryLawWithTheMechanism) {
  const auto& [name, shard] = GetParam();
  const Scenario scenario = scenario_of(name);
  std::map<std::string, std::uint64_t> exercised;
  std::uint64_t broken = 0;
  for (std::uint64_t seed = shard + 1; seed <= kHostileSeeds && broken < 5; seed += kShards) {
    for (const RunRecord::Law& law : run_scenario(scenario, seed, {false, kProbeEvery}).laws) {
      exercised[law.name] += law.verdict.exercised;
      const Outcome outcome = law.verdict.outcome;
      if (outcome == Outcome::Holds || outcome == Outcome::Vacuous) continue;
      ++broken;
      ADD_FAILURE() << "seed " << seed << ": " << law.name << ": " << law.verdict.because;
    }
  }
  for (const auto& [law, times] : exercised) {
    EXPECT_GT(times, 0U) << law << " is vacuous in all of " << kHostileSeeds / kShards << " runs";
  }
}

INSTANTIATE_TEST_SUITE_P(Article, HostileArticle,
                         testing::Combine(testing::ValuesIn(rows()),
                                          testing::Range(std::uint64_t{0}, kShards)),
                         [](const auto& row) {
                           return fmt::format("{}_{}", as_identifier(std::get<0>(row.param)),
                                              std::get<1>(row.param));
                         });

}  // namespace
}  // namespace imstorm
