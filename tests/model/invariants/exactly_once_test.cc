#include "model/invariants/exactly_once.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/model/invariants/histories.h"
#include "tests/model/invariants/oracle.h"

namespace imstorm {
namespace {

HistoryBuilder a_message_to_bob() {
  HistoryBuilder tell;
  tell.install("alice.phone").install("bob.phone").sent("alice.phone", "dm", "m1").accepted("m1");
  return tell;
}

TEST(ExactlyOnce, IsBrokenByAMessageThatIsConsumedTwice) {
  HistoryBuilder tell = a_message_to_bob();
  tell.consumed("bob.phone", "m1").consumed("bob.phone", "m1");
  const Verdict verdict = judge<ExactlyOnce>(tell.history());
  EXPECT_EQ(verdict.outcome, Outcome::Broken);
  EXPECT_EQ(verdict.because, "bob.phone consumed m1 twice");
  EXPECT_EQ(verdict.exercised, 2u);
  ASSERT_EQ(verdict.witnesses.size(), 2u);
  EXPECT_EQ(verdict.witnesses[0].position, 4u);
  EXPECT_EQ(verdict.witnesses[0].event, tell.events()[4]);
  EXPECT_EQ(verdict.witnesses[1].position, 5u);
}

TEST(ExactlyOnce, IsBrokenByAMessageThatStandsAtTwoPositions) {
  HistoryBuilder tell = a_message_to_bob();
  tell.consumed("bob.phone", "m1").accepted("m1").consumed("bob.phone", "m1");
  EXPECT_EQ(judge<ExactlyOnce>(tell.history()).because, "bob.phone consumed m1 twice");
}

TEST(ExactlyOnce, IsBrokenByTwoMessagesAtOnePosition) {
  HistoryBuilder tell = a_message_to_bob();
  tell.consumed("bob.phone", "m1").sent("alice.phone", "dm", "m2").accepted("m2", 1);
  tell.consumed("bob.phone", "m2");
  const Verdict verdict = judge<ExactlyOnce>(tell.history());
  EXPECT_EQ(verdict.because,
            "bob.phone consumed m2 at position 1 of dm, where it had consumed a message before");
  ASSERT_EQ(verdict.witnesses.size(), 2u);
  EXPECT_EQ(verdict.witnesses[0].event, tell.events()[4]);
}

TEST(ExactlyOnce, IsBrokenByTwoMessagesAtOnePositionOfALaterLineage) {
  HistoryBuilder tell = a_message_to_bob();
  for (const auto* m : {"m2", "m3"}) {
    tell.sent("alice.phone", "dm", m).accepted(m, 5, 2);
    tell.consumed("bob.phone", m).last().lineage = Lineage{2};
  }
  EXPECT_EQ(judge<ExactlyOnce>(tell.history()).outcome, Outcome::Broken);
}

TEST(ExactlyOnce, IsBrokenByAReinstallWhoseAppKnowsWhatItHadShown) {
  HistoryBuilder tell = a_message_to_bob();
  tell.consumed("bob.phone", "m1").reinstall("bob.phone");
  tell.consumed("bob.phone", "m1");
  const Verdict verdict = judge<ExactlyOnce>(tell.history());
  EXPECT_EQ(verdict.because, "bob.phone consumed m1 twice");
  EXPECT_EQ(verdict.witnesses.size(), 2u);
}

TEST(ExactlyOnce, KnowsAReinstallOfAReinstall) {
  HistoryBuilder tell = a_message_to_bob();
  tell.consumed("bob.phone", "m1");
  for (int i = 0; i < 2; ++i) tell.reinstall("bob.phone");
  tell.consumed("bob.phone", "m1");
  EXPECT_EQ(judge<ExactlyOnce>(tell.history()).outcome, Outcome::Broken);
}

TEST(ExactlyOnce, LetsAWipeBetweenReinstallsForget) {
  HistoryBuilder tell = a_message_to_bob();
  tell.consumed("bob.phone", "m1").reinstall("bob.phone").wipe("bob.phone").install("bob.phone");
  tell.consumed("bob.phone", "m1");
  EXPECT_EQ(judge<ExactlyOnce>(tell.history()).outcome, Outcome::Holds);
  tell.reinstall("bob.phone").consumed("bob.phone", "m1");
  EXPECT_EQ(judge<ExactlyOnce>(tell.history()).outcome, Outcome::Broken);
}

TEST(ExactlyOnce, AsksNothingOfAReinstallWhoseAppKnowsNothing) {
  HistoryBuilder tell = a_message_to_bob();
  tell.consumed("bob.phone", "m1").wipe("bob.phone").install("bob.phone");
  tell.consumed("bob.phone", "m1");
  EXPECT_EQ(judge<ExactlyOnce>(tell.history()).outcome, Outcome::Holds);
}

TEST(ExactlyOnce, TakesALostCacheForNoExcuse) {
  HistoryBuilder tell = a_message_to_bob();
  tell.consumed("bob.phone", "m1").forget("bob.phone");
  tell.consumed("bob.phone", "m1");
  EXPECT_EQ(judge<ExactlyOnce>(tell.history()).because, "bob.phone consumed m1 twice");
}

TEST(ExactlyOnce, HoldsWhenTwoDevicesConsumeTheSameMessage) {
  HistoryBuilder tell = a_message_to_bob();
  tell.consumed("bob.phone", "m1").consumed("alice.phone", "m1");
  EXPECT_EQ(judge<ExactlyOnce>(tell.history()).outcome, Outcome::Holds);
}

TEST(ExactlyOnce, HoldsWhenAWipedDeviceStartsAgain) {
  HistoryBuilder tell = a_message_to_bob();
  tell.consumed("bob.phone", "m1")
      .wipe("bob.phone")
      .install("bob.phone")
      .consumed("bob.phone", "m1");
  EXPECT_EQ(judge<ExactlyOnce>(tell.history()).outcome, Outcome::Holds);
}

TEST(ExactlyOnce, HoldsWhenAnotherLineageUsesThePositionAgain) {
  HistoryBuilder tell = a_message_to_bob();
  tell.consumed("bob.phone", "m1").sent("alice.phone", "dm", "m2").accepted("m2", 1, 2);
  tell.consumed("bob.phone", "m2").last().lineage = Lineage{2};
  EXPECT_EQ(judge<ExactlyOnce>(tell.history()).outcome, Outcome::Holds);
}

TEST(ExactlyOnce, IsBrokenWhenTheSameTextComesBackUnderAnotherId) {
  HistoryBuilder tell = a_message_to_bob();
  tell.consumed("bob.phone", "m1").consumed("bob.phone", "m1");
  Event& again = tell.last();
  again.cmid.n += 100;  // as a SEND that is repeated with a new id
  again.seq = Seq{2};
  again.msgid = Msgid{999};
  const Verdict verdict = judge<ExactlyOnce>(tell.history());
  EXPECT_EQ(verdict.because, "bob.phone consumed m1 twice");
  EXPECT_EQ(verdict.witnesses.size(), 2u);
}

TEST(ExactlyOnce, HoldsWhenTheSameIsWrittenTwice) {
  for (const auto* device : {"alice.phone", "alice.laptop"}) {
    HistoryBuilder tell = a_message_to_bob();
    const BodyId ok = tell.events().at(2).body;
    tell.consumed("bob.phone", "m1").sent(device, "dm", "m2").last().body = ok;
    tell.accepted("m2").last().body = ok;
    tell.consumed("bob.phone", "m2").last().body = ok;
    EXPECT_EQ(judge<ExactlyOnce>(tell.history()).outcome, Outcome::Holds) << device;
    tell.consumed("bob.phone", "m2").last().body = ok;
    EXPECT_EQ(judge<ExactlyOnce>(tell.history()).outcome, Outcome::Broken) << device;
  }
}

TEST(ExactlyOnce, IsBrokenByOneMessageThatIsSentAgainUnderAnotherId) {
  HistoryBuilder tell = a_message_to_bob();
  const Event sent = tell.events().at(2);
  tell.consumed("bob.phone", "m1").sent("alice.phone", "dm", "m2");
  tell.last().body = sent.body;
  tell.last().cseq = sent.cseq;
  tell.accepted("m2").consumed("bob.phone", "m2").last().body = sent.body;
  EXPECT_EQ(judge<ExactlyOnce>(tell.history()).because, "bob.phone consumed m1 twice");
}

TEST(ExactlyOnce, ShowsOnlyWhatTheSameDeviceDid) {
  HistoryBuilder tell = a_message_to_bob();
  tell.consumed("alice.phone", "m1").consumed("bob.phone", "m1").consumed("bob.phone", "m1");
  const Verdict verdict = judge<ExactlyOnce>(tell.history());
  ASSERT_EQ(verdict.witnesses.size(), 2u);
  EXPECT_EQ(verdict.witnesses[0].position, 5u);
}

TEST(ExactlyOnce, ShowsTheRepetitionAloneInALongHistory) {
  HistoryBuilder tell = a_message_to_bob();
  for (int i = 0; i < 600; ++i) {
    const std::string name = "x" + std::to_string(i);
    tell.sent("alice.phone", "dm", name).accepted(name).consumed("bob.phone", name);
  }
  tell.consumed("bob.phone", "x599");
  const Verdict verdict = judge<ExactlyOnce>(tell.history());
  EXPECT_EQ(verdict.because, "bob.phone consumed x599 twice");
  ASSERT_EQ(verdict.witnesses.size(), 1u);
  EXPECT_EQ(verdict.witnesses[0].position, tell.events().size() - 1);
}

TEST(ExactlyOnce, IsVacuousWhenNothingIsConsumed) {
  EXPECT_EQ(judge<ExactlyOnce>(a_message_to_bob().history()).outcome, Outcome::Vacuous);
}

TEST(ExactlyOnce, CountsEveryRepetition) {
  HistoryBuilder tell = a_message_to_bob();
  for (int i = 0; i < 4; ++i) tell.consumed("bob.phone", "m1");
  EXPECT_EQ(judge<ExactlyOnce>(tell.history()).because,
            "bob.phone consumed m1 twice (and 2 more times)");
}

/// As far as it was told before `upto`, the content was written once.
bool written_once(const oracle::Events& events, std::size_t upto, BodyId body) {
  const Event* first = nullptr;
  for (std::size_t i = 0; i < upto; ++i) {
    const Event& e = events[i];
    if (e.kind != EventKind::Sent || e.body != body) continue;
    if (first == nullptr) first = &e;
    if (e.inst != first->inst || e.conv != first->conv || e.cseq != first->cseq) return false;
  }
  return true;
}

std::size_t repetitions(const oracle::Events& told) {
  const oracle::Events events = oracle::by_root(told);
  std::size_t found = 0;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const Event& now = events[i];
    if (now.kind != EventKind::Consumed) continue;
    const oracle::Events before(events.begin(), events.begin() + static_cast<std::ptrdiff_t>(i));
    found += oracle::any(before, [&](const Event& e) {
      const bool place = e.conv == now.conv && e.lineage == now.lineage && e.seq == now.seq;
      return e.kind == EventKind::Consumed && e.inst == now.inst &&
             (e.cmid == now.cmid || place ||
              (now.body && e.body == now.body && written_once(events, i, now.body)));
    });
  }
  return found;
}

void agrees(const History& history) {
  const Verdict verdict = judge<ExactlyOnce>(history);
  const std::size_t repeated = repetitions(history.events);
  RC_ASSERT((verdict.outcome == Outcome::Broken) == (repeated != 0));
  if (repeated > 2) {
    const std::string more = "(and " + std::to_string(repeated - 1) + " more times)";
    RC_ASSERT(verdict.because.find(more) != std::string::npos);
  }
}

constexpr Wildlife kAll{true, true, true, true};
constexpr int kPerCase = 8;  // RapidCheck tries 100 cases

RC_GTEST_PROP(ExactlyOnce, HoldsForEveryGoodHistory, ()) {
  RC_ASSERT(judge<ExactlyOnce>(*good_histories(kAll)).outcome != Outcome::Broken);
}
RC_GTEST_PROP(ExactlyOnce, AgreesWithTheOracleOnMutatedHistories, ()) {
  for (int i = 0; i < kPerCase; ++i) agrees(*mutated_histories(kAll));
}
RC_GTEST_PROP(ExactlyOnce, AgreesWithTheOracleOnWildHistories, ()) {
  for (int i = 0; i < kPerCase; ++i) agrees(*wild_histories());
}

}  // namespace
}  // namespace imstorm
