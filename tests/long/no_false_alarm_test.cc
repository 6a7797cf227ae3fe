// Campaigns over the sound stack find nothing, however its runs are varied.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "tests/tools/command.h"

namespace imstorm {
namespace {

TEST(NoFalseAlarm, InACampaignOverTheSoundStack) {
  const TemporaryFolder folder;
  const std::string world = std::string(IMSTORM_SOURCE_DIR) + "/tools/bench/bugs.toml";
  const Ran streams = ran({"fuzz", world, "--runs", "3500", "-j", "2", "--keep-going", "--out-dir",
                           folder.path("streams"), "--progress", "none"});
  EXPECT_EQ(streams.code, ExitCode::Holds) << streams.out;
  const Ran datagrams = ran({"fuzz", world, "--runs", "1500", "-j", "2", "--keep-going", "--set",
                             "link.edge.transport=datagram", "--out-dir", folder.path("datagrams"),
                             "--progress", "none"});
  EXPECT_EQ(datagrams.code, ExitCode::Holds) << datagrams.out;
}

/// What a user is shown to hold does so whatever a campaign makes of it.
TEST(NoFalseAlarm, InCampaignsOverEveryShippedScenarioThatHolds) {
  const TemporaryFolder folder;
  int tried = 0;
  const std::string all = IMSTORM_SOURCE_DIR "/scenarios";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(all)) {
    const std::string path = entry.path().string();
    if (entry.path().extension() != ".toml") continue;
    if (TemporaryFolder::read(path).find("verdict = \"holds\"") == std::string::npos) continue;
    const bool large = entry.path().stem() == "group-of-50";
    const Ran result =
        ran({"fuzz", path, "--runs", large ? "30" : "250", "-j", "2", "--keep-going", "--no-shrink",
             "--allow-vacuous", "--out-dir", folder.path("out"), "--progress", "none"});
    EXPECT_EQ(result.code, ExitCode::Holds) << path << '\n' << result.out;
    ++tried;
  }
  EXPECT_GE(tried, 45);
}

}  // namespace
}  // namespace imstorm
