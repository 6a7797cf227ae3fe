#include "model/invariants/signal_fifo.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/model/invariants/signal_histories.h"

namespace imstorm {
namespace {

HistoryBuilder two_given() {
  HistoryBuilder h;
  h.signalled("alice.phone", "bob", "ring").signalled("alice.phone", "bob", "hang-up");
  return h;
}

TEST(SignalFifo, IsBrokenByTheSmallestSwap) {
  HistoryBuilder h = two_given();
  h.shown("bob.phone", "hang-up").shown("bob.phone", "ring");
  const Verdict verdict = judge<SignalFifo>(h.history());
  EXPECT_EQ(verdict.outcome, Outcome::Broken);
  EXPECT_EQ(verdict.exercised, 1U);
  EXPECT_EQ(verdict.because,
            "bob.phone is shown hang-up before ring, though alice.phone signalled ring first");
  ASSERT_EQ(verdict.witnesses.size(), 2U);
  EXPECT_EQ(verdict.witnesses[0].position, 2U);
  EXPECT_EQ(verdict.witnesses[1].position, 3U);
}

TEST(SignalFifo, IsBrokenByARepetition) {
  HistoryBuilder h = two_given();
  h.shown("bob.phone", "ring").shown("bob.phone", "ring");
  EXPECT_EQ(judge<SignalFifo>(h.history()).because, "bob.phone is shown ring twice");
}

TEST(SignalFifo, HoldsWhereSignalsAreMissing) {
  HistoryBuilder h = two_given();
  h.signalled("alice.phone", "bob", "ring-again");
  h.shown("bob.phone", "ring").shown("bob.phone", "ring-again");
  const Verdict verdict = judge<SignalFifo>(h.history());
  EXPECT_EQ(verdict.outcome, Outcome::Holds);
  EXPECT_EQ(verdict.exercised, 1U);
}

TEST(SignalFifo, ComparesNeitherSendersNorDevicesNorGroups) {
  HistoryBuilder h = two_given();
  h.signalled("carol.phone", "bob", "knock").signalled("alice.phone", "#team", "hello");
  h.shown("bob.phone", "hello").shown("bob.phone", "knock").shown("bob.phone", "hang-up");
  h.shown("bob.laptop", "ring");
  EXPECT_EQ(judge<SignalFifo>(h.history()).outcome, Outcome::Vacuous);
}

TEST(SignalFifo, BeginsAnewWithAnAppThatIsStartedAgain) {
  HistoryBuilder h = two_given();
  h.shown("bob.phone", "hang-up").crashed("bob.phone").restarted("bob.phone");
  h.shown("bob.phone", "ring");
  EXPECT_EQ(judge<SignalFifo>(h.history()).outcome, Outcome::Vacuous);
}

TEST(SignalFifo, IsBrokenByASignalThatIsForOthers) {
  HistoryBuilder h = two_given();
  h.shown("carol.phone", "ring");
  EXPECT_EQ(judge<SignalFifo>(h.history()).because,
            "carol.phone is shown ring, which nobody signalled to it");
}

TEST(SignalFifo, IsBrokenByAGroupsSignalToOneWhoLeftItLongAgo) {
  HistoryBuilder h;
  h.join("alice", "team").join("bob", "team").leave("bob", "team", 3);
  h.wait(1'000).signalled("alice.phone", "#team", "soon").shown("bob.phone", "soon");
  EXPECT_EQ(judge<SignalFifo>(h.history()).outcome, Outcome::Vacuous) << "not heard of yet";
  h.wait(1'000).signalled("alice.phone", "#team", "later").shown("bob.phone", "later");
  EXPECT_EQ(judge<SignalFifo>(h.history()).because, "bob.phone is shown later, and is not in team");
  HistoryBuilder back;
  back.join("alice", "team").join("bob", "team").leave("bob", "team", 3);
  back.wait(2'000).signalled("alice.phone", "#team", "again").join("bob", "team", 4);
  back.shown("bob.phone", "again");
  EXPECT_EQ(judge<SignalFifo>(back.history()).outcome, Outcome::Vacuous);
}

TEST(SignalFifo, IsBrokenByAGroupsSignalToOneWhoIsNotInItYet) {
  HistoryBuilder h;
  h.join("alice", "team").signalled("alice.phone", "#team", "psst").shown("bob.phone", "psst");
  EXPECT_EQ(judge<SignalFifo>(h.history()).because, "bob.phone is shown psst, and is not in team");
}

TEST(SignalFifo, IsBrokenByASignalOfOneWhoIsNotInTheGroup) {
  HistoryBuilder h;
  h.join("alice", "team").join("bob", "team").leave("bob", "team", 3).wait(2'000);
  h.signalled("bob.phone", "#team", "boo").shown("alice.phone", "boo");
  EXPECT_EQ(judge<SignalFifo>(h.history()).because,
            "alice.phone is shown boo of bob.phone, who is not in team");
}

/// Every two signals of one sender on one line that one app is shown without a crash in between.
Expected oracle(const std::vector<Event>& events) {
  const auto given_at = [&](const Event& shown, std::size_t before) -> std::optional<std::size_t> {
    for (std::size_t i = 0; i < before; ++i) {
      const Event& e = events[i];
      if (e.kind != EventKind::Signalled || e.body != shown.body) continue;
      if (e.conv != shown.conv) return std::nullopt;
      if (!e.conv) return e.peer == shown.user ? std::optional(i) : std::nullopt;
      const bool outside = seat_of(events, before, e.conv, e.user, e.at) == Seat::Out ||
                           seat_of(events, before, e.conv, shown.user, e.at) == Seat::Out;
      return outside ? std::nullopt : std::optional(i);
    }
    return std::nullopt;
  };
  Expected expected;
  for (std::size_t late = 0; late < events.size(); ++late) {
    const Event& e = events[late];
    if (e.kind != EventKind::SignalReceived) continue;
    const auto given = given_at(e, late);
    if (!given) {
      ++expected.exercised;
      breach_at(expected, late);
      continue;
    }
    bool exercised = false;
    for (std::size_t early = late; early-- > 0;) {
      const Event& f = events[early];
      if (f.kind == EventKind::Crashed && f.device == e.device) break;
      if (f.kind != EventKind::SignalReceived || f.device != e.device || f.conv != e.conv) continue;
      const auto other = given_at(f, early);
      if (!other || events[*other].inst != events[*given].inst) continue;
      exercised = true;
      if (*other >= *given) breach_at(expected, late);
    }
    if (exercised) ++expected.exercised;
  }
  return expected;
}

RC_GTEST_PROP(SignalFifo, HoldsForGoodHistories, ()) { agrees_on_good_signals<SignalFifo>(oracle); }
RC_GTEST_PROP(SignalFifo, AgreesWithTheOracleOnMutatedHistories, ()) {
  agrees_on_mutated_signals<SignalFifo>(oracle);
}
RC_GTEST_PROP(SignalFifo, AgreesWithTheOracleOnWildHistories, ()) {
  agrees_on_wild_signals<SignalFifo>(oracle);
}

}  // namespace
}  // namespace imstorm
