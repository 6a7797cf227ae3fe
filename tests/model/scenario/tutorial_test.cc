#include <gtest/gtest.h>

#include <sstream>

#include "model/scenario/fault_sentence.h"
#include "model/scenario/parse.h"
#include "tests/model/scenario/goldens.h"

namespace imstorm {
namespace {

std::string tutorial() { return test::read_text(test::source_dir() / "scenarios/README.md"); }

/// A part of a scenario, with users, a conversation and a message added where it has none.
std::string completed(std::string part) {
  if (part.find("[users]") == std::string::npos) {
    part += "[users]\nalice = [\"phone\"]\nbob = [\"phone\"]\nmember = { count = 2 }\n";
  }
  if (part.find("[conversations]") == std::string::npos) part += "[conversations]\ndm = [\"*\"]\n";
  if (part.find("[[send]]") == std::string::npos) {
    part += "[[send]]\nfrom = \"alice.phone\"\nto = \"dm\"\nname = \"hello\"\n";
    part += "[[send]]\nfrom = \"alice.phone\"\nto = \"dm\"\n";
  }
  return part;
}

std::vector<std::string> toml_blocks() {
  std::vector<std::string> blocks;
  std::istringstream lines(tutorial());
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (line == "```toml") {
      blocks.emplace_back();
      inside = true;
    } else if (line == "```") {
      inside = false;
    } else if (inside) {
      blocks.back() += line + "\n";
    }
  }
  return blocks;
}

/// The first cells of the table of sentences, without its marks.
std::vector<std::string> sentences() {
  std::vector<std::string> all;
  std::string text = tutorial();
  const std::size_t begin = text.find("| sentence |");
  const std::size_t end = text.find("\n\n", begin);
  std::istringstream lines(text.substr(begin, end - begin));
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("| `", 0) != 0) continue;
    std::string sentence = line.substr(3, line.find("` |") - 3);
    if (const auto bar = sentence.find("\\|"); bar != std::string::npos) sentence.erase(bar, 1);
    if (const auto path = sentence.find("PATH"); path != std::string::npos) {
      sentence.replace(path, 4, "any <-> any");
    }
    all.push_back(sentence);
  }
  return all;
}

TEST(TheTutorial, ShowsOnlyWhatTheParserTakes) {
  Overrides overrides;
  overrides.laws = test::law_names();
  const auto blocks = toml_blocks();
  EXPECT_GE(blocks.size(), 8U);
  for (const std::string& block : blocks) {
    const auto result = parse_scenario(completed(block), "README.md", overrides);
    EXPECT_EQ(render(result.diagnostics), "") << block;
  }
}

TEST(TheTutorial, HasASentenceForEachKindOfFault) {
  const std::string stage = completed("[topology]\nids = { count = 1 }\nlogic = { spare = 1 }\n");
  const Scenario scenario = *parse_scenario(stage, "README.md").scenario;
  const ProcessTable processes(scenario);
  const MessageNames messages(scenario);
  std::vector<bool> seen(kFaultKinds);
  for (const std::string& sentence : sentences()) {
    const auto read = parse_fault(sentence, processes, messages);
    if (const auto* error = std::get_if<SentenceError>(&read)) {
      ADD_FAILURE() << sentence << ": " << error->text;
    } else {
      seen[static_cast<std::size_t>(std::get<Fault>(read).kind)] = true;
    }
  }
  for (std::size_t kind = 0; kind < kFaultKinds; ++kind)
    EXPECT_TRUE(seen[kind]) << kFaultNames[kind];
}

}  // namespace
}  // namespace imstorm
