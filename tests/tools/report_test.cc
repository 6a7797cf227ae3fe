#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <string>

#include "tests/tools/command.h"

namespace imstorm {
namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }

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
