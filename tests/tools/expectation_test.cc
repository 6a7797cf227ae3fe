#include "tools/imstorm/expectation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "tests/tools/command.h"

namespace imstorm {
namespace {

using Laws = std::vector<std::pair<std::string, std::string>>;

Result with_laws(const std::vector<Outcome>& outcomes) {
  Result result;
  result.outcome = Outcome::Holds;
  const char* names[] = {"a", "b", "c"};
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    Result::Law law;
    law.name = names[i];
    law.verdict.outcome = outcomes[i];
    law.verdict.because = "bob saw it";
    result.laws.push_back(law);
    result.outcome = std::max(result.outcome, outcomes[i]);
  }
  return result;
}

Result compared(const std::vector<Outcome>& outcomes, const Laws& laws = {},
                const std::string& verdict = "") {
  Result result = with_laws(outcomes);
  compare(result, Expect{laws, verdict, {}});
  return result;
}

/// So many runs that have not the scenario's own seed.
Result other_runs(const std::vector<Outcome>& outcomes, const Expect& expect,
                  std::uint64_t runs = 100) {
  Result result = with_laws(outcomes);
  result.runs = runs;
  compare_other_runs(result, expect);
  return result;
}

ExitCode code(const Result& result) { return exit_code_of(result, false); }

TEST(Expectation, WithoutOneEveryLawMustHold) {
  EXPECT_EQ(code(compared({Outcome::Holds, Outcome::Holds})), ExitCode::Holds);
  EXPECT_EQ(code(compared({Outcome::Holds, Outcome::Broken})), ExitCode::Broken);
  EXPECT_EQ(code(compared({Outcome::Undecided, Outcome::Holds})), ExitCode::Undecided);
  EXPECT_EQ(code(compared({Outcome::Undecided, Outcome::Broken})), ExitCode::Broken);
}

TEST(Expectation, OfVacuityIsByFlagOrByName) {
  const Result result = compared({Outcome::Holds, Outcome::Vacuous});
  EXPECT_EQ(exit_code_of(result, false), ExitCode::Undecided);
  EXPECT_EQ(exit_code_of(result, true), ExitCode::Holds);
  EXPECT_EQ(code(compared({Outcome::Holds, Outcome::Vacuous}, {{"b", "vacuous"}})),
            ExitCode::Holds);
  EXPECT_EQ(code(compared({Outcome::Holds, Outcome::Vacuous}, {{"b", "vacuous"}}, "holds")),
            ExitCode::Holds);
  EXPECT_EQ(code(compared({Outcome::Holds, Outcome::Vacuous}, {}, "vacuous")), ExitCode::Holds);
}

TEST(Expectation, OfALawThatWasNotCheckedIsNotMet) {
  const Result result = compared({Outcome::Holds}, {{"signal-fifo", "holds"}});
  EXPECT_EQ(code(result), ExitCode::Broken);
  EXPECT_FALSE(result.expectations_met);
  EXPECT_EQ(result.headline,
            "[expect] names signal-fifo, which speaks of nothing that is in this scenario");
}

TEST(Expectation, IsMetByALawThatIsBrokenAsItSays) {
  const Result result = compared({Outcome::Holds, Outcome::Broken}, {{"b", "broken"}});
  EXPECT_EQ(code(result), ExitCode::Holds);
  EXPECT_TRUE(result.expectations_met);
  EXPECT_EQ(code(compared({Outcome::Holds, Outcome::Broken}, {{"b", "broken"}}, "broken")),
            ExitCode::Holds);
  EXPECT_EQ(code(compared({Outcome::Holds, Outcome::Broken}, {}, "broken")), ExitCode::Holds);
}

TEST(Expectation, OfOneBrokenLawDoesNotExcuseAnother) {
  EXPECT_EQ(code(compared({Outcome::Broken, Outcome::Broken}, {{"b", "broken"}})),
            ExitCode::Broken);
  EXPECT_EQ(code(compared({Outcome::Broken, Outcome::Broken}, {{"b", "broken"}}, "broken")),
            ExitCode::Broken);
  EXPECT_EQ(code(compared({Outcome::Undecided, Outcome::Broken}, {{"b", "broken"}})),
            ExitCode::Undecided);
}

TEST(Expectation, IsMissedByALawThatHoldsInstead) {
  const Result result = compared({Outcome::Holds, Outcome::Holds}, {{"b", "broken"}});
  EXPECT_EQ(code(result), ExitCode::Broken);
  EXPECT_FALSE(result.expectations_met);
  EXPECT_EQ(result.headline, "b was expected to be broken, but it holds");
  EXPECT_EQ(code(compared({Outcome::Holds, Outcome::Holds}, {}, "broken")), ExitCode::Broken);
}

TEST(Expectation, OfABreachIsNotMetByVacuity) {
  const Result result = compared({Outcome::Holds, Outcome::Vacuous}, {{"b", "broken"}});
  EXPECT_EQ(exit_code_of(result, true), ExitCode::Broken);
  // Nor is one of doubt; that a law holds is what --allow-vacuous takes on trust.
  EXPECT_EQ(exit_code_of(compared({Outcome::Vacuous}, {{"a", "undecided"}}), true),
            ExitCode::Broken);
  EXPECT_EQ(exit_code_of(compared({Outcome::Vacuous}, {{"a", "holds"}}), true), ExitCode::Holds);
  EXPECT_EQ(exit_code_of(compared({Outcome::Vacuous}, {{"a", "holds"}}), false),
            ExitCode::Undecided);
}

TEST(Expectation, OfTheWholeIsComparedThoughEachLawIsAsExpected) {
  EXPECT_EQ(code(compared({Outcome::Holds, Outcome::Broken}, {{"b", "broken"}}, "holds")),
            ExitCode::Broken);
  EXPECT_EQ(code(compared({Outcome::Holds, Outcome::Undecided}, {{"b", "undecided"}}, "holds")),
            ExitCode::Broken);
  EXPECT_EQ(code(compared({Outcome::Broken, Outcome::Vacuous}, {{"b", "vacuous"}}, "holds")),
            ExitCode::Broken);
}

TEST(Expectation, SaysWhatOtherRunsMayBreak) {
  const Expect expect{{{"a", "broken"}, {"b", "holds"}}, "broken", {"b"}};
  EXPECT_EQ(code(other_runs({Outcome::Broken, Outcome::Holds, Outcome::Holds}, expect)),
            ExitCode::Holds);
  EXPECT_EQ(code(other_runs({Outcome::Broken, Outcome::Broken, Outcome::Holds}, expect)),
            ExitCode::Holds);
  EXPECT_EQ(code(other_runs({Outcome::Holds, Outcome::Holds, Outcome::Holds}, expect)),
            ExitCode::Holds);
  EXPECT_TRUE(other_runs({Outcome::Holds, Outcome::Broken}, expect).expectations_met);
}

TEST(Expectation, OfWhatMayBreakHidesNoOtherLaw) {
  const Expect expect{{{"a", "broken"}}, "broken", {"b"}};
  EXPECT_EQ(code(other_runs({Outcome::Holds, Outcome::Holds, Outcome::Broken}, expect)),
            ExitCode::Broken);
  EXPECT_EQ(code(other_runs({Outcome::Broken, Outcome::Broken, Outcome::Broken}, expect)),
            ExitCode::Broken);
  EXPECT_EQ(code(other_runs({Outcome::Broken, Outcome::Undecided, Outcome::Holds}, expect)),
            ExitCode::Undecided);
  const Expect nothing{{}, "holds", {}};
  EXPECT_EQ(code(other_runs({Outcome::Broken}, nothing)), ExitCode::Broken);
  // With its own seed the author knows what comes out.
  Result own = with_laws({Outcome::Broken, Outcome::Broken});
  compare(own, expect);
  EXPECT_EQ(code(own), ExitCode::Broken);
  const Expect any_of{{}, "broken", {"b"}};
  Result named = with_laws({Outcome::Holds, Outcome::Broken});
  compare(named, any_of);
  EXPECT_EQ(code(named), ExitCode::Holds);
  Result other = with_laws({Outcome::Broken, Outcome::Holds});
  compare(other, any_of);
  EXPECT_EQ(code(other), ExitCode::Broken);
}

TEST(Expectation, OfABreachThatManyRunsDoNotShowIsNotMet) {
  const Expect expect{{}, "broken", {"a"}};
  const Result shown = other_runs({Outcome::Broken, Outcome::Holds}, expect, kRunsThatShow);
  EXPECT_EQ(code(shown), ExitCode::Holds);
  const Result never = other_runs({Outcome::Holds, Outcome::Holds}, expect, kRunsThatShow);
  EXPECT_EQ(code(never), ExitCode::Broken);
  EXPECT_EQ(never.headline,
            "[expect] says that this design is broken, but 1,000 runs broke no law");
  EXPECT_EQ(code(other_runs({Outcome::Holds, Outcome::Holds}, expect, kRunsThatShow - 1)),
            ExitCode::Holds);
}

TEST(Expectation, PutsTheSurpriseInTheHeadline) {
  Result result = compared({Outcome::Broken, Outcome::Broken}, {{"a", "broken"}});
  EXPECT_EQ(result.headline, "bob saw it");
  result = compared({Outcome::Holds, Outcome::Vacuous});
  EXPECT_EQ(result.headline, "nothing in this run could have broken b");
  EXPECT_EQ(compared({Outcome::Holds}).headline, "");
}

/// It speaks of the design in the file, not of another one.
TEST(Expectation, DoesNotSpeakOfAnotherDesign) {
  const std::string literal = shipped("profiles/article-literal");
  const Ran cured = ran({"run", literal, "--set", "ack.carry=piggyback-delayed"});
  EXPECT_EQ(cured.code, ExitCode::Holds) << cured.out;
  EXPECT_EQ(cured.out.substr(0, 7), "HOLDS  ");
  EXPECT_EQ(cured.err, literal +
                           ": note: its [expect] does not speak of "
                           "ack.carry=piggyback-delayed: every law must hold\n");
  const Ran broken = ran({"run", literal, "--set", "pull.limit=7"});
  EXPECT_EQ(broken.code, ExitCode::Broken);
  EXPECT_EQ(broken.out.substr(0, 8), "BROKEN  ");
  Environment environment;
  environment.settings = {{"IMSTORM_ACK_CARRY", "piggyback-delayed"}};
  EXPECT_EQ(ran({"run", literal}, environment).code, ExitCode::Holds);
}

TEST(Expectation, SpeaksOfTheSameDesignWithAnotherSeedOrNetwork) {
  const Ran same = ran({"run", shipped("profiles/article-literal"), "--seed", "5", "--set",
                        "link.edge.latency=40ms", "--set", "notify.repeat=once"});
  EXPECT_EQ(same.code, ExitCode::Holds) << same.out;
  EXPECT_EQ(same.err, "");
}

TEST(Expectation, OfABreachIsOfItsOwnSeed) {
  for (const char* const name : {"profiles/redis-failover", "profiles/segment-seq"}) {
    const Ran other = ran({"run", shipped(name), "--seed", "5"});
    EXPECT_EQ(other.code, ExitCode::Holds) << name << other.out;
    EXPECT_NE(other.out.find("15 hold"), std::string::npos) << other.out;
    EXPECT_EQ(ran({"run", shipped(name), "--set", "seed=5"}).code, ExitCode::Holds) << name;
  }
}

TEST(Expectation, OfAComparisonIsThatOfEachDesign) {
  const Ran cured = ran(
      {"compare", shipped("profiles/article-literal"), "--with", "ack.carry=piggyback-delayed"});
  EXPECT_EQ(cured.code, ExitCode::Holds) << cured.out;
  EXPECT_EQ(ran({"compare", shipped("profiles/article-literal"), "--with", "pull.limit=7"}).code,
            ExitCode::Broken);
}

}  // namespace
}  // namespace imstorm
