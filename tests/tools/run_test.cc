#include "tools/imstorm/run.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "tests/tools/command.h"
#include "tools/imstorm/interruption.h"

namespace imstorm {
namespace {

using Json = nlohmann::json;

const std::string& crash() {
  static const std::string path = shipped("logic-crash");
  return path;
}

TEST(Run, EndsWithAVerdictAndTheReplayCommand) {
  const Ran result = ran({"run", crash()});
  EXPECT_EQ(result.code, ExitCode::Holds) << result.out << result.err;
  EXPECT_EQ(result.out.substr(0, 7), "HOLDS  ");
  EXPECT_NE(result.out.find("imstorm run " + crash() + " --seed 0x"), std::string::npos);
  EXPECT_NE(result.out.find("| exit 0\n"), std::string::npos);
}

TEST(Run, IsTheSameTwiceWithStableOutput) {
  const std::vector<std::string> args = {"run", crash(), "--stable-output", "--json", "-"};
  const Ran once = ran(args);
  EXPECT_EQ(once.out, ran(args).out);
  EXPECT_FALSE(Json::parse(once.out)["run"].contains("wall_ns"));
}

TEST(Run, GivesStdoutToTheReportThatAsksForIt) {
  const Json json = Json::parse(ran({"run", crash(), "--json", "-"}).out);
  EXPECT_EQ(json["schema"], "imstorm.result/1");
  EXPECT_EQ(json["run"]["path"], crash());
}

TEST(Run, TakesSeedsInDecimalHexadecimalAndThousands) {
  for (const std::string seed : {"31", "0x1f"}) {
    const Ran result = ran({"run", crash(), "--seed", seed, "--json", "-"});
    EXPECT_EQ(Json::parse(result.out)["run"]["seed"], "0x1f");
    EXPECT_EQ(Json::parse(result.out)["run"]["config"]["seed"], "31");
  }
  const Ran result = ran({"run", crash(), "--seed", "50k", "--json", "-"});
  EXPECT_EQ(Json::parse(result.out)["run"]["seed"], "0xc350");
}

TEST(Run, WithSeveralSeedsGivesOneLineEach) {
  const Ran result = ran({"run", crash(), "--seed", "1", "--seed", "2"});
  EXPECT_NE(result.out.find("holds      " + crash() + ", seed 0x1\n"), std::string::npos);
  EXPECT_NE(result.out.find("seed 0x2\n2 runs, 2 as expected | exit 0\n"), std::string::npos);
}

TEST(Run, RepeatsOverridesInTheReplayCommandWhereverTheyCameFrom) {
  const Ran set = ran({"run", crash(), "--set", "pull.limit=7", "--set", "seed=5"});
  EXPECT_NE(set.out.find(" --set protocol.pull.limit=7\n"), std::string::npos)
      << set.out << set.err;
  EXPECT_NE(set.out.find(" --seed 0x5 --set"), std::string::npos);
  EXPECT_EQ(set.out.find("--set seed"), std::string::npos);
  Environment environment;
  environment.settings = {{"IMSTORM_PULL_LIMIT", "9"}};
  const Ran env = ran({"run", crash()}, environment);
  EXPECT_NE(env.out.find(" --set protocol.pull.limit=9\n"), std::string::npos)
      << env.out << env.err;
  const Ran both = ran({"run", crash(), "--set", "pull.limit=7"}, environment);
  EXPECT_NE(both.out.find("pull.limit=7\n"), std::string::npos);
}

TEST(Run, SuggestsTheNearestSetting) {
  const Ran result = ran({"run", crash(), "--set", "protocol.pull.limti=7"});
  EXPECT_EQ(result.code, ExitCode::Usage);
  EXPECT_NE(result.err.find("did you mean"), std::string::npos) << result.err;
}

TEST(Run, SaysEveryProblemOfEveryFileAndRunsNone) {
  const TemporaryFolder folder;
  const std::string bad = folder.write("bad.toml", "title = 7\nsede = 1\n");
  const Ran result = ran({"run", bad, folder.path("missing.toml"), crash()});
  EXPECT_EQ(result.code, ExitCode::NotFound);
  EXPECT_NE(result.err.find("bad.toml:1:"), std::string::npos);
  EXPECT_NE(result.err.find("bad.toml:2:"), std::string::npos);
  EXPECT_NE(result.err.find("missing.toml"), std::string::npos);
  EXPECT_EQ(result.out, "");
}

TEST(Run, WritesItsFiles) {
  const TemporaryFolder folder;
  const Ran result = ran({"run", crash(), "--json", folder.path("r.json"), "--junit",
                          folder.path("r.xml"), "--history", folder.path("r.jsonl")});
  EXPECT_EQ(result.code, ExitCode::Holds) << result.err;
  EXPECT_EQ(Json::parse(TemporaryFolder::read(folder.path("r.json")))["verdict"], "holds");
  EXPECT_NE(TemporaryFolder::read(folder.path("r.xml")).find("<testsuites"), std::string::npos);
  EXPECT_NE(TemporaryFolder::read(folder.path("r.jsonl")).find("\"kind\":\"consumed\""),
            std::string::npos);
  EXPECT_EQ(folder.names().size(), 3u);
  EXPECT_NE(result.err.find("wrote " + folder.path("r.json")), std::string::npos);
}

TEST(Run, FindsAPlaceThatCannotBeWrittenBeforeItRuns) {
  const Ran result = ran({"run", crash(), "--json", "/nowhere/r.json"});
  EXPECT_EQ(result.code, ExitCode::CannotWrite);
  EXPECT_EQ(result.err, "imstorm: cannot write /nowhere/r.json: No such file or directory\n");
  EXPECT_EQ(result.out, "");
}

TEST(Run, SaysThatTheDiskIsFull) {
  const Ran result = ran({"run", crash(), "--json", "/dev/full"});
  EXPECT_EQ(result.code, ExitCode::CannotWrite);
  EXPECT_NE(result.err.find("imstorm: cannot write /dev/full: No space left on device\n"),
            std::string::npos);
}

TEST(Run, WritesTheHistoryOfOneRunOnly) {
  const TemporaryFolder folder;
  const Ran result = ran({"run", crash(), crash(), "--history", folder.path("h.jsonl")});
  EXPECT_EQ(result.code, ExitCode::Usage);
  EXPECT_TRUE(folder.names().empty());
}

TEST(Run, SaysOnlyTheLastLineWhenQuiet) {
  const Ran result = ran({"run", crash(), "-q"});
  EXPECT_EQ(std::count(result.out.begin(), result.out.end(), '\n'), 1);
  EXPECT_EQ(result.err, "");
}

TEST(Run, PaintsOnATerminalUnlessToldOtherwise) {
  const auto painted = [](const std::vector<std::string>& more, bool terminal, bool no_color) {
    std::ostringstream out;
    std::ostringstream err;
    Streams streams{out, err, terminal};
    Environment environment;
    environment.no_color = no_color;
    std::vector<std::string> args = {"run", crash()};
    args.insert(args.end(), more.begin(), more.end());
    command_line(args, environment, streams);
    return out.str().find('\x1b') != std::string::npos;
  };
  EXPECT_TRUE(painted({}, true, false));
  EXPECT_FALSE(painted({}, true, true));
  EXPECT_FALSE(painted({}, false, false));
  EXPECT_TRUE(painted({"--color", "always"}, false, true));
  EXPECT_FALSE(painted({"--color", "never"}, true, false));
}

TEST(Run, OfABrokenLawTellsHowItCameAbout) {
  const std::vector<std::string> args = {
      "run",   shipped("lossy-edge"),    "--set",  "dedup.window=none",
      "--set", "outbox.order=pipelined", "--json", "-"};
  const Ran result = ran(args);
  EXPECT_EQ(result.code, ExitCode::Broken);
  const Json json = Json::parse(result.out);
  ASSERT_FALSE(json["findings"].empty());
  EXPECT_EQ(json["headline"], json["findings"][0]["headline"]);
  for (const Json& law : json["invariants"]) {
    if (law["verdict"] != "broken") continue;
    EXPECT_GT(law["story"].size(), law["witnesses"].size());
    const Json& story = law["story"];  // may begin with what was wrong already
    EXPECT_TRUE(std::any_of(story.begin(), story.end(), [](const Json& line) {
      return line["text"].get<std::string>().find(" sends ") != std::string::npos;
    })) << story.dump(2);
  }
}

TEST(Run, WritesWhatItHasWhenItIsInterrupted) {
  const TemporaryFolder folder;
  catch_interruptions();
  std::raise(SIGTERM);
  const Ran result = ran({"run", shipped("group-of-50"), crash(), "--json", folder.path("r.json")});
  forget_interruption();
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
  EXPECT_EQ(result.code, ExitCode::Terminated);
  EXPECT_EQ(number_of(result.code), 143);
  const Json json = Json::parse(TemporaryFolder::read(folder.path("r.json")));
  EXPECT_EQ(json["verdict"], "undecided");
  EXPECT_EQ(json["run"]["scenario"], "group-of-50");
  EXPECT_NE(result.out.find("1 run of 2, "), std::string::npos);
}

}  // namespace
}  // namespace imstorm
