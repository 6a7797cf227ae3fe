#include "model/invariants/seq_gap.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

#include "tests/model/invariants/agreement.h"

namespace imstorm {
namespace {

/// m1, m2, m3 of alice for dm: sent, and those named accepted at their number.
HistoryBuilder accepted(std::initializer_list<std::uint64_t> numbers) {
  HistoryBuilder h;
  h.sent("alice.phone", "dm", "m1").sent("alice.phone", "dm", "m2").sent("alice.phone", "dm", "m3");
  for (const auto n : numbers) h.accepted("m" + std::to_string(n), n);
  return h;
}

TEST(SeqGap, IsBrokenByACursorThatPassesAHole) {
  HistoryBuilder h = accepted({1, 3});
  h.cursor("bob.phone", "dm", 3);
  const Verdict verdict = judge<SeqGap>(h.history());
  EXPECT_EQ(verdict.outcome, Outcome::Broken);
  EXPECT_EQ(verdict.exercised, 1U);
  EXPECT_EQ(verdict.because,
            "bob.phone needs nothing up to number 3 of dm while number 2 is undecided");
  ASSERT_EQ(verdict.witnesses.size(), 1U);
  EXPECT_EQ(verdict.witnesses[0].event, h.last());
}

TEST(SeqGap, IsBrokenByWhatIsHandedOutOrShownPastAHole) {
  HistoryBuilder h = accepted({1, 3});
  h.received("bob.phone", "m3");
  EXPECT_EQ(judge<SeqGap>(h.history()).because,
            "bob.phone was handed number 3 of dm while number 2 is undecided");
  h = accepted({1, 3});
  h.consumed("bob.phone", "m3");
  EXPECT_EQ(judge<SeqGap>(h.history()).because,
            "bob.phone shows number 3 of dm while number 2 is undecided");
}

TEST(SeqGap, HoldsUpToTheHoleAndOnceItIsFilled) {
  HistoryBuilder h = accepted({1, 3});
  h.received("bob.phone", "m1").cursor("bob.phone", "dm", 1).accepted("m2", 2);
  h.received("bob.phone", "m3").cursor("bob.phone", "dm", 3);
  const Verdict verdict = judge<SeqGap>(h.history());
  EXPECT_EQ(verdict.outcome, Outcome::Holds);
  EXPECT_EQ(verdict.exercised, 4U);
}

TEST(SeqGap, IsBrokenByACursorBeyondTheEnd) {
  HistoryBuilder h = accepted({1, 2});
  h.cursor("bob.phone", "dm", 3);
  EXPECT_EQ(judge<SeqGap>(h.history()).outcome, Outcome::Broken);
}

TEST(SeqGap, HoldsForPositionsThatTheDeviceWasToldAreGone) {
  HistoryBuilder h = accepted({1, 3});
  h.gone("bob.phone", "dm", 2).cursor("bob.phone", "dm", 3);
  EXPECT_EQ(judge<SeqGap>(h.history()).outcome, Outcome::Holds);
  h.cursor("carol.phone", "dm", 3);
  EXPECT_EQ(judge<SeqGap>(h.history()).outcome, Outcome::Broken) << "nobody told carol";
}

TEST(SeqGap, ReadsAHistoryThatBeginsInTheMiddle) {
  HistoryBuilder h = accepted({2, 3});
  h.cursor("bob.phone", "dm", 3);
  EXPECT_EQ(judge<SeqGap>(h.history()).outcome, Outcome::Holds);
}

TEST(SeqGap, IsBrokenByAPositionThatIsDecidedBehindAReader) {
  HistoryBuilder h = accepted({2, 3});
  h.cursor("bob.phone", "dm", 3).accepted("m1", 1);
  const Verdict verdict = judge<SeqGap>(h.history());
  EXPECT_EQ(verdict.outcome, Outcome::Broken);
  EXPECT_EQ(verdict.because,
            "bob.phone needs nothing up to number 3 of dm while number 1 is undecided");
  ASSERT_EQ(verdict.witnesses.size(), 2U);
  EXPECT_EQ(verdict.witnesses[1].event, h.last());
}

TEST(SeqGap, HoldsOverAnExplicitHole) {
  HistoryBuilder h = accepted({1});
  h.voided("dm", 2, 2).accepted("m3", 3).cursor("bob.phone", "dm", 3);
  EXPECT_EQ(judge<SeqGap>(h.history()).outcome, Outcome::Holds);
  h = accepted({1, 3});
  h.voided("dm", 1, 1).cursor("bob.phone", "dm", 3);
  EXPECT_EQ(judge<SeqGap>(h.history()).outcome, Outcome::Broken) << "2 is still undecided";
}

TEST(SeqGap, IsBrokenByAMessageInAnExplicitHole) {
  HistoryBuilder h = accepted({1, 3});
  h.voided("dm", 2, 2).accepted("m2", 2);
  const Verdict verdict = judge<SeqGap>(h.history());
  EXPECT_EQ(verdict.outcome, Outcome::Broken);
  EXPECT_EQ(verdict.because, "alice's m2 got number 2 of dm, which had been declared void");
}

TEST(SeqGap, IsVacuousWithoutReaders) {
  HistoryBuilder h = accepted({1, 3});
  h.cursor("bob.phone", "dm", 0);
  EXPECT_EQ(judge<SeqGap>(h.history()).outcome, Outcome::Vacuous);
}

/// Is it broken, as far as the first `upto` events tell? For each reader: everything from the
/// lowest number ever accepted to the one that it reached was accepted before, or was gone for it.
/// And no message stands where there was an explicit hole.
bool broken(const std::vector<Event>& events, std::size_t upto) {
  for (std::size_t r = 0; r < upto; ++r) {
    const Event& reader = events[r];
    for (std::size_t i = 0; reader.kind == EventKind::Accepted && i < r; ++i) {
      const Event& e = events[i];
      if (e.kind == EventKind::Voided && e.conv == reader.conv && Seq{e.value} <= reader.seq &&
          reader.seq <= e.seq) {
        return true;
      }
    }
    if (reader.kind != EventKind::Cursor && reader.kind != EventKind::Received &&
        reader.kind != EventKind::Consumed) {
      continue;
    }
    std::set<Seq> decided;
    Seq lowest{~std::uint64_t{0}};
    Seq gone;
    for (std::size_t i = 0; i < upto; ++i) {
      const Event& e = events[i];
      if (e.conv != reader.conv) continue;
      if (e.kind == EventKind::Accepted) lowest = std::min(lowest, e.seq);
      if (e.kind == EventKind::Accepted && i < r) decided.insert(e.seq);
      if (e.kind == EventKind::Voided && Seq{e.value} <= e.seq) {
        lowest = std::min(lowest, Seq{e.value});
        for (Seq s{e.value}; i < r && s <= e.seq; s = s.next()) decided.insert(s);
      }
      if (e.kind == EventKind::Gone && i < r && e.inst == reader.inst) gone = std::max(gone, e.seq);
    }
    for (Seq s = std::max(lowest, gone.next()); s <= reader.seq; s = s.next()) {
      if (decided.count(s) == 0) return true;
    }
  }
  return false;
}

Expected oracle(const std::vector<Event>& events) {
  Expected expected;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const Event& e = events[i];
    const bool reads = e.kind == EventKind::Cursor || e.kind == EventKind::Received ||
                       e.kind == EventKind::Consumed;
    expected.exercised += reads && e.seq != Seq{} ? 1 : 0;
    const bool decides = e.kind == EventKind::Accepted || e.kind == EventKind::Voided;
    if (!expected.breach && (reads || decides) && broken(events, i + 1)) {
      expected.breach = i;
    }
  }
  return expected;
}

RC_GTEST_PROP(SeqGap, HoldsForGoodHistories, ()) {
  const History history = *good_histories(kEverything);
  RC_ASSERT(!broken(history.events, history.events.size()));
  RC_ASSERT(judge<SeqGap>(history).outcome != Outcome::Broken);
}
RC_GTEST_PROP(SeqGap, AgreesWithTheOracleOnMutatedHistories, ()) {
  agrees<SeqGap>(*rc::gen::scale(0.3, mutated_histories(kEverything, SeqGap().sees())), oracle);
}
RC_GTEST_PROP(SeqGap, AgreesWithTheOracleOnWildHistories, ()) {
  agrees_on_wild_histories<SeqGap>(oracle);
}

}  // namespace
}  // namespace imstorm
