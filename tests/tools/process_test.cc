#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>

#include "tests/tools/command.h"
#include "tools/imstorm/shell.h"

namespace imstorm {
namespace {

#ifdef IMSTORM_BINARY

/// The exit code of `imstorm` with these arguments, as a shell sees it.
int exit_of(const std::string& args) {
  const std::string command = shell_word(IMSTORM_BINARY) + " " + args + " >/dev/null 2>&1";
  const int status = std::system(("bash -c " + shell_word(command)).c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(Process, ExitsWithWhatHappened) {
  const TemporaryFolder folder;
  const std::string bad = shell_word(folder.write("bad.toml", "title = 7\n"));
  const std::string good = shell_word(shipped("logic-crash"));
  EXPECT_EQ(exit_of("--version"), 0);
  EXPECT_EQ(exit_of("run " + good), 0);
  EXPECT_EQ(exit_of("run " + good + " --bogus"), 64);
  EXPECT_EQ(exit_of(""), 64);
  EXPECT_EQ(exit_of("run " + bad), 65);
  EXPECT_EQ(exit_of("run " + shell_word(folder.path("missing.toml"))), 66);
  EXPECT_EQ(exit_of("run " + good + " --json " + shell_word(folder.path("nowhere/r.json"))), 73);
  EXPECT_EQ(exit_of("run " + good + " --junit /dev/full"), 73);
}

TEST(Process, SaysThatStandardOutputIsFull) {
  const std::string command = shell_word(IMSTORM_BINARY) + " schema >/dev/full 2>/dev/null";
  const int status = std::system(command.c_str());
  EXPECT_EQ(WEXITSTATUS(status), 73);
}

/// Else the file that is opened first would be standard output.
TEST(Process, WritesNothingIntoItsFilesWhenStandardOutputIsClosed) {
  const TemporaryFolder folder;
  const std::string json = folder.path("r.json");
  const std::string command = shell_word(IMSTORM_BINARY) + " run " +
                              shell_word(shipped("first-message")) + " --json " + shell_word(json) +
                              " >&- 2>&-";
  const int status = std::system(("bash -c " + shell_word(command)).c_str());
  EXPECT_EQ(WEXITSTATUS(status), 73);
  EXPECT_EQ(TemporaryFolder::read(json).substr(0, 2), "{\n");
}

TEST(Process, ReadsTheEnvironment) {
  const std::string good = shell_word(shipped("logic-crash"));
  const std::string command =
      "IMSTORM_PULL_LIMIT=none " + shell_word(IMSTORM_BINARY) + " run " + good + " >/dev/null 2>&1";
  const int status = std::system(command.c_str());
  EXPECT_EQ(WEXITSTATUS(status), 64);
}

/// Two phones that write for hours: more than any test waits for.
constexpr const char* kEndless = R"(title = "Endless"
[users]
alice = ["phone"]
bob = ["phone"]
[conversations]
dm = ["alice", "bob"]
[[traffic]]
in = "dm"
messages = 1000000
every = "100ms"
)";

TEST(Process, FinishesAndWritesWhatItHasWhenItIsInterrupted) {
  const TemporaryFolder folder;
  const std::string file = folder.write("endless.toml", kEndless);
  const std::string json = folder.path("r.json");
  for (const auto& [signal, code] : {std::pair{"INT", 130}, std::pair{"TERM", 143}}) {
    // timeout(1) sends its signal twice, and says 124 unless it is told to preserve what the
    // program said.
    const std::string command = std::string("timeout --preserve-status -s ") + signal +
                                " -k 60 1 " + shell_word(IMSTORM_BINARY) + " run " +
                                shell_word(file) + " --json " + shell_word(json) +
                                " >/dev/null 2>&1";
    const int status = std::system(command.c_str());
    EXPECT_EQ(WEXITSTATUS(status), code) << signal;
    const std::string text = TemporaryFolder::read(json);
    EXPECT_NE(text.find("\"verdict\": \"undecided\""), std::string::npos) << text.substr(0, 300);
    EXPECT_NE(text.find("the run was cut short"), std::string::npos);
    std::filesystem::remove(json);
  }
}

TEST(Process, StopsAtOnceAtASecondInterruption) {
  const TemporaryFolder folder;
  const std::string file = folder.write("endless.toml", kEndless);
  const std::string json = folder.path("r.json");
  // A pipe that nobody reads keeps the program from finishing by itself.
  const std::string script =
      "mkfifo " + folder.path("p") + "; exec 3<>" + folder.path("p") + "; " +
      shell_word(IMSTORM_BINARY) + " schema >&3 & child=$!; sleep 0.5; " +
      "kill -TERM $child; sleep 0.5; kill -TERM $child || exit 9; wait $child";
  const int status = std::system(("bash -c " + shell_word(script) + " 2>/dev/null").c_str());
  EXPECT_EQ(WEXITSTATUS(status), 143);
}

#endif

}  // namespace
}  // namespace imstorm
