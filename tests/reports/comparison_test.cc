#include "reports/comparison.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

namespace imstorm {
namespace {

Result::Law law(const char* name, Outcome outcome) {
  Result::Law law;
  law.name = name;
  law.verdict.outcome = outcome;
  return law;
}

Result design(std::uint64_t packets) {
  Result result;
  result.outcome = Outcome::Holds;
  result.seed = 7;
  result.config = {{"seed", "7"}, {"pull.limit", "10"}};
  result.cost.packets = 1'000;
  result.cost.client_packets = packets;
  result.cost.message_packets = packets;
  result.cost.messages = 100;
  result.cost.deliveries = 200;
  result.cost.bytes = 10'000;
  result.cost.client_by_kind = {{"SEND", 5}, {"PULL", 0}};
  result.latency = {{"sent to consumed", 9, 1'000, 2'000, 3'000, 4'000, {}}};
  result.laws = {law("no-loss", Outcome::Holds), law("seq-gap", Outcome::Holds)};
  return result;
}

Comparison two(std::uint64_t a, std::uint64_t b) {
  Comparison comparison;
  comparison.a = design(a);
  comparison.b = design(b);
  comparison.label_a = "A";
  comparison.label_b = "B";
  return comparison;
}

ComparedFigure figure(const Comparison& comparison, const std::string& name) {
  for (const ComparedFigure& row : compared_figures(comparison)) {
    if (row.name == name) return row;
  }
  return {};
}

std::string change(std::uint64_t a, std::uint64_t b) {
  return figure(two(a, b), "client packets in all").change;
}

TEST(Comparison, SaysTheChangeInWholePercents) {
  EXPECT_EQ(change(300, 300), "=");
  EXPECT_EQ(change(300, 200), "-33 %");
  EXPECT_EQ(change(300, 499), "+66 %");
  EXPECT_EQ(change(300, 500), "+67 %");
  EXPECT_EQ(change(1'000, 1'004), "+<1 %");
  EXPECT_EQ(change(1'000, 996), "-<1 %");
  EXPECT_EQ(change(1'000, 1'005), "+1 %");
  EXPECT_EQ(change(0, 5), "new");
  EXPECT_EQ(change(5, 0), "-100 %");
  EXPECT_EQ(change(1, 5'001), "+500,000 %");
}

TEST(Comparison, OfARoundTripIsTwoPacketsForEachMessage) {
  const ComparedFigure trips = figure(two(450, 900), "round trips per message");
  EXPECT_EQ(trips.a, "2.25");
  EXPECT_EQ(trips.b, "4.50");
  EXPECT_EQ(trips.change, "+100 %");
  const ComparedFigure packets = figure(two(450, 900), "client packets per message");
  EXPECT_EQ(packets.a, "4.50");
  EXPECT_EQ(figure(two(450, 900), "client packets per delivery").a, "2.25");
  EXPECT_EQ(figure(two(450, 900), "round trips per delivery").b, "2.25");
  EXPECT_EQ(figure(two(450, 900), "packets between servers").a, "550");
  EXPECT_EQ(figure(two(450, 900), "packets between servers").b, "100");
}

TEST(Comparison, LeavesOutWhatIsNowhere) {
  EXPECT_EQ(figure(two(1, 1), "PULL").group, "");
  EXPECT_EQ(figure(two(1, 1), "SEND").group, "Client packets");
}

TEST(Comparison, ShowsEachQuantileOnItsLine) {
  Comparison comparison = two(1, 1);
  comparison.b.latency[0].p99 = 6'000;
  EXPECT_EQ(figure(comparison, "p50").a, "1.00 us");
  EXPECT_EQ(figure(comparison, "p90").a, "2.00 us");
  EXPECT_EQ(figure(comparison, "p99").a, "3.00 us");
  EXPECT_EQ(figure(comparison, "p99").b, "6.00 us");
  EXPECT_EQ(figure(comparison, "max").a, "4.00 us");
}

TEST(Comparison, NamesTheLawsWhoseVerdictsDiffer) {
  Comparison comparison = two(1, 1);
  comparison.b.laws[1].verdict.outcome = Outcome::Broken;
  comparison.b.laws.push_back(law("signal-fifo", Outcome::Holds));
  EXPECT_EQ(figure(comparison, "no-loss").group, "");
  EXPECT_EQ(figure(comparison, "seq-gap").b, "broken");
  EXPECT_EQ(figure(comparison, "signal-fifo").a, "not judged");
}

TEST(Comparison, NamesTheSettingsThatDiffer) {
  Comparison comparison = two(1, 1);
  comparison.b.config[0].second = "8";
  EXPECT_TRUE(different_settings(comparison).empty()) << "each run has a seed of its own";
  comparison.b.config[1].second = "20";
  ASSERT_EQ(different_settings(comparison).size(), 1U);
  EXPECT_EQ(different_settings(comparison)[0].first, "pull.limit");
  EXPECT_EQ(different_settings(comparison)[0].second.second, "20");
}

TEST(Comparison, IsATableOnATerminal) {
  Comparison comparison = two(450, 900);
  comparison.b.config[1].second = "20";
  const std::string text = text_comparison(comparison, Style::plain(), 100, 1);
  EXPECT_NE(text.find("two designs, 1 run each"), std::string::npos) << text;
  EXPECT_NE(text.find("pull.limit"), std::string::npos);
  EXPECT_NE(text.find("+100 %"), std::string::npos);
  EXPECT_NE(text.find("| exit 1\n"), std::string::npos);
  const auto json = nlohmann::json::parse(json_comparison(comparison));
  EXPECT_EQ(json["settings"]["pull.limit"]["a"], "10");
  EXPECT_EQ(json["b"]["cost"]["client_packets"], 900);
}

}  // namespace
}  // namespace imstorm
