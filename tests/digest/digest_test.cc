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

std::string digest_of_file(const std::filesystem::path& path, const std::string& name) {
  const ParseResult parsed = load_scenario(path.string());
  EXPECT_TRUE(parsed.scenario) << path;
  if (!parsed.scenario) return "";
  return line_of(name, run_scenario(*parsed.scenario, parsed.scenario->seed, {false, 0}));
}

/// The scenarios of a folder by name, without those of its sub-folders.
std::map<std::string, std::filesystem::path> scenarios_in(const std::string& folder) {
  std::map<std::string, std::filesystem::path> found;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".toml") continue;
    found[entry.path().stem().string()] = entry.path();
  }
  return found;
}

std::vector<std::string> digests_now() {
  std::vector<std::string> lines;
  for (const auto& [name, path] : scenarios_in(kRoot + "/scenarios")) {
    lines.push_back(digest_of_file(path, name));
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

/// Each has a file of its own, so that two people who add scenarios do not get in each other's way.
TEST(Digest, IsTheCommittedOneForScenariosInFolders) {
  for (const auto& folder : std::filesystem::directory_iterator(kRoot + "/scenarios")) {
    if (!folder.is_directory()) continue;
    const std::string kept = kRoot + "/tests/digest/" + folder.path().filename().string();
    for (const auto& [name, path] : scenarios_in(folder.path().string())) {
      const std::string now = digest_of_file(path, name);
      const std::string file = fmt::format("{}/{}.txt", kept, name);
      if (std::getenv("IMSTORM_UPDATE_GOLDENS") != nullptr) {
        std::filesystem::create_directories(kept);
        std::ofstream(file) << now << '\n';
      }
      std::ifstream stream(file);
      EXPECT_TRUE(stream) << file << " is missing; make it with IMSTORM_UPDATE_GOLDENS=1";
      std::string committed;
      std::getline(stream, committed);
      EXPECT_EQ(committed, now);
    }
  }
}

}  // namespace
}  // namespace imstorm
