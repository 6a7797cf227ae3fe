#include "model/invariants/cursor_sound.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "tests/model/invariants/agreement.h"
#include "tests/model/invariants/oracle.h"

namespace imstorm {
namespace {

HistoryBuilder three_accepted() {
  HistoryBuilder h;
  h.join("alice", "dm").join("bob", "dm").install("alice.phone").install("bob.phone");
  for (const auto m : {"m1", "m2", "m3"}) h.sent("alice.phone", "dm", m).accepted(m);
  return h;
}

TEST(CursorSound, IsBrokenByACursorOverAMessageThatTheDeviceNeverGot) {
  HistoryBuilder h = three_accepted();
  h.received("bob.phone", "m1").received("bob.phone", "m3").cursor("bob.phone", "dm", 3);
  const Verdict verdict = judge<CursorSound>(h.history());
  EXPECT_EQ(verdict.outcome, Outcome::Broken);
  EXPECT_EQ(verdict.exercised, 1U);
  EXPECT_EQ(verdict.because,
            "bob.phone says that it needs nothing up to number 3 of dm, but it never got number 2");
  ASSERT_EQ(verdict.witnesses.size(), 1U);
  EXPECT_EQ(verdict.witnesses[0].event, h.last());
}

TEST(CursorSound, HoldsWhenTheMessageWasReceivedOrConsumedOrIsGone) {
  HistoryBuilder h = three_accepted();
  h.gone("bob.phone", "dm", 1).received("bob.phone", "m2").consumed("bob.phone", "m3");
  h.cursor("bob.phone", "dm", 3);
  const Verdict verdict = judge<CursorSound>(h.history());
  EXPECT_EQ(verdict.outcome, Outcome::Holds);
  EXPECT_EQ(verdict.exercised, 1U);
}

TEST(CursorSound, IsBrokenByACursorOverWhatALostCacheTookAlong) {
  HistoryBuilder h = three_accepted();
  h.received("bob.phone", "m1").consumed("bob.phone", "m1").received("bob.phone", "m2");
  h.cursor("bob.phone", "dm", 2).forget("bob.phone");
  h.cursor("bob.phone", "dm", 1);
  EXPECT_EQ(judge<CursorSound>(h.history()).outcome, Outcome::Holds) << "the app has shown m1";
  h.cursor("bob.phone", "dm", 2);
  EXPECT_EQ(judge<CursorSound>(h.history()).because,
            "bob.phone says that it needs nothing up to number 2 of dm, but it never got number 2");
  h.last().kind = EventKind::Received;
  h.cursor("bob.phone", "dm", 2);
  EXPECT_EQ(judge<CursorSound>(h.history()).outcome, Outcome::Holds) << "it was pulled again";
}

TEST(CursorSound, IsNotSatisfiedByWhatAnotherDeviceHolds) {
  HistoryBuilder h = three_accepted();
  h.received("alice.phone", "m1").cursor("bob.phone", "dm", 1);
  EXPECT_EQ(judge<CursorSound>(h.history()).outcome, Outcome::Broken);
}

TEST(CursorSound, IsBrokenByANewInstallationThatTrustsTheOldCursor) {
  HistoryBuilder h = three_accepted();
  h.received("bob.phone", "m1").cursor("bob.phone", "dm", 1);
  h.wipe("bob.phone").install("bob.phone").cursor("bob.phone", "dm", 1);
  EXPECT_EQ(judge<CursorSound>(h.history()).outcome, Outcome::Broken);
}

TEST(CursorSound, SkipsWhatTheUserMayNotSee) {
  HistoryBuilder h = three_accepted();
  h.join("carol", "dm", 2).install("carol.phone");
  h.received("carol.phone", "m3").cursor("carol.phone", "dm", 3);
  h.leave("bob", "dm", 1).received("bob.phone", "m1").cursor("bob.phone", "dm", 3);
  EXPECT_EQ(judge<CursorSound>(h.history()).outcome, Outcome::Holds);
  h.install("bob.laptop").cursor("bob.laptop", "dm", 3);
  EXPECT_EQ(judge<CursorSound>(h.history()).outcome, Outcome::Broken) << "he may see number 1";
}

TEST(CursorSound, LooksOnlyAtWhatTheCursorNewlyPasses) {
  HistoryBuilder h = three_accepted();
  h.cursor("bob.phone", "dm", 1).received("bob.phone", "m2").cursor("bob.phone", "dm", 2);
  h.cursor("bob.phone", "dm", 1).cursor("bob.phone", "dm", 2);
  const Verdict verdict = judge<CursorSound>(h.history());
  EXPECT_EQ(verdict.exercised, 2U);
  EXPECT_EQ(verdict.because,
            "bob.phone says that it needs nothing up to number 1 of dm, but it never got number 1");
}

TEST(CursorSound, LeavesPositionsThatAreNotDecidedToSeqGap) {
  HistoryBuilder h = three_accepted();
  for (const auto m : {"m1", "m2", "m3"}) h.received("bob.phone", m);
  h.cursor("bob.phone", "dm", 1'000'000'000'000);
  EXPECT_EQ(judge<CursorSound>(h.history()).outcome, Outcome::Holds);
}

TEST(CursorSound, CostsNothingForNumbersThatWereNeverGiven) {
  HistoryBuilder h = three_accepted();
  h.sent("alice.phone", "dm", "far").accepted("far", 1'000'000'000'000);
  for (const auto m : {"m1", "m2", "m3"}) h.received("bob.phone", m);
  h.cursor("bob.phone", "dm", 1'000'000'000'000);
  EXPECT_EQ(
      judge<CursorSound>(h.history()).because,
      "bob.phone says that it needs nothing up to number 1000000000000 of dm, but it never got "
      "number 1000000000000");
}

TEST(CursorSound, IsVacuousWhenNobodySaysWhoseDeviceItIs) {
  HistoryBuilder h;
  h.join("bob", "dm").sent("alice.phone", "dm", "m1").accepted("m1").cursor("bob.phone", "dm", 1);
  EXPECT_EQ(judge<CursorSound>(h.history()).outcome, Outcome::Vacuous);
}

/// For each cursor that is the device's highest: all that was accepted at or below it, that the
/// user may see, was received, consumed or gone before, unless an earlier cursor covered it.
Expected oracle(const std::vector<Event>& events) {
  Expected expected;
  for (std::size_t c = 0; c < events.size(); ++c) {
    const Event& cursor = events[c];
    if (cursor.kind != EventKind::Cursor) continue;
    UserId user;
    Seq before;
    std::size_t forgot = 0;  // what was there before this is lost, unless the app had taken it
    for (std::size_t i = 0; i < c; ++i) {
      const Event& e = events[i];
      if (e.inst != cursor.inst) continue;
      if (e.kind == EventKind::Installed) user = e.user;
      if (e.kind == EventKind::Forgot) forgot = i;
    }
    for (std::size_t i = forgot; i < c; ++i) {
      const Event& e = events[i];
      const bool counts = oracle::any(
          {events.begin(), events.begin() + static_cast<std::ptrdiff_t>(i)},
          [&](const Event& f) { return f.kind == EventKind::Installed && f.inst == cursor.inst; });
      if (e.kind == EventKind::Cursor && e.inst == cursor.inst && e.conv == cursor.conv && counts) {
        before = std::max(before, e.seq);
      }
    }
    if (!user || cursor.seq <= before) continue;
    ++expected.exercised;
    for (std::size_t a = 0; a < c; ++a) {
      const Event& accepted = events[a];
      if (accepted.kind != EventKind::Accepted || accepted.conv != cursor.conv) continue;
      if (accepted.seq <= before || accepted.seq > cursor.seq) continue;
      if (!oracle::sees(events, c, user, cursor.conv, accepted.seq)) continue;
      bool covered = false;
      for (std::size_t i = 0; i < c; ++i) {
        const Event& e = events[i];
        if (e.inst != cursor.inst || e.conv != cursor.conv) continue;
        covered = covered || (e.kind == EventKind::Gone && e.seq >= accepted.seq);
        const bool kept = e.kind == EventKind::Received && i >= forgot;
        covered = covered || ((kept || e.kind == EventKind::Consumed) && e.seq == accepted.seq);
      }
      if (!covered) breach_at(expected, c);
    }
  }
  return expected;
}

RC_GTEST_PROP(CursorSound, HoldsForGoodHistories, ()) {
  agrees_on_good_histories<CursorSound>(oracle);
}
RC_GTEST_PROP(CursorSound, AgreesWithTheOracleOnMutatedHistories, ()) {
  agrees_on_mutated_histories<CursorSound>(oracle);
}
RC_GTEST_PROP(CursorSound, AgreesWithTheOracleOnWildHistories, ()) {
  agrees_on_wild_histories<CursorSound>(oracle);
}

}  // namespace
}  // namespace imstorm
