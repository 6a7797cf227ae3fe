#include "model/invariants/ack_safety.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/model/invariants/histories.h"
#include "tests/model/invariants/oracle.h"

namespace imstorm {
namespace {

HistoryBuilder alice_sends() {
  HistoryBuilder tell;
  tell.install("alice.phone").sent("alice.phone", "dm", "m1");
  return tell;
}

TEST(AckSafety, IsBrokenByAnAcknowledgementThatNothingStandsBehind) {
  HistoryBuilder tell = alice_sends();
  tell.acked("m1");
  const Verdict verdict = judge<AckSafety>(tell.history());
  EXPECT_EQ(verdict.outcome, Outcome::Broken);
  EXPECT_EQ(verdict.because,
            "alice.phone was told that m1 is sent, but no server had committed it");
  ASSERT_EQ(verdict.witnesses.size(), 1u);
  EXPECT_EQ(verdict.witnesses[0].position, 2u);
}

TEST(AckSafety, IsBrokenByAnAcknowledgementThatComesTooEarly) {
  HistoryBuilder tell = alice_sends();
  tell.acked("m1").accepted("m1");
  EXPECT_EQ(judge<AckSafety>(tell.history()).outcome, Outcome::Broken);
}

TEST(AckSafety, IsBrokenByTheWrongPosition) {
  HistoryBuilder tell = alice_sends();
  tell.accepted("m1").acked("m1").last().seq = Seq{2};
  EXPECT_EQ(judge<AckSafety>(tell.history()).because,
            "alice.phone was told that m1 is sent at position 2 of dm, but it was committed at "
            "position 1 of dm");
}

TEST(AckSafety, IsBrokenWhenACrashRightAfterLosesTheMessage) {
  HistoryBuilder tell = alice_sends();
  tell.accepted("m1").acked("m1").probed("m1", false);
  EXPECT_EQ(judge<AckSafety>(tell.history()).because,
            "alice.phone was told that m1 is sent; a crash right then loses it");
}

TEST(AckSafety, HoldsForACommittedMessageThatSurvives) {
  HistoryBuilder tell = alice_sends();
  tell.accepted("m1").acked("m1").probed("m1", true);
  const Verdict verdict = judge<AckSafety>(tell.history());
  EXPECT_EQ(verdict.outcome, Outcome::Holds);
  EXPECT_EQ(verdict.exercised, 2u);
}

TEST(AckSafety, HoldsForEitherPositionOfAMessageThatWasCommittedTwice) {
  HistoryBuilder tell = alice_sends();
  tell.accepted("m1").accepted("m1").acked("m1").acked("m1").last().seq = Seq{1};
  EXPECT_EQ(judge<AckSafety>(tell.history()).outcome, Outcome::Holds);
}

TEST(AckSafety, IsVacuousWithoutAnAcknowledgement) {
  HistoryBuilder tell = alice_sends();
  tell.accepted("m1");
  EXPECT_EQ(judge<AckSafety>(tell.history()).outcome, Outcome::Vacuous);
}

bool unsafe(const oracle::Events& events, std::size_t i) {
  const Event& told = events[i];
  if (told.kind == EventKind::Probed) return told.value == 0;
  if (told.kind != EventKind::Acked) return false;
  const oracle::Events before(events.begin(), events.begin() + static_cast<std::ptrdiff_t>(i));
  return !oracle::any(before, [&](const Event& e) {
    return e.kind == EventKind::Accepted && e.cmid == told.cmid && e.conv == told.conv &&
           e.seq == told.seq;
  });
}

void agrees(const History& history) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < history.events.size(); ++i) {
    if (unsafe(history.events, i)) found.push_back(i);
  }
  const Verdict verdict = judge<AckSafety>(history);
  RC_ASSERT((verdict.outcome == Outcome::Broken) == !found.empty());
  if (!found.empty()) RC_ASSERT(verdict.witnesses.front().position == found.front());
}

constexpr Wildlife kAll{true, true, true, true};
constexpr int kPerCase = 8;  // RapidCheck tries 100 cases

RC_GTEST_PROP(AckSafety, HoldsForEveryGoodHistory, ()) {
  RC_ASSERT(judge<AckSafety>(*good_histories(kAll)).outcome != Outcome::Broken);
}
RC_GTEST_PROP(AckSafety, AgreesWithTheOracleOnMutatedHistories, ()) {
  for (int i = 0; i < kPerCase; ++i) agrees(*mutated_histories(kAll));
}
RC_GTEST_PROP(AckSafety, AgreesWithTheOracleOnWildHistories, ()) {
  for (int i = 0; i < kPerCase; ++i) agrees(*wild_histories());
}

}  // namespace
}  // namespace imstorm
