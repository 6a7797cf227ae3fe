#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/tools/command.h"

namespace imstorm {
namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }

/// More than 20,000 steps.
constexpr const char* kLong = R"(
[users]
alice = ["phone"]
bob = ["phone"]
[conversations]
dm = ["alice", "bob"]
[[traffic]]
in = "dm"
messages = 1500
every = "20ms"
)";

TEST(Report, MakesAPageOfAResultOrRightAway) {
  const TemporaryFolder folder;
  const std::string json = folder.path("r.json");
  const Ran run = ran({"run", shipped("first-message"), "--json", json, "--html",
                       folder.path("right-away.html"), "--stable-output"});
  ASSERT_EQ(run.code, ExitCode::Holds) << run.err;
  const Ran report = ran({"report", json});
  EXPECT_EQ(report.code, ExitCode::Holds) << report.err;
  EXPECT_TRUE(has(report.err, "wrote " + folder.path("r.html"))) << report.err;
  EXPECT_EQ(TemporaryFolder::read(folder.path("r.html")),
            TemporaryFolder::read(folder.path("right-away.html")));
}

TEST(Report, TheTwinIsInTheResultToo) {
  const TemporaryFolder folder;
  const std::string json = folder.path("r.json");
  const std::vector<std::string> broken = {
      "run", shipped("logic-crash"), "--set", "dedup.identity=per-try", "--json", json,
      "-q",  "--stable-output"};
  ASSERT_EQ(ran(broken).code, ExitCode::Broken);
  const auto result = nlohmann::json::parse(TemporaryFolder::read(json));
  ASSERT_TRUE(result.contains("twin"));
  EXPECT_EQ(result["twin"]["mended"], "exactly-once");
  ran({"report", json});
  std::vector<std::string> right_away = broken;
  right_away.insert(right_away.end(), {"--html", folder.path("right-away.html")});
  ran(right_away);
  EXPECT_EQ(TemporaryFolder::read(folder.path("r.html")),
            TemporaryFolder::read(folder.path("right-away.html")));
}

TEST(Report, AFullTraceHasEveryStep) {
  const TemporaryFolder folder;
  const auto trace_of = [&](std::vector<std::string> more) {
    std::vector<std::string> args = {"run", folder.write("long.toml", kLong), "--json",
                                     folder.path("r.json"), "-q"};
    args.insert(args.end(), more.begin(), more.end());
    ran(args);
    return nlohmann::json::parse(TemporaryFolder::read(folder.path("r.json")))["trace"];
  };
  const auto cut = trace_of({"--html", folder.path("r.html")});
  ASSERT_EQ(cut["steps"]["at"].size(), 20'000u) << "the run is too short for this test";
  ASSERT_GT(cut["left_out"], 0);
  const auto full = trace_of({"--full-trace"});
  EXPECT_EQ(full["left_out"], 0);
  EXPECT_EQ(full["steps"]["at"].size(), 20'000u + cut["left_out"].get<std::size_t>());
  // The same step has the same number in both.
  const auto first = cut["kept"][0][0].get<std::size_t>();
  EXPECT_EQ(full["kept"][0][0], 0);
  for (const char* column : {"at", "lane", "input"}) {
    EXPECT_EQ(full["steps"][column][first], cut["steps"][column][0]) << column;
  }
}

TEST(Report, SaysWhatItCannotRead) {
  const TemporaryFolder folder;
  EXPECT_EQ(ran({"report", folder.path("none.json")}).code, ExitCode::NotFound);
  const Ran ran_bad =
      ran({"report", folder.write("bad.json", "{\"schema\": \"imstorm.result/9\"}")});
  EXPECT_EQ(ran_bad.code, ExitCode::Malformed);
  EXPECT_TRUE(has(ran_bad.err, "bad.json: this is imstorm.result/9")) << ran_bad.err;
  const std::string json = folder.path("r.json");
  ran({"run", shipped("first-message"), "--json", json});
  EXPECT_EQ(ran({"report", json, "--html", folder.path("no/where.html")}).code,
            ExitCode::CannotWrite);
}

TEST(Report, MakesAGalleryOfAFolder) {
  const TemporaryFolder folder;
  ran({"run", shipped("first-message"), "--json", folder.path("a.json")});
  ran({"run", shipped("logic-crash"), "--json", folder.path("b.json"), "--set",
       "dedup.identity=per-try"});
  const Ran report = ran({"report", folder.path("")});
  EXPECT_EQ(report.code, ExitCode::Holds) << report.err;
  const std::string index = TemporaryFolder::read(folder.path("index.html"));
  EXPECT_TRUE(has(index, "./a.html"));
  EXPECT_TRUE(has(index, "./b.html"));
  const std::vector<std::string> names = folder.names();
  EXPECT_EQ(std::count(names.begin(), names.end(), "b.html"), 1);
}

TEST(Report, KeepsThePageOfAResultThatIsCalledLikeTheIndex) {
  const TemporaryFolder folder;
  ran({"run", shipped("first-message"), "--json", folder.path("index.json")});
  EXPECT_EQ(ran({"report", folder.path("")}).code, ExitCode::Holds);
  const std::string index = TemporaryFolder::read(folder.path("index.html"));
  EXPECT_TRUE(has(index, "<title>imstorm: 1 result</title>"));
  EXPECT_TRUE(has(index, "./index.json.html"));
  EXPECT_TRUE(has(TemporaryFolder::read(folder.path("index.json.html")), "imstorm.result/1"));
}

TEST(Report, PassesOverWhatIsNoResult) {
  const TemporaryFolder folder;
  EXPECT_EQ(ran({"report", folder.path("")}).code, ExitCode::NotFound);
  folder.write("other.json", "{}");
  ran({"run", shipped("first-message"), "--json", folder.path("a.json")});
  const Ran report = ran({"report", folder.path("")});
  EXPECT_EQ(report.code, ExitCode::Malformed);
  EXPECT_TRUE(has(report.err, "other.json: this is not a result")) << report.err;
  EXPECT_TRUE(has(TemporaryFolder::read(folder.path("index.html")), "./a.html"));
}

TEST(Report, OpensThePage) {
  const TemporaryFolder folder;
  const std::string json = folder.path("r.json");
  ran({"run", shipped("first-message"), "--json", json});
  setenv("BROWSER", "true", 1);
  EXPECT_EQ(ran({"report", json, "--open"}).code, ExitCode::Holds);
  setenv("BROWSER", "there-is-no-such-browser", 1);
  const Ran failed = ran({"report", json, "--open"});
  unsetenv("BROWSER");
  EXPECT_EQ(failed.code, ExitCode::NotFound);
  EXPECT_TRUE(has(failed.err, "open it by hand: " + folder.path("r.html"))) << failed.err;
}

}  // namespace
}  // namespace imstorm
