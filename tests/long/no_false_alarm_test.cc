// Campaigns over the sound stack find nothing, however its runs are varied.
#include <gtest/gtest.h>

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

}  // namespace
}  // namespace imstorm
