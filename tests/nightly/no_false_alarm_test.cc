// The long version of tests/long/no_false_alarm_test.cc: 50,000 runs of the sound stack.
#include <gtest/gtest.h>

#include <string>

#include "tests/tools/command.h"

namespace imstorm {
namespace {

TEST(NoFalseAlarm, InFiftyThousandRuns) {
  const TemporaryFolder folder;
  const std::string world = std::string(IMSTORM_SOURCE_DIR) + "/tools/bench/bugs.toml";
  for (const char* transport : {"stream", "datagram"}) {
    const Ran result = ran({"fuzz", world, "--runs", "25k", "--keep-going", "--seed", "77", "--set",
                            std::string("link.edge.transport=") + transport, "--out-dir",
                            folder.path(transport), "--progress", "none"});
    EXPECT_EQ(result.code, ExitCode::Holds) << result.out;
  }
}

}  // namespace
}  // namespace imstorm
