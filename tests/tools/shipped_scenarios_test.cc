// Every shipped scenario ends as its [expect] says, and says something.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/tools/command.h"

namespace imstorm {
namespace {

std::vector<std::string> shipped_scenarios() {
  std::vector<std::string> paths;
  const std::filesystem::recursive_directory_iterator all(IMSTORM_SOURCE_DIR "/scenarios");
  for (const auto& entry : all) {
    if (entry.path().extension() == ".toml") paths.push_back(entry.path().string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

TEST(ShippedScenarios, AreThereForEachTopic) { EXPECT_GE(shipped_scenarios().size(), 8U); }

TEST(ShippedScenarios, EndAsTheyExpect) {
  for (const std::string& path : shipped_scenarios()) {
    const Ran result = ran({"run", path});
    EXPECT_EQ(result.code, ExitCode::Holds) << path << '\n' << result.out << result.err;
  }
}

TEST(ShippedScenarios, SayWhatTheyExpectOnOneScreen) {
  for (const std::string& path : shipped_scenarios()) {
    const std::string text = TemporaryFolder::read(path);
    EXPECT_NE(text.find("[expect]"), std::string::npos) << path;
    EXPECT_LE(std::count(text.begin(), text.end(), '\n'), 60) << path << " is longer than a screen";
  }
}

}  // namespace
}  // namespace imstorm
