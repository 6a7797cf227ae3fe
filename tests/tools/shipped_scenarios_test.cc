// Every shipped scenario ends as its [expect] says, and says something.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "tests/tools/command.h"

namespace imstorm {
namespace {

TEST(ShippedScenarios, AreThereForEachTopic) { EXPECT_GE(shipped_scenarios().size(), 8U); }

TEST(ShippedScenarios, EndAsTheyExpect) {
  for (const std::string& path : shipped_scenarios()) {
    const Ran result = ran({"run", path});
    EXPECT_EQ(result.code, ExitCode::Holds) << path << '\n' << result.out << result.err;
  }
}

TEST(ShippedScenarios, SayWhatTheyExpectOnOneScreen) {
  for (const std::string& path : shipped_scenarios()) {
    const std::string text = TemporaryFolder::read(path);
    EXPECT_NE(text.find("[expect]"), std::string::npos) << path;
    EXPECT_LE(std::count(text.begin(), text.end(), '\n'), 60) << path << " is longer than a screen";
  }
}

/// The commands that a file tells to try: lines of comment, in one if they go on.
std::vector<std::string> commands_in(const std::string& text) {
  std::vector<std::string> commands;
  bool goes_on = false;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const bool begins = line.starts_with("#   imstorm ");
    if (!begins && !goes_on) continue;
    line.erase(0, line.find_first_not_of("# "));
    line.erase(std::min(line.find("  #"), line.size()));
    if (begins) commands.emplace_back();
    goes_on = line.ends_with('\\');
    commands.back() += goes_on ? line.substr(0, line.size() - 1) : line;
  }
  return commands;
}

/// Whatever they show: none of them is refused. (Campaigns and what they find take their time.)
TEST(ShippedScenarios, TellCommandsThatWork) {
  std::size_t tried = 0;
  for (const std::string& path : shipped_scenarios()) {
    for (const std::string& command : commands_in(TemporaryFolder::read(path))) {
      std::istringstream words(command);
      std::vector<std::string> args;
      for (std::string word; words >> word;) {
        const bool is_file = word.starts_with("scenarios/");
        args.push_back(is_file ? IMSTORM_SOURCE_DIR "/" + word : word);
      }
      args.erase(args.begin());
      if (args[0] != "run" && args[0] != "compare" && args[0] != "explain") continue;
      const Ran result = ran(args);
      EXPECT_LE(number_of(result.code), number_of(ExitCode::Diverged)) << command << result.err;
      ++tried;
    }
  }
  EXPECT_GT(tried, 50U);
}

/// The first screen that anybody sees: what it shows after a command is what that command prints.
TEST(Readme, ShowsWhatIsPrinted) {
  std::istringstream readme(TemporaryFolder::read(IMSTORM_SOURCE_DIR "/README.md"));
  std::string printed;
  std::size_t compared = 0;
  for (std::string line; std::getline(readme, line);) {
    if (line.starts_with("$ imstorm run ")) {
      std::istringstream words(line.substr(2, line.find("  #") - 2));
      std::vector<std::string> args;
      for (std::string word; words >> word;) {
        const bool is_file = word.starts_with("scenarios/");
        args.push_back(is_file ? IMSTORM_SOURCE_DIR "/" + word : word);
      }
      args.erase(args.begin());
      printed = ran(args).out;
    } else if (line.empty() || line == "```" || line[0] == '$') {
      if (line == "```") printed.clear();
    } else if (!printed.empty() && line != "...") {
      EXPECT_NE(printed.find(line + "\n"), std::string::npos) << "README.md shows: " << line;
      ++compared;
    }
  }
  EXPECT_GT(compared, 5U);
}

TEST(ShippedScenarios, LoseAMessageWhereBothSocketsLive) {
  const Ran result = ran({"run", shipped("two-sockets"), "--set", "session.takeover=both-live"});
  EXPECT_EQ(result.code, ExitCode::Broken);
  EXPECT_NE(result.out.find("no-loss: "), std::string::npos) << result.out;
}

}  // namespace
}  // namespace imstorm
