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

/// What a command that changes something, or takes another seed, is told to show.
struct Shown {
  std::string command;  ///< without "imstorm" and the folder
  ExitCode code{};
  std::string broken = {};  ///< a law that must be among those
};

const Shown kShown[] = {
    {"run cache-lost.toml --set client.msgids=lost", ExitCode::Broken, "exactly-once"},
    {"run group-churn.toml --set group.membership=at-fanout", ExitCode::Broken, "no-phantom"},
    {"run group-of-50.toml --seed 7", ExitCode::Holds},
    {"run logic-crash.toml --set dedup.window=none", ExitCode::Broken, "exactly-once"},
    {"run counter-lost.toml --set msgid.recover=from-disk", ExitCode::Broken, "msgid-unique"},
    {"run counter-lost.toml --set seq.recover=from-cache", ExitCode::Broken, "seq-monotonic"},
    {"run seqsvr-paused.toml --set seq.fence=none", ExitCode::Broken, "seq-monotonic"},
    {"run lossy-edge.toml --set link.edge.preset=hostile", ExitCode::Holds},
    {"run lossy-edge.toml --set dedup.window=none", ExitCode::Broken, "exactly-once"},
    {"run offline-hour.toml --set pull.page=newest-first", ExitCode::Broken, "no-loss"},
    {"run partition.toml --set dedup.window=none", ExitCode::Broken, "exactly-once"},
    {"run phone-in-a-drawer.toml --set ack.retain=0s", ExitCode::Holds},
    {"run phone-in-a-drawer.toml --set permits.absence=false", ExitCode::Broken, "no-loss"},
    {"run phone-in-a-drawer.toml --set group.fanout=write-outbox", ExitCode::Holds},
    {"run sdk-killed.toml --set consume.state=volatile", ExitCode::Broken, "exactly-once"},
    {"run seqsvr-takeover.toml --set seq.section=fixed", ExitCode::Holds},
    {"run seqsvr-takeover.toml --set seq.section=at-once", ExitCode::Holds},
    {"run store-failover.toml --set topology.store.replicas=2", ExitCode::Holds},
    {"run takeover.toml --set session.sync=0s --set notify.presence=unconditional",
     ExitCode::Broken, "no-loss"},
    {"run two-sockets.toml --set session.takeover=both-live", ExitCode::Broken, "no-loss"},
    {"run profiles/article-literal.toml --set ack.carry=piggyback-delayed", ExitCode::Holds},
    {"run profiles/pts.toml --set deliver.mode=notify-pull", ExitCode::Holds},
    {"run profiles/push-only.toml --set deliver.mode=push-prev --set session.sync=2m",
     ExitCode::Holds},
    {"run profiles/qos2.toml --set dedup.window=all", ExitCode::Holds},
    {"run profiles/redis-failover.toml --set seq.source=redis-sync --set msgid.source=redis-sync "
     "--set seq.allocate=with-append --set store.read=committed-prefix "
     "--set seq.recover=from-log --set msgid.recover=new-era",
     ExitCode::Holds},
    {"run profiles/resume-window.toml --set ack.window=100", ExitCode::Holds},
    {"run profiles/resume-window.toml --set ack.trim=min-device", ExitCode::Holds},
    {"run profiles/segment-seq.toml --set seq.source=log-position", ExitCode::Holds},
    {"run profiles/seqsvr.toml --seed 2 --set seq.source=seqsvr-late --set seq.seqsvr_step=1 "
     "--set seq.insert=blind --set seq.recover=from-cache",
     ExitCode::Broken, "seq-monotonic"},
    {"run profiles/snowflake-seq.toml --set seq.source=log-position", ExitCode::Holds},
    {"run profiles/sound.toml --seed 7", ExitCode::Holds},
    {"compare busy-dm.toml --with ack.carry=per-pull --runs 20", ExitCode::Holds},
    {"compare busy-dm.toml --with consume.phases=two-local", ExitCode::Holds},
    {"compare busy-dm.toml --set consume.phases=two-local --with deliver.mode=push-prev",
     ExitCode::Holds},
    {"explain busy-dm.toml", ExitCode::Holds},
    {"explain rolling-restart.toml --set route.rehash=immediate", ExitCode::Holds},
};

/// What a command is told to show; of a plain run, that it ends as [expect] says.
Shown shown_by(const std::vector<std::string>& words) {
  std::string command;
  for (const std::string& word : words) {
    const bool is_file = word.starts_with("scenarios/");
    command += (command.empty() ? "" : " ") + word.substr(is_file ? 10 : 0);
  }
  for (const Shown& shown : kShown) {
    if (shown.command == command) return shown;
  }
  EXPECT_TRUE(words[0] == "run" && words.size() == 2) << "nobody checks: " << command;
  return {command, ExitCode::Holds};
}

/// All of them; but campaigns and what they find take their time.
TEST(ShippedScenarios, TellCommandsThatShowWhatTheyPromise) {
  std::size_t tried = 0;
  for (const std::string& path : shipped_scenarios()) {
    for (const std::string& command : commands_in(TemporaryFolder::read(path))) {
      std::istringstream stream(command);
      std::vector<std::string> words;
      for (std::string word; stream >> word;) words.push_back(word);
      words.erase(words.begin());
      if (words[0] != "run" && words[0] != "compare" && words[0] != "explain") continue;
      const Shown shown = shown_by(words);
      for (std::string& word : words) {
        if (word.starts_with("scenarios/")) word.insert(0, IMSTORM_SOURCE_DIR "/");
      }
      const Ran result = ran(words);
      EXPECT_EQ(result.code, shown.code) << command << '\n' << result.out << result.err;
      EXPECT_EQ(result.err.find("warning"), std::string::npos) << command << '\n' << result.err;
      EXPECT_NE(result.out.find(shown.broken.empty() ? "" : "\n" + shown.broken + ": "),
                std::string::npos)
          << command << '\n'
          << result.out;
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
