// What becomes of a campaign that is interrupted, or that cannot write.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "tests/tools/command.h"
#include "tools/imstorm/shell.h"

namespace imstorm {
namespace {

#ifdef IMSTORM_BINARY

using Json = nlohmann::json;

/// The exit code of a script of bash.
int exit_of(const std::string& script) {
  const int status = std::system(("bash -c " + shell_word(script)).c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// An unsound campaign that finds the same again and again: it would go on for a day.
std::string campaign(const std::string& out_dir, const std::string& more) {
  return shell_word(IMSTORM_BINARY) + " fuzz " + shell_word(shipped("logic-crash")) +
         " --set dedup.window=none --keep-going --no-shrink --stable-output --progress none "
         "--out-dir " +
         shell_word(out_dir) + " " + more;
}

std::vector<std::string> names_in(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) names.push_back(entry.path().filename().string());
  }
  return names;
}

void expect_nothing_half_written(const std::string& folder) {
  for (const std::string& name : names_in(folder)) {
    EXPECT_EQ(name.find(".tmp"), std::string::npos) << name;
  }
}

/// The result of `runs` runs that nobody disturbs, or of those that are left.
std::string result_of(const std::string& out_dir, const std::string& json,
                      const std::string& more) {
  const int code = exit_of(campaign(out_dir, more + " --json " + shell_word(json)) + " >/dev/null");
  EXPECT_EQ(code, 1);
  std::string text = TemporaryFolder::read(json);
  // Where the findings lie is the one thing that may differ.
  for (std::size_t at = text.find(out_dir); at != std::string::npos; at = text.find(out_dir, at)) {
    text.erase(at, out_dir.size());
  }
  return text;
}

TEST(CampaignProcess, WritesWhatItHasWhenItIsInterrupted) {
  for (const auto& [signal, code] : {std::pair{"INT", 130}, std::pair{"TERM", 143}}) {
    const TemporaryFolder folder;
    const std::string command =
        campaign(folder.path("out"), "--runs 100M --json " + shell_word(folder.path("r.json")));
    EXPECT_EQ(exit_of(std::string("timeout --preserve-status -k 60 -s ") + signal + " 1 " +
                      command + " >" + shell_word(folder.path("text"))),
              code);
    const Json result = Json::parse(TemporaryFolder::read(folder.path("r.json")));
    const std::uint64_t runs = result["run"]["runs"];
    EXPECT_GT(runs, 0U);
    EXPECT_LT(runs, 100'000'000U);
    EXPECT_EQ(result["verdict"], "broken");
    EXPECT_FALSE(result["findings"].empty());
    const std::string text = TemporaryFolder::read(folder.path("text"));
    EXPECT_NE(text.find("exit " + std::to_string(code)), std::string::npos) << text;
    expect_nothing_half_written(folder.path(""));
    // What was written goes on as if it had never stopped.
    const std::string more = " --runs " + std::to_string(runs + 300);
    EXPECT_EQ(result_of(folder.path("out"), folder.path("a.json"), "--resume" + more),
              result_of(folder.path("new"), folder.path("b.json"), more));
  }
}

TEST(CampaignProcess, EndsWhereTheDiskIsFullAndGoesOnWhenThereIsRoom) {
  const TemporaryFolder folder;
  const std::string out = folder.path("out");
  std::filesystem::create_directory(out);
  // A file system of its own with 64 kB; it goes with the process. The journal is taken out of it.
  const std::string inside =
      "mount -t tmpfs -o size=64k tmpfs " + shell_word(out) + " || exit 99; " +
      campaign(out, "--runs 3000 --json " + shell_word(out + "/r.json")) + " >/dev/null 2>" +
      shell_word(folder.path("err")) + "; code=$?; cp -r " + shell_word(out) + " " +
      shell_word(folder.path("kept")) + "; exit $code";
  const int code = exit_of("unshare --user --map-root-user --mount bash -c " + shell_word(inside) +
                           " || exit $?");
  if (code != 73 && TemporaryFolder::read(folder.path("err")).empty()) {
    GTEST_SKIP() << "no file system can be mounted here: the full disk is not tested";
  }
  EXPECT_EQ(code, 73);
  const std::string err = TemporaryFolder::read(folder.path("err"));
  EXPECT_NE(err.find("cannot write "), std::string::npos) << err;
  EXPECT_NE(err.find("No space left on device"), std::string::npos) << err;
  expect_nothing_half_written(folder.path("kept"));
  for (const std::string& name : names_in(folder.path("kept"))) EXPECT_NE(name, "r.json");
  EXPECT_EQ(result_of(folder.path("kept"), folder.path("a.json"), "--resume --runs 1500"),
            result_of(folder.path("new"), folder.path("b.json"), "--runs 1500"));
}

TEST(CampaignProcess, EndsWhereAFileMayNotGrow) {
  const TemporaryFolder folder;
  const std::string command = campaign(folder.path("out"), "--runs 3000");
  EXPECT_EQ(exit_of("trap '' XFSZ; ulimit -f 48; " + command + " >/dev/null 2>" +
                    shell_word(folder.path("err"))),
            73);
  const std::string err = TemporaryFolder::read(folder.path("err"));
  EXPECT_NE(err.find("cannot write "), std::string::npos) << err;
  expect_nothing_half_written(folder.path("out"));
  EXPECT_EQ(result_of(folder.path("out"), folder.path("a.json"), "--resume --runs 1500"),
            result_of(folder.path("new"), folder.path("b.json"), "--runs 1500"));
}

TEST(CampaignProcess, SaysThatAFolderCannotBeWrittenBeforeAnyRun) {
  const TemporaryFolder folder;
  for (const char* place : {"/proc/imstorm", "/dev/null/imstorm"}) {
    EXPECT_EQ(
        exit_of(campaign(place, "--runs 100M") + " >/dev/null 2>" + shell_word(folder.path("err"))),
        73);
    const std::string err = TemporaryFolder::read(folder.path("err"));
    EXPECT_NE(err.find(std::string("cannot write ") + place), std::string::npos) << err;
  }
}

TEST(CampaignProcess, SaysThatACaseCannotBeKept) {
  const TemporaryFolder folder;
  const std::string file = folder.write("dm.toml", TemporaryFolder::read(shipped("logic-crash")));
  folder.write("regressions", "a file where a folder should be");
  const Ran found = ran({"fuzz", file, "--set", "dedup.window=none", "--out-dir",
                         folder.path("out"), "--progress", "none"});
  EXPECT_EQ(found.code, ExitCode::CannotWrite);
  EXPECT_NE(found.err.find("cannot write "), std::string::npos) << found.err;
}

#endif

}  // namespace
}  // namespace imstorm
