// Each profile judges a design as a whole: it ends as its [expect] says, for its own seed, or for
// the first N seeds where a line "# seeds: N" says so.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "model/scenario/parse.h"
#include "model/world/run.h"
#include "tests/tools/command.h"

namespace imstorm {
namespace {

const std::string kFolder = IMSTORM_SOURCE_DIR "/scenarios/profiles";

std::vector<std::string> profiles() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    if (entry.path().extension() == ".toml") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string profile_name(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

/// The N of a line "# seeds: N"; 0 without one.
std::uint64_t seeds_of(const std::string& text) {
  const std::string mark = "\n# seeds: ";
  const std::size_t at = text.find(mark);
  return at == std::string::npos ? 0 : std::stoull(text.substr(at + mark.size()));
}

class Profiles : public testing::TestWithParam<std::string> {
 protected:
  std::string path() const { return kFolder + "/" + GetParam() + ".toml"; }
};

TEST_P(Profiles, EndAsTheyExpect) {
  const Ran result = ran({"run", path()});
  EXPECT_EQ(result.code, ExitCode::Holds) << result.out << result.err;
}

/// The laws that [expect] names, with many seeds.
TEST_P(Profiles, EndAsTheyExpectWithEverySeedThatTheyPromise) {
  const std::uint64_t seeds = seeds_of(TemporaryFolder::read(path()));
  const ParseResult parsed = load_scenario(path());
  ASSERT_TRUE(parsed.scenario);
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const RunRecord record = run_scenario(*parsed.scenario, seed, {false, 10});
    for (const RunRecord::Law& law : record.laws) {
      const auto& expected = parsed.scenario->expect.laws;
      const auto named = std::find_if(expected.begin(), expected.end(),
                                      [&](const auto& one) { return one.first == law.name; });
      const std::string found(kOutcomeNames[static_cast<std::size_t>(law.verdict.outcome)]);
      if (named != expected.end()) {
        EXPECT_EQ(found, named->second) << law.name << " with seed " << seed;
      } else if (parsed.scenario->expect.verdict == "holds" && found != "vacuous") {
        EXPECT_EQ(found, "holds") << law.name << " with seed " << seed;
      }
    }
    if (HasFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(Of, Profiles, testing::ValuesIn(profiles()), profile_name);

TEST(ProfileArticleLiteral, SaysInOneSentenceThatTheLastMessageIsNeverShown) {
  const Ran result = ran({"run", kFolder + "/article-literal.toml"});
  std::string headline;  // it is wrapped
  std::istringstream words(result.out);
  for (std::string word; words >> word && word != "Profile:";) headline += " " + word;
  EXPECT_EQ(headline,
            " BROKEN, AS EXPECTED alice.phone was told that m3 is sent, but bob.phone holds it and "
            "never shows it (and 1 more time)");
  EXPECT_EQ(result.out.find("crashes"), std::string::npos) << "no fault at all\n" << result.out;
}

}  // namespace
}  // namespace imstorm
