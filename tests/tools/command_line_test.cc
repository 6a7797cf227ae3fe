#include "tools/imstorm/command_line.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "sim/fault/fault.h"
#include "tests/golden.h"
#include "tests/tools/command.h"
#include "tools/imstorm/version.h"

namespace imstorm {
namespace {

const std::vector<std::string> kCommands = {"run", "compare", "explain",    "keys", "list",
                                            "new", "schema",  "completion", "man"};

TEST(CommandLine, SuggestsTheNearestCommand) {
  const Ran result = ran({"rnu", "a.toml"});
  EXPECT_EQ(result.code, ExitCode::Usage);
  EXPECT_EQ(result.err,
            "imstorm: unknown command 'rnu'; did you mean 'run'?\nsee `imstorm --help`\n");
  EXPECT_EQ(result.out, "");
}

TEST(CommandLine, SuggestsTheNearestOption) {
  const Ran result = ran({"run", "--sed", "5", "a.toml"});
  EXPECT_EQ(result.code, ExitCode::Usage);
  EXPECT_EQ(result.err,
            "imstorm: unknown option '--sed' of `imstorm run`; did you mean '--seed'?\n"
            "see `imstorm run --help`\n");
}

TEST(CommandLine, SaysTheOptionAndNotTheMissingScenario) {
  EXPECT_NE(ran({"run", "--jsn=x"}).err.find("'--jsn' of `imstorm run`; did you mean '--json'?"),
            std::string::npos);
}

TEST(CommandLine, NeedsACommand) {
  const Ran result = ran({});
  EXPECT_EQ(result.code, ExitCode::Usage);
  EXPECT_NE(result.err.find("no command given"), std::string::npos);
}

TEST(CommandLine, RefusesWhatItHasNoUseFor) {
  EXPECT_EQ(ran({"schema", "x"}).code, ExitCode::Usage);
  EXPECT_EQ(ran({"list", "planets"}).code, ExitCode::Usage);
  EXPECT_EQ(ran({"run", "a.toml", "--seed", "soon"}).code, ExitCode::Usage);
  EXPECT_EQ(ran({"run", "a.toml", "--color", "pink"}).code, ExitCode::Usage);
  EXPECT_EQ(ran({"run", "a.toml", "-q", "-v"}).code, ExitCode::Usage);
  EXPECT_EQ(ran({"run"}).code, ExitCode::Usage);
}

TEST(CommandLine, SaysWhatABadSeedShouldBe) {
  EXPECT_NE(ran({"run", "a.toml", "--seed", "soon"}).err.find("found 'soon'"), std::string::npos);
}

TEST(CommandLine, HelpsWithTwoExamplesEach) {
  for (const std::string& command : kCommands) {
    const Ran result = ran({command, "--help"});
    EXPECT_EQ(result.code, ExitCode::Holds) << command;
    EXPECT_EQ(result.err, "");
    const std::size_t examples = result.out.find("Examples:");
    ASSERT_NE(examples, std::string::npos) << command;
    const auto lines = std::count(result.out.begin() + static_cast<std::ptrdiff_t>(examples),
                                  result.out.end(), '\n');
    EXPECT_GE(lines, 3) << command;
    EXPECT_NE(result.out.find("imstorm " + command), std::string::npos) << command;
  }
}

TEST(CommandLine, ShowsItsHelp) {
  expect_golden("help.txt", ran({"--help"}).out);
  expect_golden("help_run.txt", ran({"run", "--help"}).out);
}

TEST(CommandLine, HasTheVersionOfTheProject) {
  const std::string cmake =
      TemporaryFolder::read(std::string(IMSTORM_SOURCE_DIR) + "/CMakeLists.txt");
  EXPECT_NE(cmake.find("VERSION " + std::string(kVersion) + " "), std::string::npos);
  EXPECT_EQ(ran({"--version"}).out, "imstorm " + std::string(kVersion) + "\n");
}

TEST(CommandLine, SaysThatItsOutputCannotBeWritten) {
  std::ostringstream out;
  std::ostringstream err;
  out.setstate(std::ios::badbit);
  Streams streams{out, err};
  EXPECT_EQ(command_line({"schema"}, {}, streams), ExitCode::CannotWrite);
  EXPECT_EQ(err.str(), "imstorm: cannot write to standard output\n");
}

TEST(CommandLine, GivesStandardOutputToOneReportOnly) {
  const auto refused = [](std::vector<std::string> args, const std::string& why) {
    const Ran result = ran(args);
    EXPECT_EQ(result.code, ExitCode::Usage) << args[0];
    EXPECT_EQ(result.err, "imstorm: " + why + "\n");
    EXPECT_EQ(result.out, "");
  };
  const std::string file = shipped("first-message");
  refused({"run", file, "--json", "-", "--junit", "-"},
          "--json and --junit cannot both go to standard output");
  refused({"run", file, "--html", "-"}, "--html needs a file, not -");
  refused({"run", file, "--history", "-"}, "--history needs a file, not -");
  refused({"fuzz", file, "--html", "-"}, "--html needs a file, not -");
  refused({"fuzz", file, "--format", "jsonl", "--json", "-"},
          "--format jsonl and --json cannot both go to standard output");
  refused({"merge", "x.campaign", "--json", "-", "--junit", "-"},
          "--json and --junit cannot both go to standard output");
  refused({"report", "r.json", "--svg", "-", "--mermaid", "-"},
          "--mermaid and --svg cannot both go to standard output");
  refused({"shrink", file, "-o", "-"}, "--out needs a file, not -");
}

TEST(Keys, ListNamesTypesRangesAndDefaults) {
  const Ran result = ran({"keys", "seed"});
  EXPECT_EQ(result.code, ExitCode::Holds);
  EXPECT_NE(result.out.find("seed  (seed, "), std::string::npos);
}

TEST(Keys, AreOneNameALineWhenQuiet) {
  const Ran result = ran({"keys", "-q"});
  EXPECT_NE(result.out.find("\nprotocol."), std::string::npos);
  EXPECT_EQ(result.out.find(' '), std::string::npos);
}

TEST(Keys, SuggestTheNearestForAPatternThatMatchesNone) {
  const Ran result = ran({"keys", "sede"});
  EXPECT_EQ(result.code, ExitCode::Usage);
  EXPECT_EQ(result.err, "imstorm: no key contains 'sede'; did you mean 'seed'?\n");
}

TEST(List, NamesLawsFaultsAndPolicies) {
  EXPECT_NE(ran({"list", "invariants"}).out.find("exactly-once"), std::string::npos);
  EXPECT_NE(ran({"list", "policies"}).out.find("(default)"), std::string::npos);
  const Ran faults = ran({"list", "faults"});
  for (const std::string_view name : kFaultNames) {
    EXPECT_NE(faults.out.find(name), std::string::npos) << name;
  }
}

TEST(List, FindsScenariosInTheFirstFolderThatHasAny) {
  Environment environment;
  environment.scenario_folders = {"/nowhere", std::string(IMSTORM_SOURCE_DIR) + "/scenarios"};
  EXPECT_NE(ran({"list", "scenarios"}, environment).out.find("article/tcp-is-not-enough.toml"),
            std::string::npos);
  EXPECT_NE(ran({"list", "scenarios"}, environment).out.find("first-message.toml"),
            std::string::npos);
  environment.scenario_folders = {"/nowhere"};
  EXPECT_EQ(ran({"list", "scenarios"}, environment).code, ExitCode::NotFound);
}

TEST(New, WritesAScenarioOnce) {
  const TemporaryFolder folder;
  const Ran result = ran({"new", folder.path("my-question")});
  EXPECT_EQ(result.code, ExitCode::Holds);
  const std::string text = TemporaryFolder::read(folder.path("my-question.toml"));
  EXPECT_NE(text.find('#'), std::string::npos);
  const Ran again = ran({"new", folder.path("my-question.toml")});
  EXPECT_EQ(again.code, ExitCode::CannotWrite);
  EXPECT_EQ(again.err,
            "imstorm: " + folder.path("my-question.toml") + " exists already and stays as it is\n");
  EXPECT_EQ(TemporaryFolder::read(folder.path("my-question.toml")), text);
}

TEST(New, WritesWhatRuns) {
  const TemporaryFolder folder;
  ran({"new", folder.path("q")});
  const Ran result = ran({"run", folder.path("q.toml"), "--allow-vacuous"});
  EXPECT_EQ(result.code, ExitCode::Holds) << result.out << result.err;
}

}  // namespace
}  // namespace imstorm
