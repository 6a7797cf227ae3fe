#include "model/invariants/no_silent_drop.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "tests/model/invariants/histories.h"
#include "tests/model/invariants/oracle.h"

namespace imstorm {
namespace {

HistoryBuilder alice_sends() {
  HistoryBuilder tell;
  tell.install("alice.phone").install("bob.phone").sent("alice.phone", "dm", "m1");
  return tell;
}

TEST(NoSilentDrop, IsBrokenByAMessageThatEndsAsNothing) {
  const HistoryBuilder tell = alice_sends();
  const Verdict verdict = judge<NoSilentDrop>(tell.history());
  EXPECT_EQ(verdict.outcome, Outcome::Broken);
  EXPECT_EQ(verdict.because,
            "alice.phone sent m1 to dm, was never told what became of it, and nobody ever got it");
  EXPECT_EQ(verdict.exercised, 1u);
  ASSERT_EQ(verdict.witnesses.size(), 1u);
  EXPECT_EQ(verdict.witnesses[0].position, 2u);
  EXPECT_EQ(verdict.witnesses[0].event, tell.events()[2]);
}

TEST(NoSilentDrop, IsBrokenByAMessageThatIsAcknowledgedAndThenForgotten) {
  HistoryBuilder tell = alice_sends();
  tell.accepted("m1").acked("m1");
  EXPECT_EQ(judge<NoSilentDrop>(tell.history()).because,
            "alice.phone sent m1 to dm, was told that it is sent, and nobody ever got it");
}

TEST(NoSilentDrop, TellsTheEarliestAndHowManyMore) {
  HistoryBuilder tell = alice_sends();
  tell.sent("bob.phone", "dm", "m2").sent("alice.phone", "dm", "m3").rejected("m1");
  const Verdict verdict = judge<NoSilentDrop>(tell.history());
  EXPECT_EQ(
      verdict.because,
      "bob.phone sent m2 to dm, was never told what became of it, and nobody ever got it (and 1 "
      "more time)");
  EXPECT_EQ(verdict.witnesses.at(0).position, 3u);
}

TEST(NoSilentDrop, HoldsForARejectedMessage) {
  HistoryBuilder tell = alice_sends();
  tell.rejected("m1");
  EXPECT_EQ(judge<NoSilentDrop>(tell.history()).outcome, Outcome::Holds);
}

TEST(NoSilentDrop, IsBrokenByAMessageThatIsShownThoughItsSenderWasToldThatItIsNotSent) {
  HistoryBuilder tell = alice_sends();
  tell.accepted("m1").rejected("m1").consumed("bob.phone", "m1");
  const Verdict verdict = judge<NoSilentDrop>(tell.history());
  EXPECT_EQ(verdict.outcome, Outcome::Broken);
  EXPECT_EQ(verdict.because,
            "alice.phone sent m1 to dm, was told that it is not sent, and it is shown");
  EXPECT_EQ(verdict.witnesses.at(0).event, tell.events()[2]);
}

TEST(NoSilentDrop, HoldsForAConsumedMessageThatWasNeverAcknowledged) {
  HistoryBuilder tell = alice_sends();
  tell.accepted("m1").consumed("bob.phone", "m1");
  EXPECT_EQ(judge<NoSilentDrop>(tell.history()).outcome, Outcome::Holds);
}

TEST(NoSilentDrop, PermitsAMessageWhoseDeviceWasWipedBeforeItWasAcknowledged) {
  HistoryBuilder tell = alice_sends();
  tell.wipe("alice.phone");
  const Verdict verdict = judge<NoSilentDrop>(tell.history());
  EXPECT_EQ(verdict.outcome, Outcome::Holds);
  EXPECT_EQ(verdict.permitted, 1u);
  EXPECT_EQ(verdict.permitted_because, "alice.phone was wiped before m1 left it");
}

TEST(NoSilentDrop, TellsTheEarliestThatIsPermitted) {
  HistoryBuilder tell = alice_sends();
  tell.install("carol.phone").sent("carol.phone", "dm", "m2").sent("bob.phone", "dm", "m3");
  tell.rejected("m1").wipe("bob.phone").wipe("carol.phone");
  const Verdict verdict = judge<NoSilentDrop>(tell.history());
  EXPECT_EQ(verdict.permitted, 2u);
  EXPECT_EQ(verdict.permitted_because, "carol.phone was wiped before m2 left it");
}

TEST(NoSilentDrop, IsBrokenWhenTheDeviceIsWipedAfterTheAcknowledgement) {
  HistoryBuilder tell = alice_sends();
  tell.accepted("m1").acked("m1").wipe("alice.phone");
  EXPECT_EQ(judge<NoSilentDrop>(tell.history()).outcome, Outcome::Broken);
}

TEST(NoSilentDrop, IsBrokenWhenAnotherDeviceIsWiped) {
  HistoryBuilder tell = alice_sends();
  tell.wipe("bob.phone");
  EXPECT_EQ(judge<NoSilentDrop>(tell.history()).outcome, Outcome::Broken);
}

TEST(NoSilentDrop, IsBrokenWhenADeviceIsOnlyToldThatItIsGone) {
  HistoryBuilder tell = alice_sends();
  tell.accepted("m1").gone("alice.phone", "dm", 1).gone("bob.phone", "dm", 1);
  EXPECT_EQ(judge<NoSilentDrop>(tell.history()).outcome, Outcome::Broken);
}

TEST(NoSilentDrop, IsUndecidedUnlessTheRunIsCompleteAndQuiet) {
  const HistoryBuilder tell = alice_sends();
  EXPECT_EQ(judge<NoSilentDrop>(tell.history(), {false, true}).outcome, Outcome::Undecided);
  EXPECT_EQ(judge<NoSilentDrop>(tell.history(), {true, false}).outcome, Outcome::Undecided);
}

TEST(NoSilentDrop, IsVacuousWhenNothingIsSent) {
  EXPECT_EQ(judge<NoSilentDrop>(History{}).outcome, Outcome::Vacuous);
}

/// m1 is accepted at position 1 and acknowledged, and nobody ever has it.
HistoryBuilder nobody_was_there(bool permitted = true) {
  HistoryBuilder h;
  h.phase(Phase::Storm);
  if (permitted) {
    h.last().kind = EventKind::Permitted;
    h.last().value = static_cast<std::uint64_t>(Permit::Absence);
  }
  h.join("alice", "dm").join("bob", "dm").install("alice.phone").install("bob.phone");
  h.sent("alice.phone", "dm", "m1").accepted("m1").acked("m1");
  return h;
}

/// The server waits for the device no more, and tells it so.
void give_up(HistoryBuilder& h, std::string_view device, std::uint64_t upto) {
  h.cursor(device, "dm", upto);
  h.last().kind = EventKind::GivenUp;
  h.last().inst = {};
  h.gone(device, "dm", upto);
}

TEST(NoSilentDrop, PermitsWhatWasTrimmedWhileNobodyWasThereIfTheScenarioSaysSo) {
  for (const bool permitted : {true, false}) {
    HistoryBuilder h = nobody_was_there(permitted);
    give_up(h, "alice.phone", 1);
    give_up(h, "bob.phone", 1);
    const Verdict verdict = judge<NoSilentDrop>(h.history());
    EXPECT_EQ(verdict.outcome, permitted ? Outcome::Holds : Outcome::Broken);
    if (!permitted) continue;
    EXPECT_EQ(verdict.permitted_because,
              "m1 was trimmed while those who may see it were away for too long "
              "(permits.absence)");
    h.sent("alice.phone", "dm", "m2").accepted("m2").acked("m2");
    EXPECT_EQ(judge<NoSilentDrop>(h.history()).outcome, Outcome::Broken) << "m2 was not trimmed";
  }
}

TEST(NoSilentDrop, IsBrokenWhileOneWhoMaySeeItWasThere) {
  for (const auto* one : {"alice.phone", "bob.phone"}) {
    HistoryBuilder h = nobody_was_there();
    give_up(h, one, 1);
    EXPECT_EQ(judge<NoSilentDrop>(h.history()).outcome, Outcome::Broken) << one;
  }
}

TEST(NoSilentDrop, IsBrokenByWhatTheServerNeverHadWhoeverWasAway) {
  HistoryBuilder h = nobody_was_there();
  give_up(h, "alice.phone", 1);
  give_up(h, "bob.phone", 1);
  h.sent("alice.phone", "dm", "m2");
  EXPECT_EQ(judge<NoSilentDrop>(h.history()).outcome, Outcome::Broken);
}

TEST(NoSilentDrop, DoesNotAskThoseWhoMayNotSeeIt) {
  HistoryBuilder h = nobody_was_there();
  h.join("carol", "dm", 1).install("carol.phone");
  give_up(h, "alice.phone", 1);
  give_up(h, "bob.phone", 1);
  EXPECT_EQ(judge<NoSilentDrop>(h.history()).outcome, Outcome::Holds);
}

TEST(NoSilentDrop, PermitsWhatWasTrimmedWhenTheAuthorIsInstalledAnew) {
  HistoryBuilder h = nobody_was_there();
  give_up(h, "bob.phone", 1);
  h.wipe("alice.phone").install("alice.phone");
  EXPECT_EQ(judge<NoSilentDrop>(h.history()).outcome, Outcome::Broken) << "it was not told";
  h.gone("alice.phone", "dm", 1);
  const Verdict verdict = judge<NoSilentDrop>(h.history());
  EXPECT_EQ(verdict.outcome, Outcome::Holds);
  EXPECT_EQ(verdict.permitted, 1U);
}

TEST(NoSilentDrop, PermitsWhatWasTrimmedWhenOneWhoWasAwayIsInstalledAnew) {
  HistoryBuilder h = nobody_was_there();
  h.leave("bob", "dm", 0).wipe("alice.phone").install("alice.phone");
  h.gone("alice.phone", "dm", 1);
  EXPECT_EQ(judge<NoSilentDrop>(h.history()).outcome, Outcome::Broken) << "nobody was away";
  give_up(h, "alice.phone", 1);
  EXPECT_EQ(judge<NoSilentDrop>(h.history()).outcome, Outcome::Holds);
}

TEST(NoSilentDrop, IsBrokenWhenNobodyWasAwayAndAllAreInstalledAnew) {
  HistoryBuilder h = nobody_was_there();
  for (const auto* one : {"alice.phone", "bob.phone"}) {
    h.wipe(one).install(one).gone(one, "dm", 1);
  }
  EXPECT_EQ(judge<NoSilentDrop>(h.history()).outcome, Outcome::Broken);
}

enum class Fate { Ended, Permitted, Dropped };  // Dropped, or told otherwise

/// The message of the Sent event at `i`: what became of it.
Fate fate_of(const oracle::Events& events, std::size_t i) {
  const auto has = [&](EventKind kind) {
    return oracle::any(events,
                       [&](const Event& e) { return e.kind == kind && e.cmid == events[i].cmid; });
  };
  if (has(EventKind::Consumed) && has(EventKind::Rejected)) return Fate::Dropped;
  const Cmid cmid = events[i].cmid;
  bool acked = false;
  bool wiped = false;
  for (std::size_t j = 0; j < events.size(); ++j) {
    const Event& e = events[j];
    const bool ends = e.kind == EventKind::Consumed || e.kind == EventKind::Rejected;
    if (ends && e.cmid == cmid) return Fate::Ended;
    acked = acked || (e.kind == EventKind::Acked && e.cmid == cmid);
    wiped = wiped || (j > i && e.kind == EventKind::Wiped && e.inst == cmid.inst && !acked);
  }
  return wiped ? Fate::Permitted : Fate::Dropped;
}

void agrees(const History& history) {
  std::size_t dropped = 0;
  std::size_t permitted = 0;
  std::set<Cmid> sent;
  for (std::size_t i = 0; i < history.events.size(); ++i) {
    const Event& e = history.events[i];
    if (e.kind != EventKind::Sent || !sent.insert(e.cmid).second) continue;
    const Fate fate = fate_of(history.events, i);
    dropped += fate == Fate::Dropped ? 1 : 0;
    permitted += fate == Fate::Permitted ? 1 : 0;
  }
  const Verdict verdict = judge<NoSilentDrop>(history);
  RC_ASSERT((verdict.outcome == Outcome::Broken) == (dropped != 0));
  RC_ASSERT(verdict.permitted == permitted);
}

constexpr Wildlife kAll{true, true, true, true};
constexpr int kPerCase = 8;  // RapidCheck tries 100 cases

RC_GTEST_PROP(NoSilentDrop, HoldsForEveryGoodHistory, ()) {
  // What every device was told is gone before anybody saw it ends as nothing, however often it is
  // told.
  constexpr Wildlife kNothingGone{true, false, true, true};
  RC_ASSERT(judge<NoSilentDrop>(*good_histories(kNothingGone)).outcome != Outcome::Broken);
}
RC_GTEST_PROP(NoSilentDrop, AgreesWithTheOracleOnMutatedHistories, ()) {
  for (int i = 0; i < kPerCase; ++i) agrees(*mutated_histories(kAll));
}
RC_GTEST_PROP(NoSilentDrop, AgreesWithTheOracleOnWildHistories, ()) {
  for (int i = 0; i < kPerCase; ++i) agrees(*wild_histories());
}

}  // namespace
}  // namespace imstorm
