#include "reports/text.h"

#include <gtest/gtest.h>

#include <sstream>

#include "reports/verdict_line.h"
#include "reports/wrap.h"
#include "tests/golden.h"
#include "tests/reports/sample_results.h"

namespace imstorm {
namespace {

std::string report(const Result& result, int exit_code, bool verbose = false) {
  TextOptions options;
  options.exit_code = exit_code;
  options.verbose = verbose;
  return text_report(result, options);
}

std::string last_line(const std::string& text) {
  const std::size_t end = text.size() - 1;
  return text.substr(text.rfind('\n', end - 1) + 1, end - text.rfind('\n', end - 1) - 1);
}

TEST(TextReport, OfAFailureTellsTheStory) {
  expect_golden("report_broken.txt", report(broken_result(), 1));
}

TEST(TextReport, OfARunThatHoldsIsShort) {
  expect_golden("report_holds.txt", report(holding_result(), 0));
}

TEST(TextReport, IsCompleteWhenVerbose) {
  expect_golden("report_verbose.txt", report(broken_result(), 1, true));
}

TEST(TextReport, BeginsWithASentenceAboutAUserAndEndsWithTheExitCode) {
  const std::string text = report(broken_result(), 1);
  EXPECT_EQ(text.substr(0, text.find('\n')), "BROKEN  bob.phone consumed m2 twice");
  EXPECT_EQ(last_line(text),
            "1 broken, 1 undecided, 1 holds, 1 vacuous, 2 losses permitted | 1 run, 3,812 events | "
            "exit 1");
}

TEST(TextReport, GivesANamelessWitnessTheNameThatAnotherHas) {
  EXPECT_NE(report(broken_result(), 1).find("alice.phone is told that m2 is sent"),
            std::string::npos);
}

TEST(TextReport, StaysWithinItsWidth) {
  Result result = broken_result();
  TextOptions options;
  for (const std::size_t width : {std::size_t{80}, std::size_t{100}}) {
    options.width = width;
    result.fault_sentences.assign(1,
                                  "partition gateway-1, gateway-2 and gateway-3 from logic-1, "
                                  "logic-2 and the store, both ways, at 3s for 20s");
    std::istringstream lines(text_report(result, options));
    for (std::string line; std::getline(lines, line);) EXPECT_LE(columns_of(line), width) << line;
  }
}

TEST(TextReport, LeavesOutFaultsPastTheTwelfthAndSaysSo) {
  Result result = broken_result();
  result.fault_sentences.assign(1'013, "crash logic-1");
  EXPECT_NE(report(result, 1).find("and 1,001 more (-v tells all)"), std::string::npos);
  EXPECT_EQ(report(result, 1, true).find("more (-v"), std::string::npos);
}

TEST(TextReport, TellsTheStoriesOfThreeLawsAndTheSentencesOfAll) {
  Result result = broken_result();
  const Result::Law broken = result.laws[0];
  result.laws.assign(4, broken);
  result.laws[3].verdict.because = "the fourth is broken too";
  const std::string text = report(result, 1);
  EXPECT_NE(text.find("the fourth is broken too"), std::string::npos);
  std::size_t crashes = 0;
  for (std::size_t at = text.find("logic-1 crashes"); at != std::string::npos;
       at = text.find("logic-1 crashes", at + 1)) {
    ++crashes;
  }
  EXPECT_EQ(crashes, 3u);
}

std::size_t times(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

TEST(TextReport, OfALawThatFollowsFromAnotherSaysSoInsteadOfTheStory) {
  Result result = broken_result();
  Result::Law after = result.laws[0];
  after.name = "converge";
  after.verdict.because = "bob.phone shows another list";
  result.laws.push_back(after);
  const std::string line = "bob.phone consumes m2 (seq 2)";
  const std::size_t once = times(report(broken_result(), 1), line);
  const std::string text = report(result, 1);
  EXPECT_EQ(times(text, line), once);
  EXPECT_NE(text.find("Follows    from exactly-once"), std::string::npos) << text;
  EXPECT_EQ(times(report(result, 1, true), line), 2 * once);
}

TEST(TextReport, SaysOnceWhySeveralLawsAreUndecided) {
  Result result = holding_result();
  Result::Law law = result.laws.front();
  law.verdict.outcome = Outcome::Undecided;
  law.verdict.because = "the run did not settle";
  result.laws.assign(3, law);
  const std::string text = report(result, 2);
  EXPECT_EQ(times(text, "Undecided"), 1U) << text;
  EXPECT_EQ(times(text, "the run did not settle"), 1U) << text;
}

Finding finding_of(const std::string& law, Outcome outcome, std::uint32_t follows) {
  Finding finding;
  finding.invariant = law;
  finding.signature = law + ": accepted";
  finding.headline = outcome == Outcome::Broken ? law + " broke" : "the run did not settle";
  finding.outcome = outcome;
  finding.runs = 1;
  finding.replay = "imstorm run a.toml --draw " + law;
  finding.follows = follows;
  return finding;
}

TEST(TextReport, OfACampaignListsCausesWithWhatFollowsFromThem) {
  Result result = broken_result();
  result.campaign.emplace();
  result.findings = {
      finding_of("seq-monotonic", Outcome::Broken, 0), finding_of("no-loss", Outcome::Undecided, 0),
      finding_of("no-silent-drop", Outcome::Broken, 1), finding_of("converge", Outcome::Broken, 1),
      finding_of("quiescence", Outcome::Undecided, 2)};
  const std::string text = report(result, 1);
  EXPECT_NE(text.find("   1  seq-monotonic broke\n"), std::string::npos) << text;
  EXPECT_NE(text.find("also breaks what follows from that: no-silent-drop, converge\n"),
            std::string::npos)
      << text;
  EXPECT_NE(
      text.find("   2  the run did not settle\n      leaves 2 laws undecided (1 run; first in"),
      std::string::npos)
      << text;
  EXPECT_EQ(times(text, "--draw"), 2U) << text;
}

TEST(TextReport, SaysWhereAnExpectationWasNotMet) {
  Result result = holding_result();
  result.laws[0].expected = "broken";
  result.laws[0].as_expected = false;
  result.expectations_met = false;
  const std::string text = report(result, 1);
  EXPECT_NE(text.find("HOLDS, NOT AS EXPECTED"), std::string::npos);
  EXPECT_NE(text.find("Expected   sender-fifo to be broken, but it holds"), std::string::npos);
}

TEST(TextReport, OfALawThatIsBrokenAsExpectedIsNoAlarm) {
  Result result = broken_result();
  result.laws = {result.laws[0]};
  result.laws[0].expected = "broken";
  result.laws[0].as_expected = true;
  const std::string text = report(result, 0);
  EXPECT_EQ(text.substr(0, text.find("  ")), "BROKEN, AS EXPECTED");
  EXPECT_EQ(last_line(text), "1 broken as expected | 1 run, 3,812 events | exit 0");
  EXPECT_EQ(tone_of(result), Tone::Good);
}

TEST(TextReport, HasWallTimeOnlyWhereItWasMeasured) {
  Result result = holding_result();
  EXPECT_EQ(report(result, 0).find("of yours"), std::string::npos);
  result.wall_ns = 8'210'000;
  EXPECT_NE(report(result, 0).find("(8.21 ms of yours)"), std::string::npos);
}

TEST(TextReport, ShowsRedOnlyForAViolation) {
  TextOptions options;
  options.style = Style::coloured();
  EXPECT_EQ(text_report(holding_result(), options).find("31m"), std::string::npos);
  EXPECT_NE(text_report(broken_result(), options).find("\x1b[1;31mBROKEN"), std::string::npos);
}

TEST(VerdictLine, ShortensMillionsOfEvents) {
  Result result = holding_result();
  result.events = 212'612'345;
  result.runs = 50'000;
  EXPECT_EQ(verdict_line(result, 0), "2 hold | 50,000 runs, 212.6 M events | exit 0");
}

TEST(OneLine, SaysWhatWentWrongAndWithWhichSeed) {
  EXPECT_EQ(one_line(broken_result(), 1, Style::plain()),
            "broken     scenarios/logic-crash.toml, seed 0x1f: bob.phone consumed m2 twice");
  EXPECT_EQ(one_line(holding_result(), 0, Style::plain()),
            "holds      scenarios/first-message.toml, seed 0x1f");
}

}  // namespace
}  // namespace imstorm
