#include "model/invariants/seq_monotonic.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/model/invariants/agreement.h"

namespace imstorm {
namespace {

HistoryBuilder two_sent() {
  HistoryBuilder h;
  return h.sent("alice.phone", "dm", "m1").sent("bob.phone", "dm", "m2");
}

TEST(SeqMonotonic, IsBrokenByANumberThatIsGivenTwice) {
  HistoryBuilder h = two_sent();
  h.accepted("m1", 5).accepted("m2", 5);
  const Verdict verdict = judge<SeqMonotonic>(h.history());
  EXPECT_EQ(verdict.outcome, Outcome::Broken);
  EXPECT_EQ(verdict.exercised, 1U);
  EXPECT_EQ(verdict.because, "bob's m2 got number 5 of dm after alice's m1 had got the same");
  ASSERT_EQ(verdict.witnesses.size(), 2U);
  EXPECT_EQ(verdict.witnesses[0].event, h.events()[2]);
  EXPECT_EQ(verdict.witnesses[1].event, h.events()[3]);
}

TEST(SeqMonotonic, IsBrokenByANumberBelowAnEarlierOne) {
  HistoryBuilder h = two_sent();
  h.accepted("m1", 5).accepted("m2", 4);
  EXPECT_EQ(judge<SeqMonotonic>(h.history()).because,
            "bob's m2 got number 4 of dm after alice's m1 had got 5");
}

TEST(SeqMonotonic, RemembersTheHighestAndNotTheLast) {
  HistoryBuilder h = two_sent();
  h.sent("bob.phone", "dm", "m3").accepted("m1", 5).accepted("m2", 3).accepted("m3", 4);
  EXPECT_EQ(judge<SeqMonotonic>(h.history()).because,
            "bob's m2 got number 3 of dm after alice's m1 had got 5 (and 1 more time)");
}

TEST(SeqMonotonic, HoldsForGrowingNumbersWithHoles) {
  HistoryBuilder h = two_sent();
  h.accepted("m1", 5).accepted("m2", 7);
  EXPECT_EQ(judge<SeqMonotonic>(h.history()).outcome, Outcome::Holds);
}

TEST(SeqMonotonic, ComparesNeitherConversationsNorLineages) {
  HistoryBuilder h = two_sent();
  h.sent("alice.phone", "group", "g").accepted("m1", 5).accepted("m2", 5, 2).accepted("g", 5);
  const Verdict verdict = judge<SeqMonotonic>(h.history());
  EXPECT_EQ(verdict.outcome, Outcome::Vacuous);
}

Expected oracle(const std::vector<Event>& events) {
  Expected expected;
  for (std::size_t late = 0; late < events.size(); ++late) {
    bool has_earlier = false;
    for (std::size_t early = 0; early < late; ++early) {
      const Event& a = events[early];
      const Event& b = events[late];
      if (a.kind != EventKind::Accepted || b.kind != EventKind::Accepted) continue;
      if (a.conv != b.conv || a.lineage != b.lineage) continue;
      has_earlier = true;
      if (a.seq >= b.seq) breach_at(expected, late);
    }
    expected.exercised += has_earlier ? 1 : 0;
  }
  return expected;
}

RC_GTEST_PROP(SeqMonotonic, HoldsForGoodHistories, ()) {
  agrees_on_good_histories<SeqMonotonic>(oracle);
}
RC_GTEST_PROP(SeqMonotonic, AgreesWithTheOracleOnMutatedHistories, ()) {
  agrees_on_mutated_histories<SeqMonotonic>(oracle);
}
RC_GTEST_PROP(SeqMonotonic, AgreesWithTheOracleOnWildHistories, ()) {
  agrees_on_wild_histories<SeqMonotonic>(oracle);
}

}  // namespace
}  // namespace imstorm
