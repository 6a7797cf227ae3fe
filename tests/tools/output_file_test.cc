#include "tools/imstorm/output_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "tests/tools/command.h"

namespace imstorm {
namespace {

TEST(OutputFile, AppearsWholeAndAlone) {
  const TemporaryFolder folder;
  {
    OutputFile file(folder.path("a.json"));
    file.stream() << std::string(200'000, 'x');
    EXPECT_FALSE(std::filesystem::exists(folder.path("a.json")));
    EXPECT_TRUE(file.commit());
  }
  EXPECT_EQ(TemporaryFolder::read(folder.path("a.json")), std::string(200'000, 'x'));
  EXPECT_EQ(folder.names().size(), 1u);
}

TEST(OutputFile, LeavesNothingWithoutACommit) {
  const TemporaryFolder folder;
  folder.write("a.json", "old");
  {
    OutputFile file(folder.path("a.json"));
    file.stream() << std::string(200'000, 'x');
  }
  EXPECT_EQ(TemporaryFolder::read(folder.path("a.json")), "old");
  EXPECT_EQ(folder.names().size(), 1u);
}

TEST(OutputFile, ReplacesWhatALinkPointsTo) {
  const TemporaryFolder folder;
  folder.write("real.json", "old");
  std::filesystem::create_symlink("real.json", folder.path("link.json"));
  OutputFile file(folder.path("link.json"));
  file.stream() << "new";
  EXPECT_TRUE(file.commit());
  EXPECT_TRUE(std::filesystem::is_symlink(folder.path("link.json")));
  EXPECT_EQ(TemporaryFolder::read(folder.path("real.json")), "new");
}

TEST(OutputFile, SaysThatTheDiskIsFullAndLeavesTheDevice) {
  OutputFile file("/dev/full");
  file.stream() << "x";
  EXPECT_FALSE(file.commit());
  EXPECT_EQ(file.problem(), "cannot write /dev/full: No space left on device");
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/full"));
}

TEST(OutputFile, SaysAtOnceThatAFolderIsMissing) {
  const TemporaryFolder folder;
  const OutputFile file(folder.path("nowhere/a.json"));
  EXPECT_EQ(file.problem(),
            "cannot write " + folder.path("nowhere/a.json") + ": No such file or directory");
}

TEST(OutputFile, DoesNotReplaceAFolder) {
  const TemporaryFolder folder;
  const OutputFile file(folder.path(""));
  EXPECT_NE(file.problem().find("Is a directory"), std::string::npos);
}

TEST(OutputFile, RefusesToOverwriteWhereItMust) {
  const TemporaryFolder folder;
  folder.write("a.toml", "mine");
  {
    OutputFile file(folder.path("a.toml"), OutputFile::Existing::Refuse);
    file.stream() << "yours";
    EXPECT_FALSE(file.commit());
    EXPECT_EQ(file.problem(), folder.path("a.toml") + " exists already and stays as it is");
  }
  EXPECT_EQ(TemporaryFolder::read(folder.path("a.toml")), "mine");
}

}  // namespace
}  // namespace imstorm
