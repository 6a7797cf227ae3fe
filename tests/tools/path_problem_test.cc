// An output never takes the place of what is read, nor of another output.
#include "tools/imstorm/path_problem.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "tests/tools/command.h"

namespace imstorm {
namespace {

/// A folder with a scenario in it that must stay as it is.
class OutputPaths : public testing::Test {
 protected:
  void expect_refused(std::vector<std::string> args, const std::string& why) {
    const Ran result = ran(args);
    EXPECT_EQ(result.code, ExitCode::Usage) << result.err;
    EXPECT_EQ(result.err, "imstorm: " + why + "\n");
    EXPECT_EQ(result.out, "");
    EXPECT_EQ(TemporaryFolder::read(scenario_), text_);
  }

  const TemporaryFolder folder_;
  const std::string text_ = TemporaryFolder::read(shipped("first-message"));
  const std::string scenario_ = folder_.write("f.toml", text_);
};

TEST_F(OutputPaths, AreNotWhatIsRead) {
  const std::string why = " would overwrite " + scenario_ + ", which is read";
  for (const char* const option : {"--json", "--html", "--junit", "--history"}) {
    expect_refused({"run", scenario_, option, scenario_}, option + why);
  }
  for (const char* const option : {"--json", "--html", "--junit"}) {
    expect_refused({"fuzz", scenario_, "--runs", "1", option, scenario_}, option + why);
  }
  expect_refused({"compare", shipped("first-message"), scenario_, "--html", scenario_},
                 "--html" + why);
  expect_refused({"explain", scenario_, "--json", scenario_}, "--json" + why);
  expect_refused({"shrink", scenario_, "--json", scenario_}, "--json" + why);
  for (const char* const option : {"--html", "--mermaid", "--svg", "--perfetto", "--shiviz"}) {
    expect_refused({"report", scenario_, option, scenario_}, option + why);
  }
  expect_refused({"merge", scenario_, "--json", scenario_}, "--json" + why);
}

TEST_F(OutputPaths, AreFollowedThroughLinksAndOtherNames) {
  const std::string other = folder_.path("nowhere/../f.toml");
  std::filesystem::create_directory(folder_.path("nowhere"));
  expect_refused({"run", scenario_, "--json", other},
                 "--json would overwrite " + scenario_ + ", which is read");
  std::filesystem::create_symlink("f.toml", folder_.path("link"));
  std::filesystem::create_hard_link(scenario_, folder_.path("hard"));
  for (const char* const name : {"link", "hard"}) {
    expect_refused({"run", scenario_, "--json", folder_.path(name)},
                   "--json would overwrite " + scenario_ + ", which is read");
  }
}

TEST_F(OutputPaths, AreDifferent) {
  const std::string out = folder_.path("same.out");
  expect_refused({"run", scenario_, "--json", out, "--html", folder_.path("./same.out")},
                 "--json and --html cannot both go to " + folder_.path("./same.out"));
  expect_refused({"shrink", scenario_, "--out", out, "--html", out},
                 "--html and --out cannot both go to " + out);
  EXPECT_FALSE(std::filesystem::exists(out));
  EXPECT_EQ(ran({"run", scenario_, "--json", "/dev/null", "--html", "/dev/null"}).code,
            ExitCode::Holds);
}

TEST_F(OutputPaths, OfAReportAreNotItsResult) {
  const std::string page = folder_.path("result.html");
  ASSERT_EQ(ran({"run", scenario_, "--json", page}).code, ExitCode::Holds);
  const std::string before = TemporaryFolder::read(page);
  expect_refused({"report", page}, "its page would overwrite " + page + ", which is read");
  EXPECT_EQ(TemporaryFolder::read(page), before);
}

TEST_F(OutputPaths, OfACampaignAreNotItsJournalNorItsCases) {
  std::filesystem::create_directory(folder_.path("regressions"));
  const std::string kept = folder_.write("regressions/f.no-loss.toml", text_);
  expect_refused({"fuzz", scenario_, "--runs", "1", "--json", kept},
                 "--json would overwrite " + kept + ", which is read");
  const std::string journal = folder_.path("f-0x1.campaign");
  expect_refused(
      {"fuzz", scenario_, "--runs", "1", "--out-dir", folder_.path(""), "--json", journal},
      "--json would overwrite " + journal + ", the journal");
}

/// What cannot be written is found before the work, as far as it can be.
TEST_F(OutputPaths, AreTriedBeforeTheRun) {
  for (const std::string& path : {folder_.path(""), folder_.path("nowhere/a"), scenario_ + "/a"}) {
    for (const char* const option : {"--json", "--html", "--junit", "--history"}) {
      const Ran result = ran({"run", scenario_, "-q", option, path});
      EXPECT_EQ(result.code, ExitCode::CannotWrite) << option;
      EXPECT_EQ(result.out, "") << option;
    }
    EXPECT_EQ(ran({"fuzz", scenario_, "--runs", "1", "-q", "--json", path}).out, "");
    EXPECT_EQ(ran({"compare", scenario_, scenario_, "--json", path}).out, "");
  }
}

/// A full disk is not found before: the last line says what the command ends with all the same.
TEST_F(OutputPaths, ThatFailAreInTheLastLine) {
  const std::string out_dir = folder_.path("out");
  for (const std::vector<std::string>& args : std::vector<std::vector<std::string>>{
           {"run", scenario_, "-q"},
           {"run", scenario_, "--seed", "1", "--seed", "2"},
           {"fuzz", scenario_, "--runs", "2", "-q", "--allow-vacuous", "--out-dir", out_dir},
           {"compare", scenario_, scenario_}}) {
    std::vector<std::string> whole = args;
    whole.insert(whole.end(), {"--json", "/dev/full"});
    const Ran result = ran(whole);
    EXPECT_EQ(result.code, ExitCode::CannotWrite);
    EXPECT_TRUE(result.out.ends_with("exit 73\n")) << args[0] << '\n' << result.out;
  }
}

TEST_F(OutputPaths, AsideACaseIsToldThatItNeedsNoSeed) {
  const std::string kept = folder_.write("case.toml", "decisions = \"harmless\"\n" + text_);
  const Ran seeded = ran({"run", kept, "--seed", "5", "-q", "--allow-vacuous"});
  EXPECT_NE(
      seeded.err.find("case.toml: warning: it has decisions = \"harmless\" and needs no seed"),
      std::string::npos)
      << seeded.err;
  EXPECT_EQ(ran({"run", kept, "-q", "--allow-vacuous"}).err, "");
}

/// A bad flag is no bad file.
TEST_F(OutputPaths, AsideWhatASettingSaysWrongIsUsage) {
  for (const char* const set : {"nope.key=1", "pull.limit=x", "pull.limit", "users=3"}) {
    EXPECT_EQ(ran({"run", scenario_, "--set", set}).code, ExitCode::Usage) << set;
    EXPECT_EQ(ran({"fuzz", scenario_, "--set", set}).code, ExitCode::Usage) << set;
    EXPECT_EQ(ran({"explain", scenario_, "--set", set}).code, ExitCode::Usage) << set;
    EXPECT_EQ(ran({"compare", scenario_, "--with", set}).code, ExitCode::Usage) << set;
  }
  Environment environment;
  environment.settings = {{"IMSTORM_PULL_LIMIT", "x"}};
  EXPECT_EQ(ran({"run", scenario_}, environment).code, ExitCode::Usage);
  const std::string bad = folder_.write("bad.toml", "[users]\nalice = 0\n");
  EXPECT_EQ(ran({"run", bad}).code, ExitCode::Malformed);
  EXPECT_EQ(ran({"run", bad, "--set", "nope=1"}).code, ExitCode::Malformed);
}

}  // namespace
}  // namespace imstorm
