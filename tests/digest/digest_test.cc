// Same scenario and seed, same digest: the file of digests is the contract between compilers,
// optimisation levels, sanitizers and versions. IMSTORM_UPDATE_GOLDENS=1 writes it anew.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "model/scenario/parse.h"
#include "model/world/run.h"
#include "tests/model/world/small_world.h"

namespace imstorm {
namespace {

const std::string kRoot = IMSTORM_SOURCE_DIR;
const std::string kFile = kRoot + "/tests/digest/digests.txt";

std::string line_of(const std::string& name, const RunRecord& record) {
  return fmt::format("{} seed {}: {:016x} after {} events", name, record.seed, record.digest,
                     record.events);
}

std::vector<std::string> digests_now() {
  std::vector<std::string> lines;
  std::map<std::string, Scenario> scenarios;
  for (const auto& entry : std::filesystem::directory_iterator(kRoot + "/scenarios")) {
    if (entry.path().extension() != ".toml") continue;
    ParseResult parsed = load_scenario(entry.path().string());
    EXPECT_TRUE(parsed.scenario) << entry.path();
    if (parsed.scenario) scenarios[entry.path().stem().string()] = *parsed.scenario;
  }
  for (const auto& [name, scenario] : scenarios) {
    lines.push_back(line_of(name, run_scenario(scenario, scenario.seed, {false, 0})));
  }
  Scenario hostile = small_world();
  make_hostile(hostile);
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    lines.push_back(line_of("hostile-streams", run_scenario(hostile, seed, {false, 0})));
  }
  make_datagrams(hostile);
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    lines.push_back(line_of("hostile-datagrams", run_scenario(hostile, seed, {false, 0})));
  }
  return lines;
}

TEST(Digest, IsTheCommittedOneWhateverBuiltIt) {
  const std::vector<std::string> now = digests_now();
  if (std::getenv("IMSTORM_UPDATE_GOLDENS") != nullptr) {
    std::ofstream file(kFile);
    for (const std::string& line : now) file << line << '\n';
  }
  std::ifstream file(kFile);
  ASSERT_TRUE(file) << kFile << " is missing; make it with IMSTORM_UPDATE_GOLDENS=1";
  std::vector<std::string> committed;
  for (std::string line; std::getline(file, line);) committed.push_back(line);
  EXPECT_EQ(committed, now);
}

}  // namespace
}  // namespace imstorm
