#include "tools/imstorm/finding_order.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace imstorm {
namespace {

Finding finding(const std::string& law, Outcome outcome = Outcome::Broken) {
  Finding found;
  found.invariant = law;
  found.signature = law + ": accepted";
  found.headline = outcome == Outcome::Broken ? law + " broke" : "the run did not settle";
  found.outcome = outcome;
  return found;
}

/// "law" or "law<cause", in order.
std::string told(const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& one : findings) {
    text += text.empty() ? one.invariant : " " + one.invariant;
    if (one.follows != 0) text += "<" + findings[one.follows - 1].invariant;
  }
  return text;
}

Result arranged(std::vector<Finding> findings, const std::vector<std::string>& causes) {
  Result result;
  relate_findings(findings, causes);
  for (const Finding& one : findings) {
    Result::Law law;
    law.name = one.invariant;
    law.verdict.outcome = one.outcome;
    law.verdict.because = "of another run";
    law.as_expected = false;
    result.laws.push_back(law);
  }
  result.findings = std::move(findings);
  arrange_findings(result);
  return result;
}

TEST(FindingOrder, CausesComeFirstAndLawsInTheSameOrder) {
  const Result result = arranged({finding("converge"), finding("no-loss"), finding("cursor-sound")},
                                 {"cursor-sound: accepted", "cursor-sound: accepted", ""});
  EXPECT_EQ(told(result.findings), "cursor-sound converge<cursor-sound no-loss<cursor-sound");
  EXPECT_EQ(result.laws[0].name, "cursor-sound");
  EXPECT_EQ(result.laws[0].verdict.because, "cursor-sound broke");
}

TEST(FindingOrder, NothingFollowsFromWhatFollows) {
  std::vector<Finding> findings = {finding("seq-monotonic"), finding("no-loss"),
                                   finding("no-silent-drop")};
  relate_findings(findings, {"", "seq-monotonic: accepted", "no-loss: accepted"});
  EXPECT_EQ(told(findings), "seq-monotonic no-loss<seq-monotonic no-silent-drop<seq-monotonic");
}

TEST(FindingOrder, NoFindingExplainsItselfByWayOfOthers) {
  std::vector<Finding> findings = {finding("a"), finding("b"), finding("c")};
  relate_findings(findings, {"b: accepted", "c: accepted", "a: accepted"});
  EXPECT_EQ(told(findings), "a<c b<c c");
}

TEST(FindingOrder, ACauseThatIsNoFindingExplainsNothing) {
  std::vector<Finding> findings = {finding("no-loss")};
  relate_findings(findings, {"seq-monotonic: accepted"});
  EXPECT_EQ(told(findings), "no-loss");
}

TEST(FindingOrder, WhatIsUndecidedForOneReasonIsOneFindingAndComesLast) {
  const Result result = arranged({finding("no-loss", Outcome::Undecided),
                                  finding("converge", Outcome::Undecided), finding("no-phantom")},
                                 {"", "", ""});
  EXPECT_EQ(told(result.findings), "no-phantom no-loss converge<no-loss");
}

TEST(FindingOrder, SurprisesComeBeforeWhatWasExpected) {
  Result result = arranged({finding("no-loss"), finding("no-phantom")}, {});
  result.laws[0].as_expected = true;
  arrange_findings(result);
  EXPECT_EQ(told(result.findings), "no-phantom no-loss");
}

}  // namespace
}  // namespace imstorm
