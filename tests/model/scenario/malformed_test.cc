#include <gtest/gtest.h>

#include <sstream>

#include "model/scenario/parse.h"
#include "tests/model/scenario/goldens.h"

namespace imstorm {
namespace {

/// Lines like "#! set key=value" and "#! env NAME=value" say what a malformed scenario is read
/// with.
Overrides overrides_of(const std::string& text) {
  Overrides overrides;
  overrides.laws = test::law_names();
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("#! set ", 0) == 0) overrides.sets.push_back(line.substr(7));
    if (line.rfind("#! with ", 0) == 0) overrides.with.push_back(line.substr(8));
    const std::size_t equals = line.find('=');
    if (line.rfind("#! env ", 0) == 0) {
      overrides.environment.emplace_back(line.substr(7, equals - 7), line.substr(equals + 1));
    }
  }
  return overrides;
}

class Malformed : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(Malformed, IsAnsweredWithItsWholeMessage) {
  const std::filesystem::path file = GetParam();
  const std::string text = test::read_text(file);
  const auto result = parse_scenario(text, file.filename().string(), overrides_of(text));
  const std::string said = render(result.diagnostics);
  EXPECT_EQ(said, test::golden(std::filesystem::path(file).replace_extension(".txt"), said));
  EXPECT_FALSE(said.empty());
  EXPECT_EQ(result.scenario.has_value(), !has_error(result.diagnostics));
}

INSTANTIATE_TEST_SUITE_P(Scenario, Malformed,
                         testing::ValuesIn(test::files_in(
                             test::source_dir() / "tests/model/scenario/malformed", ".toml")),
                         [](const testing::TestParamInfo<std::filesystem::path>& file) {
                           return file.param.stem().string();
                         });

TEST(MalformedScenarios, AreAtLeastThirtyWithAnError) {
  std::size_t errors = 0;
  for (const auto& file :
       test::files_in(test::source_dir() / "tests/model/scenario/malformed", ".txt")) {
    errors += test::read_text(file).find(": error: ") != std::string::npos ? 1 : 0;
  }
  EXPECT_GE(errors, 30U);
}

TEST(AMissingFile, IsToldApartFromAMalformedOne) {
  const auto missing = load_scenario("no/such/file.toml");
  EXPECT_FALSE(missing.file_found);
  EXPECT_FALSE(missing.scenario.has_value());
  EXPECT_EQ(render(missing.diagnostics), "no/such/file.toml: error: there is no such file\n");
  const auto folder = load_scenario("/");
  EXPECT_FALSE(folder.file_found);
  EXPECT_EQ(render(folder.diagnostics), "/: error: this file cannot be read\n");
  const auto malformed =
      load_scenario((test::source_dir() / "tests/model/scenario/malformed/syntax.toml").string());
  EXPECT_TRUE(malformed.file_found);
  EXPECT_FALSE(malformed.scenario.has_value());
}

}  // namespace
}  // namespace imstorm
