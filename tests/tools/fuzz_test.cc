// Campaigns through the command line: what they find, and that nothing but the seed decides it.
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "tests/tools/command.h"

namespace imstorm {
namespace {

using Json = nlohmann::json;

/// `fuzz` on the shipped scenario whose dedup can be taken away, in a folder of its own.
std::vector<std::string> campaign(const TemporaryFolder& folder,
                                  const std::vector<std::string>& more) {
  std::vector<std::string> args = {
      "fuzz",        shipped("logic-crash"), "--out-dir", folder.path("out"), "--stable-output",
      "--no-shrink", "--progress",           "none"};
  args.insert(args.end(), more.begin(), more.end());
  return args;
}

const std::vector<std::string> kUnsound = {"--set", "dedup.window=none", "--json", "-"};

std::string json_of(const std::vector<std::string>& more) {
  const TemporaryFolder folder;
  std::vector<std::string> args = kUnsound;
  args.insert(args.end(), more.begin(), more.end());
  std::string text = ran(campaign(folder, args)).out;
  // The one thing that may differ.
  for (std::size_t at = text.find(folder.path("")); at != std::string::npos;
       at = text.find(folder.path(""), at)) {
    text.replace(at, folder.path("").size(), "");
  }
  return text;
}

TEST(Fuzz, FindsNothingInTheSoundStack) {
  const TemporaryFolder folder;
  const Ran result = ran(campaign(folder, {"--runs", "300"}));
  EXPECT_EQ(result.code, ExitCode::Holds) << result.out << result.err;
  EXPECT_NE(result.out.find("300 runs, 236 of them independent"), std::string::npos) << result.out;
  EXPECT_NE(result.out.find("Good-Turing"), std::string::npos);
}

TEST(Fuzz, FindsWhatIsBrokenAndPrintsWhatRepeatsIt) {
  const TemporaryFolder folder;
  const Ran found = ran(campaign(folder, {"--set", "dedup.window=none", "--json", "-"}));
  EXPECT_EQ(found.code, ExitCode::Broken) << found.err;
  const Json result = Json::parse(found.out);
  EXPECT_EQ(result["run"]["mode"], "fuzz");
  ASSERT_EQ(result["findings"].size(), 1U);
  const Json& finding = result["findings"][0];
  EXPECT_EQ(finding["invariant"], "exactly-once");
  EXPECT_TRUE(std::filesystem::exists(finding["case"].get<std::string>()));
  // The command in the result, without the program's name.
  std::vector<std::string> words;
  std::istringstream replay(finding["replay"].get<std::string>());
  for (std::string word; replay >> word;) words.push_back(word);
  words.erase(words.begin());
  words.insert(words.end(), {"--json", "-"});
  const Ran again = ran(words);
  EXPECT_EQ(again.code, ExitCode::Broken);
  EXPECT_EQ(Json::parse(again.out)["headline"], finding["headline"]);
  EXPECT_EQ(Json::parse(again.out)["run"]["events"], finding["events"]);
}

/// The shipped scenario with another [expect] and another design.
std::string expecting(const TemporaryFolder& folder, const std::string& expect,
                      const std::string& window) {
  std::string text = TemporaryFolder::read(shipped("logic-crash"));
  text.replace(text.find("[expect]"), std::string::npos,
               "[protocol]\ndedup.window = \"" + window + "\"\n[expect]\n" + expect + "\n");
  return folder.write("expecting.toml", text);
}

TEST(Fuzz, ExcusesTheLawsThatTheScenarioSaysMayBeBroken) {
  const TemporaryFolder folder;
  const auto code = [&](const std::string& expect, const std::string& window) {
    return ran({"fuzz", expecting(folder, expect, window), "--out-dir", folder.path("out"),
                "--no-shrink", "--progress", "none", "--runs", "100"})
        .code;
  };
  EXPECT_EQ(code("exactly-once = \"broken\"", "none"), ExitCode::Holds);
  EXPECT_EQ(code("verdict = \"broken\"", "none"), ExitCode::Holds);
  EXPECT_EQ(code("verdict = \"holds\"", "none"), ExitCode::Broken);
  // Another law is not excused.
  EXPECT_EQ(code("no-loss = \"broken\"", "none"), ExitCode::Broken);
  EXPECT_EQ(code("verdict = \"broken\"\nno-loss = \"broken\"", "none"), ExitCode::Broken);
  // It may be broken; it need not be.
  EXPECT_EQ(code("exactly-once = \"broken\"", "all"), ExitCode::Holds);
  EXPECT_EQ(code("verdict = \"broken\"\nexactly-once = \"broken\"", "all"), ExitCode::Holds);
}

TEST(Fuzz, DoesNotDependOnThreads) {
  for (const char* keep : {"--keep-going", "--allow-vacuous"}) {
    const std::string one = json_of({"--runs", "600", "-j", "1", keep});
    EXPECT_EQ(json_of({"--runs", "600", "-j", "4", keep}), one);
  }
}

TEST(Fuzz, DependsOnTheSeedAndOnGuidance) {
  const std::string one = json_of({"--runs", "300", "--keep-going"});
  EXPECT_NE(json_of({"--runs", "300", "--keep-going", "--seed", "2"}), one);
  EXPECT_NE(json_of({"--runs", "300", "--keep-going", "--blind"}), one);
}

TEST(Fuzz, ShardsMergeIntoTheWhole) {
  const TemporaryFolder folder;
  std::vector<std::string> merge = {"merge", "--no-shrink", "--stable-output", "--json",
                                    "-",     "--out-dir",   folder.path("out")};
  for (const char* shard : {"1/3", "2/3", "3/3"}) {
    ran(campaign(folder, {"--set", "dedup.window=none", "--runs", "700", "--shard", shard}));
    merge.push_back(folder.path("out/logic-crash-0x1-shard-" + std::string(shard, 1) + "-of-3") +
                    ".campaign");
  }
  const Ran merged = ran(merge);
  EXPECT_EQ(merged.code, ExitCode::Broken) << merged.err;
  std::vector<std::string> whole = kUnsound;
  whole.insert(whole.end(), {"--runs", "700", "--keep-going"});
  EXPECT_EQ(merged.out, ran(campaign(folder, whole)).out);
  merge.push_back(merge.back());
  EXPECT_EQ(ran(merge).code, ExitCode::Malformed);
}

TEST(Fuzz, MergeRefusesJournalsOfDifferentCampaigns) {
  const TemporaryFolder folder;
  ran(campaign(folder, {"--runs", "10", "--seed", "1", "--shard", "1/2"}));
  ran(campaign(folder, {"--runs", "10", "--seed", "2", "--shard", "2/2"}));
  const Ran merged = ran({"merge", folder.path("out/logic-crash-0x1-shard-1-of-2.campaign"),
                          folder.path("out/logic-crash-0x2-shard-2-of-2.campaign")});
  EXPECT_EQ(merged.code, ExitCode::Malformed);
  EXPECT_NE(merged.err.find("is of another campaign"), std::string::npos) << merged.err;
  EXPECT_EQ(ran({"merge", folder.path("none")}).code, ExitCode::NotFound);
  EXPECT_EQ(ran({"merge", shipped("logic-crash")}).code, ExitCode::Malformed);
}

TEST(Fuzz, MergeRefusesAScenarioThatHasChangedAndCountsItsShards) {
  const TemporaryFolder folder;
  const std::string text = TemporaryFolder::read(shipped("logic-crash"));
  const std::string file = folder.write("dm.toml", text);
  ran({"fuzz", file, "--out-dir", folder.path("out"), "--runs", "20", "--shard", "1/2"});
  const std::string journal = folder.path("out/dm-0x1-shard-1-of-2.campaign");
  const Ran one = ran({"merge", journal, "--no-shrink", "--out-dir", folder.path("out")});
  EXPECT_NE(one.err.find("1 of 2 shards are here"), std::string::npos) << one.err;
  EXPECT_NE(one.err.find("without shard 2"), std::string::npos) << one.err;
  EXPECT_EQ(one.code, ExitCode::Undecided);
  EXPECT_NE(one.out.find("exit 2"), std::string::npos) << one.out;
  folder.write("dm.toml", text + "# changed\n");
  const Ran changed = ran({"merge", journal, "--no-shrink", "--out-dir", folder.path("out")});
  EXPECT_EQ(changed.code, ExitCode::Malformed);
  EXPECT_NE(changed.err.find("is not what it was"), std::string::npos) << changed.err;
}

/// As after kill -9: the journal has what was done until then.
TEST(Fuzz, MergeCountsTheRunsOfEachShard) {
  const TemporaryFolder folder;
  std::vector<std::string> merge = {"merge", "--no-shrink", "--out-dir", folder.path("out")};
  for (const char* shard : {"1", "2"}) {
    ran(campaign(folder, {"--runs", "300", "--shard", std::string(shard) + "/2"}));
    merge.push_back(
        folder.path("out/logic-crash-0x1-shard-" + std::string(shard) + "-of-2.campaign"));
  }
  EXPECT_EQ(ran(merge).code, ExitCode::Holds);
  std::string text = TemporaryFolder::read(merge.back());
  for (int line = 0; line < 10; ++line) text.erase(text.rfind('\n', text.size() - 2) + 1);
  folder.write("out/logic-crash-0x1-shard-2-of-2.campaign", text);
  const Ran cut = ran(merge);
  EXPECT_EQ(cut.code, ExitCode::Undecided);
  EXPECT_NE(cut.err.find("shard 2 has done 34 of 44 runs"), std::string::npos) << cut.err;
  ran(campaign(folder, {"--runs", "600", "--shard", "2/2"}));
  const Ran other = ran(merge);
  EXPECT_EQ(other.code, ExitCode::Malformed);
  EXPECT_NE(other.err.find("is of a campaign of 600 runs, and not of 300"), std::string::npos)
      << other.err;
}

TEST(Fuzz, RefusesTwoScenariosThatWouldShareAJournal) {
  const TemporaryFolder folder;
  const std::string text = TemporaryFolder::read(shipped("logic-crash"));
  for (const char* sub : {"a", "b"}) std::filesystem::create_directory(folder.path(sub));
  const std::string one = folder.write("a/dm.toml", text);
  const std::string other = folder.write("b/dm.toml", text);
  const Ran both = ran({"fuzz", one, other, "--runs", "5", "--out-dir", folder.path("out")});
  EXPECT_EQ(both.code, ExitCode::Usage);
  EXPECT_NE(both.err.find("have one name, and so one journal"), std::string::npos) << both.err;
  EXPECT_FALSE(std::filesystem::exists(folder.path("out"))) << "nothing was begun";
}

/// As a campaign that stopped there by itself, whatever was found later.
TEST(Fuzz, ResumedWithoutKeepGoingEndsAtItsFirstFinding) {
  const std::string fresh = json_of({"--runs", "100"});
  const TemporaryFolder folder;
  std::vector<std::string> args = kUnsound;
  args.insert(args.end(), {"--runs", "100", "--keep-going"});
  ran(campaign(folder, args));
  args.back() = "--resume";
  const Json resumed = Json::parse(ran(campaign(folder, args)).out);
  EXPECT_EQ(resumed["run"]["runs"], Json::parse(fresh)["run"]["runs"]);
  EXPECT_EQ(resumed["run"]["digest"], Json::parse(fresh)["run"]["digest"]);
  EXPECT_LT(resumed["run"]["runs"], 100);
}

TEST(Fuzz, IsUndecidedWhereARunWasCutShort) {
  const TemporaryFolder folder;
  const Ran result =
      ran(campaign(folder, {"--runs", "5", "--set", "limits.events_max=300", "--json", "-"}));
  EXPECT_EQ(result.code, ExitCode::Undecided) << result.err;
  const Json json = Json::parse(result.out);
  EXPECT_EQ(json["verdict"], "undecided");
  // One reason is one finding, however many laws it leaves undecided.
  ASSERT_GE(json["findings"].size(), 2U);
  for (std::size_t i = 1; i < json["findings"].size(); ++i) {
    EXPECT_EQ(json["findings"][i]["follows"], 1) << json["findings"].dump(2);
  }
}

TEST(Fuzz, ResumesWithMoreRunsAsIfItHadNeverStopped) {
  const TemporaryFolder folder;
  const auto with = [&](const char* runs, const char* how) {
    std::vector<std::string> args = kUnsound;
    args.insert(args.end(), {"--keep-going", "--runs", runs, how});
    return ran(campaign(folder, args)).out;
  };
  with("100", "--allow-vacuous");
  with("300", "--resume");
  const std::string resumed = with("600", "--resume");
  EXPECT_EQ(resumed, with("600", "--allow-vacuous"));
  EXPECT_EQ(resumed, with("600", "--resume"));  // nothing was left to do
}

TEST(Fuzz, RefusesToResumeAnotherCampaign) {
  const TemporaryFolder folder;
  ran(campaign(folder, {"--runs", "10"}));
  const Ran other = ran(campaign(folder, {"--runs", "10", "--resume", "--set", "pull.limit=3"}));
  EXPECT_EQ(other.code, ExitCode::Malformed);
  EXPECT_NE(other.err.find("is of another campaign"), std::string::npos) << other.err;
}

TEST(Fuzz, SaysWhereItCannotWrite) {
  const TemporaryFolder folder;
  folder.write("out", "a file where a folder should be");
  const Ran blocked = ran(campaign(folder, {"--runs", "10"}));
  EXPECT_EQ(blocked.code, ExitCode::CannotWrite);
  EXPECT_NE(blocked.err.find("cannot write"), std::string::npos) << blocked.err;
  EXPECT_EQ(blocked.out, "");
  EXPECT_EQ(folder.names(), std::vector<std::string>{"out"});
}

TEST(Fuzz, WritesJsonLines) {
  const TemporaryFolder folder;
  const Ran result = ran(campaign(folder, {"--set", "dedup.window=none", "--format", "jsonl"}));
  std::istringstream lines(result.out);
  std::vector<std::string> types;
  Json last;
  for (std::string line; std::getline(lines, line);) {
    last = Json::parse(line);
    types.push_back(last["type"]);
  }
  ASSERT_GE(types.size(), 3U);
  EXPECT_EQ(types.front(), "finding");
  EXPECT_EQ(types.back(), "campaign");
  EXPECT_EQ(last["exit"], 1);
  EXPECT_EQ(last["verdict"], "broken");
}

TEST(Fuzz, WritesATestCaseForEachLaw) {
  const TemporaryFolder folder;
  const std::string xml = ran(campaign(folder, {"--set", "dedup.window=none", "--junit", "-"})).out;
  EXPECT_NE(xml.find("<testcase classname=\"imstorm.logic-crash\" name=\"exactly-once\""),
            std::string::npos)
      << xml;
  EXPECT_NE(xml.find("failures=\"1\""), std::string::npos);
}

TEST(Fuzz, TellsGitHub) {
  const TemporaryFolder folder;
  Environment environment;
  environment.github_actions = true;
  environment.github_summary = folder.path("summary.md");
  const Ran result = ran(campaign(folder, {"--set", "dedup.window=none"}), environment);
  EXPECT_NE(result.err.find("::error file="), std::string::npos) << result.err;
  EXPECT_NE(result.err.find("title=exactly-once::"), std::string::npos);
  const std::string summary = TemporaryFolder::read(folder.path("summary.md"));
  EXPECT_NE(summary.find("| finding | runs | repeat | kept in |"), std::string::npos) << summary;
}

TEST(Fuzz, ALawThatIsExpectedToBreakMayDoSo) {
  const TemporaryFolder folder;
  std::string text = TemporaryFolder::read(shipped("logic-crash"));
  text.replace(text.find("[expect]"), std::string::npos,
               "[protocol]\ndedup.window = \"none\"\n[expect]\nverdict = \"broken\"\n"
               "exactly-once = \"broken\"\n");
  const std::string file = folder.write("expected.toml", text);
  const Ran result =
      ran({"fuzz", file, "--no-shrink", "--out-dir", folder.path("out"), "--progress", "none"});
  EXPECT_EQ(result.code, ExitCode::Holds) << result.out;
  EXPECT_NE(result.out.find("BROKEN, AS EXPECTED"), std::string::npos) << result.out;
}

TEST(Fuzz, SaysTheExitCodeThatItEndsWith) {
  const TemporaryFolder folder;
  const std::string file = folder.write("dm.toml", TemporaryFolder::read(shipped("logic-crash")));
  std::filesystem::create_directory(folder.path("regressions"));
  folder.write("regressions/dm.bad.toml", "title = 7\n");
  const Ran result = ran({"fuzz", file, "--out-dir", folder.path("out"), "--runs", "5", "-q"});
  EXPECT_EQ(result.code, ExitCode::Malformed);
  EXPECT_TRUE(result.out.ends_with("| exit 65\n")) << result.out;
}

TEST(Fuzz, SaysWhichFindingFollowsFromWhich) {
  const TemporaryFolder folder;
  const Ran found = ran(campaign(
      folder, {"--set", "dedup.identity=per-try", "--runs", "200", "--keep-going", "--json", "-"}));
  const Json findings = Json::parse(found.out)["findings"];
  int following = 0;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const auto cause = findings[i]["follows"].get<std::size_t>();
    ASSERT_LE(cause, findings.size());
    ASSERT_NE(cause, i + 1);
    if (cause == 0) continue;
    EXPECT_EQ(findings[cause - 1]["follows"], 0) << "the one that explains it in the end";
    // What is lost is missing from the sender's own view as well.
    const bool lost = findings[cause - 1]["invariant"] == "no-loss";
    if (lost && findings[i]["invariant"] == "read-your-writes") ++following;
  }
  EXPECT_GT(following, 0) << findings.dump(2);
}

TEST(Fuzz, KeepsFindingsAsCasesAndReplaysThemFirst) {
  const TemporaryFolder folder;
  const std::string file = folder.write("dm.toml", TemporaryFolder::read(shipped("logic-crash")));
  const std::vector<std::string> args = {
      "fuzz", file,     "--set", "dedup.window=none", "--out-dir", folder.path("out"), "--progress",
      "none", "--json", "-"};
  const Ran found = ran(args);
  EXPECT_EQ(found.code, ExitCode::Broken) << found.err;
  const Json finding = Json::parse(found.out)["findings"][0];
  const std::string path = finding["case"];
  EXPECT_TRUE(path.starts_with(folder.path("regressions/dm."))) << path;
  EXPECT_LE(finding["decisions"], 10) << "faults";
  EXPECT_LE(finding["messages"], 12);
  EXPECT_EQ(finding["follows"], 0);
  EXPECT_EQ(finding["shrinking"].back()["faults"], finding["decisions"]);
  // The run of the case is there, as `imstorm run` tells it.
  const Json& told = finding["counterexample"];
  EXPECT_EQ(told["run"]["replay"], "imstorm run " + path);
  EXPECT_EQ(told["run"]["events"], finding["events"]);
  EXPECT_FALSE(told["trace"]["story"].empty());
  EXPECT_EQ(ran({"run", path}).code, ExitCode::Holds);  // broken, as it expects
  EXPECT_NE(ran(args).err.find(path + ": as it was"), std::string::npos);
}

/// What may be lost is told with the reason that the first such run gave, whoever ran it.
TEST(Fuzz, SaysWhyALossIsPermitted) {
  const TemporaryFolder folder;
  const auto args = [&](std::vector<std::string> more) {
    more.insert(more.begin(),
                {"fuzz", shipped("phone-in-a-drawer"), "--out-dir", folder.path("out"), "--runs",
                 "128", "--stable-output", "--no-shrink", "--progress", "none"});
    return more;
  };
  const std::string whole = ran(args({"--json", "-", "-j", "1"})).out;
  EXPECT_EQ(ran(args({"--json", "-", "-j", "3"})).out, whole);
  std::size_t permitted = 0;
  const Json result = Json::parse(whole);
  for (const Json& law : result["invariants"]) {
    if (law["permitted"] == 0) continue;
    ++permitted;
    EXPECT_NE(law["permitted_because"], "") << law["name"];
  }
  EXPECT_GT(permitted, 0U);
  EXPECT_EQ(result["findings"].size(), 0U);
  const std::string text = ran(args({})).out;
  EXPECT_NE(text.find(" times, in the first such run: "), std::string::npos) << text;
  std::vector<std::string> merge = {"merge", "--no-shrink", "--stable-output", "--json",
                                    "-",     "--out-dir",   folder.path("out")};
  for (const char* shard : {"1", "2"}) {
    ran(args({"--shard", std::string(shard) + "/2"}));
    merge.push_back(
        folder.path("out/phone-in-a-drawer-0x1-shard-" + std::string(shard) + "-of-2.campaign"));
  }
  EXPECT_EQ(Json::parse(ran(merge).out)["invariants"], result["invariants"]);
}

}  // namespace
}  // namespace imstorm
