// The forms of a trace for other programs. Real parsers read them in reports/viewer/test.
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>
#include <string>

#include "reports/json.h"
#include "reports/mermaid.h"
#include "reports/perfetto.h"
#include "reports/recording.h"
#include "reports/shiviz.h"
#include "reports/svg.h"
#include "tests/golden.h"
#include "tests/reports/sample_results.h"
#include "tests/reports/sample_trace.h"

namespace imstorm {
namespace {

using Json = nlohmann::json;

Recording sample() { return recording_of(sample_with_trace()); }

TEST(Recording, ReadsATraceInWords) {
  const Recording recording = sample();
  ASSERT_EQ(recording.steps.size(), 6u);
  EXPECT_EQ(recording.steps[3].input, "timer");
  EXPECT_EQ(recording.steps[5].what, "bob.phone consumes m2 (seq 2)");
  EXPECT_EQ(recording.packets[2].title(), "SEND_ACK m2");
  EXPECT_TRUE(recording.packets[2].is_lost());
  EXPECT_EQ(recording.law, "exactly-once");
  EXPECT_EQ(recording.violation, 5);
  EXPECT_TRUE(recording_of(json_report(holding_result())).steps.empty());
}

TEST(Mermaid, TellsTheLineage) { expect_golden("trace.mmd", mermaid_report(sample())); }

TEST(Mermaid, TellsARunInWhichNothingBroke) {
  Recording recording = sample();
  recording.lineage.clear();
  recording.lost.clear();
  recording.violation = Recording::kNone;
  const std::string text = mermaid_report(recording);
  EXPECT_NE(text.find("p0->>p2: SEND m2"), std::string::npos) << text;
}

TEST(Svg, TellsTheLineage) {
  const std::string text = svg_report(sample());
  EXPECT_NE(text.find("SEND_ACK m2 lost"), std::string::npos);
  EXPECT_NE(text.find("bob.phone consumes m2 (seq 2)"), std::string::npos);
  EXPECT_EQ(text.find("nan"), std::string::npos);
}

TEST(Perfetto, PairsEveryFlowAndNamesEveryLane) {
  const Json json = Json::parse(perfetto_report(sample()));
  std::map<int, int> begun;
  std::map<int, int> ended;
  std::map<std::string, int> kinds;
  for (const Json& event : json["traceEvents"]) {
    const std::string kind = event["ph"];
    kinds[kind] += 1;
    if (kind == "s") begun[event["id"]] += 1;
    if (kind == "f") ended[event["id"]] += 1;
    EXPECT_TRUE(kind == "M" || event["ts"].is_number()) << event;
  }
  EXPECT_EQ(begun, ended);
  EXPECT_EQ(begun.size(), 4u);
  EXPECT_EQ(kinds["X"], 7) << "six steps and a fault";
  EXPECT_EQ(kinds["i"], 1) << "one lost packet";
  EXPECT_EQ(kinds["M"], 8 + 5) << "name and place of three lanes and the faults, five threads";
}

TEST(Perfetto, KeepsNanoseconds) {
  Recording recording = sample();
  recording.steps[0].at = 1'234'567;
  recording.steps[1].at = -1'500;
  const std::string text = perfetto_report(recording);
  EXPECT_NE(text.find("\"ts\":1234.567"), std::string::npos);
  EXPECT_NE(text.find("\"ts\":-1.500"), std::string::npos);
}

/// The log by ShiViz's default expression: (?<event>.*)\n(?<host>\S*) (?<clock>{.*})
std::vector<std::pair<std::string, std::map<std::string, int>>> shiviz_events(
    const std::string& log) {
  static const std::regex expression(R"((\S*) (\{.*\}))");
  std::vector<std::pair<std::string, std::map<std::string, int>>> events;
  std::istringstream lines(log);
  std::string event;
  std::string clock;
  while (std::getline(lines, event) && std::getline(lines, clock)) {
    std::smatch found;
    EXPECT_TRUE(std::regex_match(clock, found, expression)) << clock;
    events.emplace_back(found[1], Json::parse(found[2].str()));
  }
  return events;
}

TEST(Shiviz, HasClocksThatCountEachHostAndFollowEachPacket) {
  const auto events = shiviz_events(shiviz_report(sample()));
  ASSERT_EQ(events.size(), 6u);
  std::map<std::string, int> own;
  for (const auto& [host, clock] : events) {
    ASSERT_TRUE(clock.contains(host));
    EXPECT_EQ(clock.at(host), ++own[host]) << host;
  }
  const std::map<std::string, int> last = {{"alice.phone", 2}, {"bob.phone", 2}, {"gateway-1", 2}};
  EXPECT_EQ(events[5].second, last);
}

TEST(Exports, KeepHostileNamesInTheirPlace) {
  Recording recording = sample();
  recording.lanes[0].name = "a;b\nend # <b>\"{}";
  recording.steps[5].what = "%% }\nclick \"x\" <script>";
  EXPECT_EQ(mermaid_report(recording).find("\nend"), std::string::npos);
  EXPECT_EQ(svg_report(recording).find("<script"), std::string::npos);
  EXPECT_TRUE(Json::accept(perfetto_report(recording)));
  EXPECT_EQ(shiviz_events(shiviz_report(recording)).size(), 6u);
}

}  // namespace
}  // namespace imstorm
