#include <gtest/gtest.h>

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/golden.h"
#include "tests/tools/command.h"
#include "tools/imstorm/shell.h"

namespace imstorm {
namespace {

TEST(Schema, IsJson) { EXPECT_TRUE(nlohmann::json::accept(ran({"schema"}).out)); }

TEST(Completion, IsWhatTheParserSays) {
  expect_golden("completion.bash", ran({"completion", "bash"}).out);
}

/// What bash offers behind these words, sorted by bash.
std::string completed(const std::string& words, int index) {
  const TemporaryFolder folder;
  folder.write("imstorm.bash", ran({"completion", "bash"}).out);
  folder.write("a.toml", "");
  folder.write("b.txt", "");
  const std::string script =
      "cd " + folder.path("") + "; compopt() { :; }; source ./imstorm.bash; COMP_WORDS=(" + words +
      "); COMP_CWORD=" + std::to_string(index) + "; _imstorm; echo \"${COMPREPLY[*]}\" > out";
  EXPECT_EQ(std::system(("bash -c " + shell_word(script)).c_str()), 0);
  return TemporaryFolder::read(folder.path("out"));
}

TEST(Completion, OffersCommandsOptionsWordsAndScenarios) {
  EXPECT_EQ(completed("imstorm sc", 1), "schema\n");
  EXPECT_EQ(completed("imstorm run --al", 2), "--allow-vacuous\n");
  EXPECT_EQ(completed("imstorm run --color a", 3), "auto always\n");
  EXPECT_EQ(completed("imstorm run \"\"", 2), "a.toml\n");
  EXPECT_EQ(completed("imstorm list f", 2), "faults\n");
}

TEST(Manual, IsWhatTheParserSays) { expect_golden("imstorm.1", ran({"man"}).out); }

TEST(Manual, PleasesGroff) {
  if (std::system("command -v groff >/dev/null") != 0) GTEST_SKIP() << "groff is not here";
  const TemporaryFolder folder;
  const std::string page = folder.write("imstorm.1", ran({"man"}).out);
  const std::string err = folder.path("err");
  EXPECT_EQ(std::system(("groff -man -ww -Tutf8 " + page + " >/dev/null 2>" + err).c_str()), 0);
  EXPECT_EQ(TemporaryFolder::read(err), "");
}

TEST(ShellWord, IsReadBackByAShell) {
  EXPECT_EQ(shell_word("scenarios/a.toml"), "scenarios/a.toml");
  EXPECT_EQ(shell_word(""), "''");
  EXPECT_EQ(shell_word("it's $HOME"), "'it'\\''s $HOME'");
}

}  // namespace
}  // namespace imstorm
