// A campaign of many runs needs no more memory than one of few.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <string>
#include <vector>

#include "tests/tools/command.h"

namespace imstorm {
namespace {

#ifdef IMSTORM_BINARY

/// The most memory, in kB, that a campaign of so many runs had at a time.
long most_memory(const std::string& runs) {
  const TemporaryFolder folder;
  std::vector<std::string> args = {IMSTORM_BINARY,
                                   "fuzz",
                                   shipped("logic-crash"),
                                   "--set",
                                   "dedup.window=none",
                                   "--keep-going",
                                   "--no-shrink",
                                   "--blind",
                                   "--runs",
                                   runs,
                                   "-j",
                                   "2",
                                   "--progress",
                                   "none",
                                   "--out-dir",
                                   folder.path("out")};
  const pid_t child = fork();
  if (child == 0) {
    std::vector<char*> argv;
    for (std::string& arg : args) argv.push_back(arg.data());
    argv.push_back(nullptr);
    if (std::freopen("/dev/null", "w", stdout) == nullptr) _exit(1);
    if (std::freopen("/dev/null", "w", stderr) == nullptr) _exit(1);
    execv(argv[0], argv.data());
    _exit(127);
  }
  int status = 0;
  rusage usage = {};
  EXPECT_EQ(wait4(child, &status, 0, &usage), child);
  EXPECT_EQ(WIFEXITED(status) ? WEXITSTATUS(status) : -1, 1);
  return usage.ru_maxrss;
}

TEST(CampaignMemory, DoesNotGrowWithTheNumberOfRuns) {
  const long few = most_memory("3000");
  const long many = most_memory("30000");
  EXPECT_LT(many, few + few / 4) << "kB, of ten times as many runs, where few need " << few;
}

#endif

}  // namespace
}  // namespace imstorm
