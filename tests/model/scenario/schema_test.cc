#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "model/scenario/keys.h"
#include "tests/model/scenario/goldens.h"

namespace imstorm {
namespace {

struct Checked {
  int exit_code = 0;
  std::string output;
};

/// What a real validator says of these files.
Checked validate(const std::vector<std::filesystem::path>& files) {
  const auto root = test::source_dir();
  std::string command =
      fmt::format("python3 '{}' '{}'", (root / "tests/scenario_schema.py").string(),
                  (root / "tests/model/scenario/schema.json").string());
  for (const auto& file : files) command += fmt::format(" '{}'", file.string());
  Checked checked;
  std::FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return {77, "skipped: no shell"};
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) {
    checked.output += static_cast<char>(c);
  }
  checked.exit_code = WEXITSTATUS(pclose(pipe));
  return checked;
}

TEST(ScenarioSchema, IsTheOneThatIsChecked) {
  const std::string schema = json_schema();
  EXPECT_EQ(schema, test::golden(test::source_dir() / "tests/model/scenario/schema.json", schema));
}

TEST(ScenarioSchema, AcceptsEveryShippedScenario) {
  const auto files = test::files_in(test::source_dir() / "scenarios", ".toml");
  ASSERT_GE(files.size(), 8U);
  const Checked checked = validate(files);
  if (checked.exit_code == 77) GTEST_SKIP() << checked.output;
  EXPECT_EQ(checked.exit_code, 0) << checked.output;
}

TEST(ScenarioSchema, RefusesWhatTheParserRefuses) {
  std::vector<std::filesystem::path> files;
  for (const char* name : {"unknown_table",
                           "unknown_key",
                           "unknown_top_key",
                           "ratio_out_of_range",
                           "duration_unit",
                           "duration_without_unit",
                           "count_zero_threads",
                           "count_is_a_list",
                           "choice",
                           "flag",
                           "nobody_there",
                           "user_shapes",
                           "user_fields",
                           "conversations",
                           "send_without_fields",
                           "send_unknown_field",
                           "send_is_a_table",
                           "traffic",
                           "faults_shape",
                           "faults_no_list",
                           "fault_is_a_number",
                           "expect"}) {
    files.push_back(test::source_dir() / "tests/model/scenario/malformed" /
                    (std::string(name) + ".toml"));
  }
  const Checked checked = validate(files);
  if (checked.exit_code == 77) GTEST_SKIP() << checked.output;
  EXPECT_EQ(checked.exit_code, 1) << checked.output;
  for (const auto& file : files) {
    EXPECT_NE(checked.output.find(file.string() + ": "), std::string::npos) << file;
  }
}

}  // namespace
}  // namespace imstorm
