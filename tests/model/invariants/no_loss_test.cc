#include "model/invariants/no_loss.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "tests/model/invariants/histories.h"
#include "tests/model/invariants/oracle.h"

namespace imstorm {
namespace {

/// alice.phone has been told that m1 (position 1 of dm) is sent, and shows it.
HistoryBuilder one_acknowledged() {
  HistoryBuilder tell;
  tell.join("alice", "dm").join("bob", "dm").install("alice.phone").install("bob.phone");
  tell.sent("alice.phone", "dm", "m1").accepted("m1").acked("m1").consumed("alice.phone", "m1");
  return tell;
}

TEST(NoLoss, IsBrokenByAnAcknowledgedMessageThatADeviceNeverGets) {
  const HistoryBuilder tell = one_acknowledged();
  const Verdict verdict = judge<NoLoss>(tell.history());
  EXPECT_EQ(verdict.outcome, Outcome::Broken);
  EXPECT_EQ(verdict.because, "alice.phone was told that m1 is sent, but bob.phone never got it");
  EXPECT_EQ(verdict.exercised, 2u);
  ASSERT_EQ(verdict.witnesses.size(), 1u);
  EXPECT_EQ(verdict.witnesses[0].position, 6u);
  EXPECT_EQ(verdict.witnesses[0].event, tell.events()[6]);
}

TEST(NoLoss, IsBrokenForTheSecondDeviceOfAUser) {
  HistoryBuilder tell = one_acknowledged();
  tell.install("bob.laptop").consumed("bob.phone", "m1");
  EXPECT_EQ(judge<NoLoss>(tell.history()).because,
            "alice.phone was told that m1 is sent, but bob.laptop never got it");
}

TEST(NoLoss, TellsOfADeviceThatHoldsTheMessageAndNeverShowsIt) {
  HistoryBuilder tell = one_acknowledged();
  tell.received("bob.phone", "m1");
  EXPECT_EQ(judge<NoLoss>(tell.history()).because,
            "alice.phone was told that m1 is sent, but bob.phone holds it and never shows it");
}

TEST(NoLoss, DoesNotTakeAnotherMessageAtThatPositionForTheOneThatIsMissing) {
  HistoryBuilder tell = one_acknowledged();
  tell.received("bob.phone", "m1").consumed("bob.phone", "m1");
  tell.sent("alice.phone", "dm", "m2").accepted("m2", 1).acked("m2");
  EXPECT_EQ(judge<NoLoss>(tell.history()).because,
            "alice.phone was told that m2 is sent, but bob.phone never got it (and 1 more time)");
}

TEST(NoLoss, DoesNotSayThatADeviceHoldsWhatWasInItsCache) {
  HistoryBuilder tell = one_acknowledged();
  tell.received("bob.phone", "m1").forget("bob.phone");
  EXPECT_EQ(judge<NoLoss>(tell.history()).because,
            "alice.phone was told that m1 is sent, but bob.phone was given it and never shows it");
}

TEST(NoLoss, TellsOfSomebodyElsesDeviceBeforeTheAuthorsOwn) {
  HistoryBuilder tell;
  tell.join("alice", "dm").join("bob", "dm").install("alice.phone").install("bob.phone");
  tell.sent("alice.phone", "dm", "m1").accepted("m1").acked("m1");
  EXPECT_EQ(judge<NoLoss>(tell.history()).because,
            "alice.phone was told that m1 is sent, but bob.phone never got it (and 1 more time)");
}

TEST(NoLoss, HoldsWhenEveryDeviceGotIt) {
  HistoryBuilder tell = one_acknowledged();
  tell.consumed("bob.phone", "m1");
  EXPECT_EQ(judge<NoLoss>(tell.history()).outcome, Outcome::Holds);
}

TEST(NoLoss, HoldsForAMessageThatWasNotAcknowledged) {
  HistoryBuilder tell = one_acknowledged();
  tell.consumed("bob.phone", "m1").sent("alice.phone", "dm", "m2").accepted("m2");
  EXPECT_EQ(judge<NoLoss>(tell.history()).outcome, Outcome::Holds);
}

TEST(NoLoss, IsBrokenWhereADeviceThatLostNothingIsToldThatAMessageIsGone) {
  HistoryBuilder tell = one_acknowledged();
  tell.gone("bob.phone", "dm", 1);
  EXPECT_EQ(judge<NoLoss>(tell.history()).because,
            "alice.phone was told that m1 is sent, but bob.phone never got it");
}

TEST(NoLoss, PermitsWhatIsGoneBeforeAWipedDeviceIsBack) {
  HistoryBuilder tell = one_acknowledged();
  tell.wipe("bob.phone").install("bob.phone").gone("bob.phone", "dm", 1);
  const Verdict verdict = judge<NoLoss>(tell.history());
  EXPECT_EQ(verdict.outcome, Outcome::Holds);
  EXPECT_EQ(verdict.exercised, 1u);
  EXPECT_EQ(verdict.permitted, 1u);
  EXPECT_EQ(verdict.permitted_because,
            "bob.phone was wiped, and position 1 of dm was gone by then, so it misses m1");
}

TEST(NoLoss, ExcusesNobodyForEverBecauseOfOneWipe) {
  HistoryBuilder tell = one_acknowledged();
  tell.wipe("bob.phone").install("bob.phone").consumed("bob.phone", "m1");
  tell.sent("alice.phone", "dm", "m2").accepted("m2").acked("m2").consumed("alice.phone", "m2");
  tell.gone("bob.phone", "dm", 2);
  EXPECT_EQ(judge<NoLoss>(tell.history()).because,
            "alice.phone was told that m2 is sent, but bob.phone never got it");
}

TEST(NoLoss, PermitsWhatIsGoneBeforeADeviceIsSetUp) {
  HistoryBuilder tell = one_acknowledged();
  tell.consumed("bob.phone", "m1").install("bob.laptop");
  EXPECT_EQ(judge<NoLoss>(tell.history()).outcome, Outcome::Broken);
  tell.gone("bob.laptop", "dm", 1);
  EXPECT_EQ(judge<NoLoss>(tell.history()).outcome, Outcome::Holds);
  EXPECT_EQ(judge<NoLoss>(tell.history()).permitted_because,
            "bob.laptop was set up when position 1 of dm was gone already, so it misses m1");
  tell.sent("alice.phone", "dm", "m2").accepted("m2").acked("m2").gone("bob.laptop", "dm", 2);
  for (const auto* device : {"alice.phone", "bob.phone"}) tell.consumed(device, "m2");
  EXPECT_EQ(judge<NoLoss>(tell.history()).because,
            "alice.phone was told that m2 is sent, but bob.laptop never got it");
}

TEST(NoLoss, IsBrokenAboveWhatIsGone) {
  HistoryBuilder tell = one_acknowledged();
  tell.wipe("bob.phone").install("bob.phone");
  tell.sent("alice.phone", "dm", "m2").accepted("m2").acked("m2").consumed("alice.phone", "m2");
  tell.gone("bob.phone", "dm", 1);
  EXPECT_EQ(judge<NoLoss>(tell.history()).because,
            "alice.phone was told that m2 is sent, but bob.phone never got it");
}

TEST(NoLoss, PermitsWhatADestroyedDeviceMisses) {
  HistoryBuilder tell = one_acknowledged();
  tell.wipe("bob.phone");
  const Verdict verdict = judge<NoLoss>(tell.history());
  EXPECT_EQ(verdict.outcome, Outcome::Holds);
  EXPECT_EQ(verdict.permitted_because,
            "bob.phone was wiped and never set up again, so it misses m1");
}

TEST(NoLoss, IsBrokenWhenANewInstallationDoesNotGetTheOldMessages) {
  HistoryBuilder tell = one_acknowledged();
  tell.consumed("bob.phone", "m1").wipe("bob.phone").install("bob.phone");
  EXPECT_EQ(judge<NoLoss>(tell.history()).outcome, Outcome::Broken);
  tell.consumed("bob.phone", "m1");
  EXPECT_EQ(judge<NoLoss>(tell.history()).outcome, Outcome::Holds);
}

TEST(NoLoss, CountsWhatAReinstalledAppStillKnows) {
  HistoryBuilder tell = one_acknowledged();
  tell.consumed("bob.phone", "m1").reinstall("bob.phone");
  EXPECT_EQ(judge<NoLoss>(tell.history()).outcome, Outcome::Holds);
  tell.sent("alice.phone", "dm", "m2").accepted("m2").acked("m2").consumed("alice.phone", "m2");
  EXPECT_EQ(judge<NoLoss>(tell.history()).outcome, Outcome::Broken) << "what comes later is owed";
  tell.consumed("bob.phone", "m2");
  EXPECT_EQ(judge<NoLoss>(tell.history()).outcome, Outcome::Holds);
}

TEST(NoLoss, KnowsAnOldWipeFromTheCurrentInstallation) {
  HistoryBuilder tell = one_acknowledged();
  const InstId old = tell.inst("bob.phone");
  tell.install("bob.phone").wipe("bob.phone").last().inst = old;
  EXPECT_EQ(judge<NoLoss>(tell.history()).outcome, Outcome::Broken);
}

TEST(NoLoss, TellsTheEarliestAndHowManyMore) {
  HistoryBuilder tell;
  tell.join("alice", "dm").join("bob", "dm").join("alice", "group").join("bob", "group");
  tell.install("alice.phone").install("bob.phone");
  for (const auto* m : {"m1", "m2", "m3"}) {
    tell.sent("alice.phone", m[1] == '2' ? "dm" : "group", m).accepted(m).acked(m);
    tell.consumed("alice.phone", m);
  }
  const Verdict verdict = judge<NoLoss>(tell.history());
  EXPECT_EQ(verdict.because,
            "alice.phone was told that m1 is sent, but bob.phone never got it (and 2 more times)");
  EXPECT_EQ(verdict.witnesses.at(0).position, 8u);
}

TEST(NoLoss, AsksNothingForAUserWhoLeftBefore) {
  HistoryBuilder tell = one_acknowledged();
  tell.consumed("bob.phone", "m1").leave("bob", "dm", 1);
  tell.sent("alice.phone", "dm", "m2").accepted("m2").acked("m2").consumed("alice.phone", "m2");
  EXPECT_EQ(judge<NoLoss>(tell.history()).outcome, Outcome::Holds);
  tell.join("bob", "dm", 2);
  EXPECT_EQ(judge<NoLoss>(tell.history()).outcome, Outcome::Holds);
}

/// bob.phone is away while m1 and m2 come, and is not waited for: up to `given_up` nothing is kept.
HistoryBuilder away_for_too_long(bool permitted, std::uint64_t given_up = 1) {
  HistoryBuilder h;
  h.join("alice", "dm").join("bob", "dm").install("alice.phone").install("bob.phone");
  h.phase(Phase::Storm);
  if (permitted) {
    h.last().kind = EventKind::Permitted;
    h.last().value = static_cast<std::uint64_t>(Permit::Absence);
  }
  for (const auto* m : {"m1", "m2"}) {
    h.sent("alice.phone", "dm", m).accepted(m).acked(m).consumed("alice.phone", m);
  }
  h.cursor("bob.phone", "dm", given_up);
  h.last().kind = EventKind::GivenUp;
  h.last().inst = {};
  return h;
}

TEST(NoLoss, PermitsWhatWasNotKeptForOneWhoWasAwayIfTheScenarioSaysSo) {
  HistoryBuilder h = away_for_too_long(true);
  h.gone("bob.phone", "dm", 1).consumed("bob.phone", "m2");
  const Verdict verdict = judge<NoLoss>(h.history());
  EXPECT_EQ(verdict.outcome, Outcome::Holds);
  EXPECT_EQ(verdict.permitted, 1U);
  EXPECT_EQ(verdict.permitted_because,
            "bob.phone was away for longer than it is waited for, so it misses m1 "
            "(permits.absence)");
  HistoryBuilder other = away_for_too_long(false);
  other.gone("bob.phone", "dm", 1).consumed("bob.phone", "m2");
  EXPECT_EQ(judge<NoLoss>(other.history()).outcome, Outcome::Broken);
}

TEST(NoLoss, PermitsOneWhoWasAwayToMissNothingElse) {
  HistoryBuilder untold = away_for_too_long(true);
  untold.consumed("bob.phone", "m2");
  EXPECT_EQ(judge<NoLoss>(untold.history()).outcome, Outcome::Holds) << "it never came back";
  untold.connected("bob.phone");
  EXPECT_EQ(judge<NoLoss>(untold.history()).outcome, Outcome::Broken) << "it was not told";
  HistoryBuilder later = away_for_too_long(true);
  later.gone("bob.phone", "dm", 2);
  EXPECT_EQ(judge<NoLoss>(later.history()).outcome, Outcome::Broken) << "m2 was kept for it";
  HistoryBuilder partly = away_for_too_long(true, 2);
  partly.connected("bob.phone").gone("bob.phone", "dm", 1);
  EXPECT_EQ(judge<NoLoss>(partly.history()).outcome, Outcome::Broken) << "it was told of m1 only";
}

TEST(NoLoss, IsUndecidedUnlessTheRunIsCompleteAndQuiet) {
  const HistoryBuilder tell = one_acknowledged();
  EXPECT_EQ(judge<NoLoss>(tell.history(), {false, true}).outcome, Outcome::Undecided);
  EXPECT_EQ(judge<NoLoss>(tell.history(), {true, false}).outcome, Outcome::Undecided);
}

TEST(NoLoss, IsVacuousWithoutAnAcknowledgement) {
  HistoryBuilder tell;
  tell.join("alice", "dm").install("alice.phone").sent("alice.phone", "dm", "m1").accepted("m1");
  EXPECT_EQ(judge<NoLoss>(tell.history()).outcome, Outcome::Vacuous);
}

struct Pairs {
  std::size_t got = 0;
  std::size_t lost = 0;
  std::size_t permitted = 0;
};

/// `events` as told by root.
void pairs_of(const oracle::Events& events, std::size_t acked, Pairs& pairs) {
  const oracle::Roots roots = oracle::roots_in_the_end(events);
  const Event& ack = events[acked];
  Seq place;  // the newest one that the server has it at, and since when
  std::size_t accepted = acked;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const Event& e = events[i];
    if (e.kind != EventKind::Accepted || e.cmid != ack.cmid || e.seq <= place) continue;
    place = e.seq;
    accepted = i;
  }
  for (const oracle::Device& d : oracle::devices(events)) {
    const Seq newest = std::max(ack.seq, place);
    if (!oracle::sees(events, events.size(), d.user, ack.conv, newest)) continue;
    const bool got =
        d.inst && oracle::any(events, [&](const Event& e) {
          return e.kind == EventKind::Consumed && e.inst == roots.of(d.inst) && e.cmid == ack.cmid;
        });
    const bool gone = !d.inst || oracle::any(events, [&](const Event& e) {
      return accepted < d.since && e.kind == EventKind::Gone && e.inst == d.inst &&
             e.conv == ack.conv && std::max(ack.seq, place) <= e.seq;
    });
    ++(got ? pairs.got : gone ? pairs.permitted : pairs.lost);
  }
}

void agrees(const History& history) {
  Pairs pairs;
  std::set<Cmid> acknowledged;
  const oracle::Events by_root = oracle::by_root(history.events);
  for (std::size_t i = 0; i < history.events.size(); ++i) {
    const Event& e = history.events[i];
    if (e.kind != EventKind::Acked || !acknowledged.insert(e.cmid).second) continue;
    pairs_of(by_root, i, pairs);
  }
  const Verdict verdict = judge<NoLoss>(history);
  RC_ASSERT((verdict.outcome == Outcome::Broken) == (pairs.lost != 0));
  RC_ASSERT(verdict.exercised == pairs.got + pairs.lost);
  RC_ASSERT(verdict.permitted == pairs.permitted);
}

constexpr Wildlife kAll{true, true, true, true};
constexpr int kPerCase = 8;  // RapidCheck tries 100 cases

RC_GTEST_PROP(NoLoss, HoldsForEveryGoodHistory, ()) {
  RC_ASSERT(judge<NoLoss>(*good_histories(kAll)).outcome != Outcome::Broken);
}
RC_GTEST_PROP(NoLoss, AgreesWithTheOracleOnMutatedHistories, ()) {
  for (int i = 0; i < kPerCase; ++i) agrees(*mutated_histories(kAll));
}
RC_GTEST_PROP(NoLoss, AgreesWithTheOracleOnWildHistories, ()) {
  for (int i = 0; i < kPerCase; ++i) agrees(*wild_histories());
}

}  // namespace
}  // namespace imstorm
