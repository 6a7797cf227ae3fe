// Which findings of a campaign are kept as cases, and what is said of them.
#include <gtest/gtest.h>

#include <filesystem>
#include <iterator>
#include <nlohmann/json.hpp>

#include "tests/tools/command.h"

namespace imstorm {
namespace {

using Json = nlohmann::json;

/// What a cache without anything behind it loses breaks several laws, and they are one finding.
TEST(FindingCases, KeepsOneCaseForACauseAndWhatFollowsFromIt) {
  const TemporaryFolder folder;
  const std::string file =
      folder.write("cache.toml", TemporaryFolder::read(shipped("article/message-cache-without")));
  const Ran found = ran({"fuzz", file, "--runs", "600", "--out-dir", folder.path("out"),
                         "--progress", "none", "--json", "-"});
  const Json result = Json::parse(found.out);
  const Json& findings = result["findings"];
  ASSERT_GE(findings.size(), 3U) << findings.dump(2);
  std::size_t cases = 0;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const bool follows = findings[i]["follows"] != 0;
    cases += follows ? 0 : 1;
    EXPECT_EQ(follows, findings[i]["case"] == "") << findings[i].dump(2);
    if (i > 0 && findings[i - 1]["follows"] != 0) {
      EXPECT_TRUE(follows) << "causes come first";
    }
  }
  EXPECT_LT(cases, findings.size());
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path("regressions")), {}),
            static_cast<std::ptrdiff_t>(cases));
  // The page and the terminal speak of the first one, and its case of itself.
  EXPECT_EQ(result["headline"], findings[0]["headline"]);
  EXPECT_EQ(findings[0]["counterexample"]["headline"], findings[0]["headline"]);
  EXPECT_EQ(findings[0]["counterexample"]["findings"][0]["invariant"], findings[0]["invariant"]);
}

}  // namespace
}  // namespace imstorm
