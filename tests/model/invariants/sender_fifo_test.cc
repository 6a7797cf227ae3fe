#include "model/invariants/sender_fifo.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/model/invariants/agreement.h"

namespace imstorm {
namespace {

HistoryBuilder two_sent() {
  HistoryBuilder h;
  h.sent("alice.phone", "dm", "m1").sent("alice.phone", "dm", "m2");
  return h.accepted("m1").accepted("m2");
}

TEST(SenderFifo, IsBrokenByTheSmallestSwap) {
  HistoryBuilder h = two_sent();
  h.consumed("bob.phone", "m2").consumed("bob.phone", "m1");
  const Verdict verdict = judge<SenderFifo>(h.history());
  EXPECT_EQ(verdict.outcome, Outcome::Broken);
  EXPECT_EQ(verdict.exercised, 1U);
  EXPECT_EQ(verdict.because, "bob.phone shows m2 before m1, though alice.phone sent m1 first");
  ASSERT_EQ(verdict.witnesses.size(), 2U);
  EXPECT_EQ(verdict.witnesses[0].position, 4U);
  EXPECT_EQ(verdict.witnesses[0].event, h.events()[4]);
  EXPECT_EQ(verdict.witnesses[1].event, h.events()[5]);
}

TEST(SenderFifo, CountsTheSwapsAfterTheFirst) {
  HistoryBuilder h = two_sent();
  h.consumed("bob.phone", "m2").consumed("bob.phone", "m1");
  h.consumed("bob.laptop", "m2").consumed("bob.laptop", "m1");
  EXPECT_EQ(judge<SenderFifo>(h.history()).because,
            "bob.phone shows m2 before m1, though alice.phone sent m1 first (and 1 more time)");
  h.consumed("bob.tablet", "m2").consumed("bob.tablet", "m1");
  EXPECT_EQ(judge<SenderFifo>(h.history()).because,
            "bob.phone shows m2 before m1, though alice.phone sent m1 first (and 2 more times)");
}

TEST(SenderFifo, HoldsForTheOrderOfSending) {
  HistoryBuilder h = two_sent();
  h.consumed("bob.phone", "m1").consumed("bob.phone", "m2");
  const Verdict verdict = judge<SenderFifo>(h.history());
  EXPECT_EQ(verdict.outcome, Outcome::Holds);
  EXPECT_EQ(verdict.exercised, 1U);
}

TEST(SenderFifo, HoldsWhenAMessageIsMissing) {
  HistoryBuilder h = two_sent();
  h.sent("alice.phone", "dm", "m3").accepted("m3");
  h.consumed("bob.phone", "m1").consumed("bob.phone", "m3");
  EXPECT_EQ(judge<SenderFifo>(h.history()).outcome, Outcome::Holds);
}

TEST(SenderFifo, IsBrokenWhenAMissingMessageComesLate) {
  HistoryBuilder h = two_sent();
  h.sent("alice.phone", "dm", "m3").accepted("m3");
  h.consumed("bob.phone", "m1").consumed("bob.phone", "m3").consumed("bob.phone", "m2");
  EXPECT_EQ(judge<SenderFifo>(h.history()).outcome, Outcome::Broken);
}

TEST(SenderFifo, LeavesRepetitionsToExactlyOnce) {
  HistoryBuilder h = two_sent();
  h.consumed("bob.phone", "m1").consumed("bob.phone", "m2").consumed("bob.phone", "m1");
  const Verdict verdict = judge<SenderFifo>(h.history());
  EXPECT_EQ(verdict.outcome, Outcome::Holds);
  EXPECT_EQ(verdict.exercised, 1U);
}

TEST(SenderFifo, LeavesMessagesThatNobodySentToNoPhantom) {
  HistoryBuilder h = two_sent();
  h.consumed("bob.phone", "m2");
  h.consumed("bob.phone", "ghost");
  h.last().conv = h.conv("dm");
  h.last().cmid = Cmid{h.inst("alice.phone"), 0};
  EXPECT_EQ(judge<SenderFifo>(h.history()).outcome, Outcome::Vacuous);
}

TEST(SenderFifo, ComparesNeitherSendersNorConversationsNorDevices) {
  HistoryBuilder h = two_sent();
  h.sent("alice.laptop", "dm", "l1")
      .accepted("l1")
      .sent("alice.phone", "group", "g1")
      .accepted("g1");
  h.consumed("bob.phone", "l1").consumed("bob.phone", "g1").consumed("bob.phone", "m2");
  h.consumed("bob.laptop", "m1");
  const Verdict verdict = judge<SenderFifo>(h.history());
  EXPECT_EQ(verdict.outcome, Outcome::Vacuous);
  EXPECT_EQ(verdict.exercised, 0U);
}

TEST(SenderFifo, GoesByTheCallsToSendAndNotByTheirNumbers) {
  HistoryBuilder h;
  h.sent("alice.phone", "dm", "m1");
  h.message("m1").cmid.n = 9;
  h.last().cmid.n = 9;
  h.sent("alice.phone", "dm", "m2").accepted("m1").accepted("m2");
  h.consumed("bob.phone", "m1").consumed("bob.phone", "m2");
  EXPECT_EQ(judge<SenderFifo>(h.history()).outcome, Outcome::Holds);
}

/// Every two first consumptions by one device of messages by one sender in one conversation.
Expected oracle(const std::vector<Event>& events) {
  const auto sent_at = [&](const Event& consumed,
                           std::size_t before) -> std::optional<std::size_t> {
    for (std::size_t i = 0; i < before; ++i) {
      if (events[i].kind != EventKind::Sent || events[i].cmid != consumed.cmid) continue;
      if (events[i].conv != consumed.conv) return std::nullopt;
      return i;
    }
    return std::nullopt;
  };
  Expected expected;
  for (std::size_t late = 0; late < events.size(); ++late) {
    const Event& e = events[late];
    const auto sent = e.kind == EventKind::Consumed ? sent_at(e, late) : std::nullopt;
    if (!sent) continue;
    bool repeated = false;
    bool exercised = false;
    bool swapped = false;
    for (std::size_t early = 0; early < late; ++early) {
      const Event& f = events[early];
      if (f.kind != EventKind::Consumed || f.inst != e.inst || f.conv != e.conv) continue;
      if (f.cmid.inst != e.cmid.inst) continue;
      const auto other = sent_at(f, early);
      if (!other) continue;
      repeated = repeated || *other == *sent;
      exercised = true;
      swapped = swapped || *other > *sent;
    }
    if (exercised && !repeated) ++expected.exercised;
    if (swapped && !repeated) breach_at(expected, late);
  }
  return expected;
}

RC_GTEST_PROP(SenderFifo, HoldsForGoodHistories, ()) {
  agrees_on_good_histories<SenderFifo>(oracle);
}
RC_GTEST_PROP(SenderFifo, AgreesWithTheOracleOnMutatedHistories, ()) {
  agrees_on_mutated_histories<SenderFifo>(oracle);
}
RC_GTEST_PROP(SenderFifo, AgreesWithTheOracleOnWildHistories, ()) {
  agrees_on_wild_histories<SenderFifo>(oracle);
}

}  // namespace
}  // namespace imstorm
