// A campaign that is killed again and again at any moment ends as one that nobody disturbed.
#include <gtest/gtest.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "sim/core/decision.h"
#include "tests/tools/command.h"

namespace imstorm {
namespace {

#ifdef IMSTORM_BINARY

constexpr int kKills = 50;

std::vector<std::string> arguments(const std::string& out_dir, const std::string& json) {
  return {IMSTORM_BINARY,
          "fuzz",
          shipped("logic-crash"),
          "--set",
          "dedup.window=none",
          "--keep-going",
          "--runs",
          "5000",
          "-j",
          "2",
          "--stable-output",
          "-q",
          "--progress",
          "none",
          "--resume",
          "--no-shrink",
          "--out-dir",
          out_dir,
          "--json",
          json};
}

/// Starts the program; its output goes nowhere.
pid_t start(std::vector<std::string> args) {
  const pid_t child = fork();
  if (child != 0) return child;
  std::vector<char*> argv;
  for (std::string& arg : args) argv.push_back(arg.data());
  argv.push_back(nullptr);
  if (std::freopen("/dev/null", "w", stdout) == nullptr) _exit(1);
  if (std::freopen("/dev/null", "w", stderr) == nullptr) _exit(1);
  execv(argv[0], argv.data());
  _exit(127);
}

/// True if it ended by itself within so many microseconds, else it is killed.
bool ends_within(pid_t child, useconds_t time) {
  int status = 0;
  for (useconds_t waited = 0; waited < time; waited += 1'000) {
    if (waitpid(child, &status, WNOHANG) == child) return true;
    usleep(1'000);
  }
  kill(child, SIGKILL);
  waitpid(child, &status, 0);
  return false;
}

TEST(CampaignKill, FiftyKillsChangeNothing) {
  const TemporaryFolder folder;
  const std::string out = folder.path("out");
  int kills = 0;
  for (std::uint64_t i = 0; kills < kKills && i < 200; ++i) {
    // From before the first run to well into a batch; the moment is a decision like any other.
    const auto time = static_cast<useconds_t>(
        2'000 + Decider::seeded(8).below({Choice::Workload, i, 0, 0}, 60'000));
    if (!ends_within(start(arguments(out, folder.path("killed.json"))), time)) ++kills;
  }
  EXPECT_EQ(kills, kKills);
  ASSERT_TRUE(ends_within(start(arguments(out, folder.path("killed.json"))), 300'000'000));
  const std::string killed = TemporaryFolder::read(folder.path("killed.json"));
  std::filesystem::remove_all(out);
  ASSERT_TRUE(ends_within(start(arguments(out, folder.path("whole.json"))), 300'000'000));
  EXPECT_FALSE(killed.empty());
  EXPECT_EQ(killed, TemporaryFolder::read(folder.path("whole.json")));
}

#endif

}  // namespace
}  // namespace imstorm
