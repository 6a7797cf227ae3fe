#include "model/invariants/no_phantom.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/model/invariants/histories.h"
#include "tests/model/invariants/oracle.h"

namespace imstorm {
namespace {

HistoryBuilder alice_and_bob() {
  HistoryBuilder tell;
  tell.join("alice", "dm").join("bob", "dm").install("alice.phone").install("bob.phone");
  return tell;
}

TEST(NoPhantom, IsBrokenByAMessageThatNobodySent) {
  HistoryBuilder tell = alice_and_bob();
  tell.sent("alice.phone", "dm", "m1").accepted("m1").consumed("bob.phone", "m1");
  tell.last().cmid.n = 7;
  const Verdict verdict = judge<NoPhantom>(tell.history());
  EXPECT_EQ(verdict.outcome, Outcome::Broken);
  EXPECT_EQ(verdict.because, "bob.phone consumed m1, which nobody had sent");
  ASSERT_EQ(verdict.witnesses.size(), 1u);
  EXPECT_EQ(verdict.witnesses[0].event, tell.last());
}

TEST(NoPhantom, IsBrokenByAMessageThatIsConsumedBeforeItIsSent) {
  HistoryBuilder sending = alice_and_bob();
  sending.sent("alice.phone", "dm", "m1").accepted("m1").consumed("bob.phone", "m1");
  History history = sending.history();
  std::swap(history.events[4], history.events[6]);
  EXPECT_EQ(judge<NoPhantom>(history).outcome, Outcome::Broken);
}

TEST(NoPhantom, IsBrokenByAnotherText) {
  HistoryBuilder tell = alice_and_bob();
  tell.sent("alice.phone", "dm", "m1").sent("alice.phone", "dm", "m2").accepted("m1");
  tell.consumed("bob.phone", "m1").last().body = tell.message("m2").body;
  const Verdict verdict = judge<NoPhantom>(tell.history());
  EXPECT_EQ(verdict.because, "alice.phone sent m1, and bob.phone consumed it as m2");
  ASSERT_EQ(verdict.witnesses.size(), 2u);
  EXPECT_EQ(verdict.witnesses[0].position, 4u);
  EXPECT_EQ(verdict.witnesses[0].event, tell.events()[4]);
}

TEST(NoPhantom, IsBrokenByAnotherConversation) {
  HistoryBuilder tell = alice_and_bob();
  tell.join("bob", "group").sent("alice.phone", "dm", "m1").accepted("m1");
  tell.consumed("bob.phone", "m1").last().conv = tell.conv("group");
  EXPECT_EQ(judge<NoPhantom>(tell.history()).because,
            "bob.phone consumed m1 in group, but it was sent to dm");
}

TEST(NoPhantom, IsBrokenByAnOutsider) {
  HistoryBuilder tell = alice_and_bob();
  tell.sent("alice.phone", "dm", "m1").accepted("m1").consumed("carol.phone", "m1");
  EXPECT_EQ(judge<NoPhantom>(tell.history()).because,
            "carol.phone consumed m1 at position 1 of dm, which carol may not see");
}

TEST(NoPhantom, IsBrokenByAPositionAfterLeaving) {
  HistoryBuilder tell = alice_and_bob();
  tell.sent("alice.phone", "dm", "m1").accepted("m1").leave("bob", "dm", 0);
  tell.consumed("bob.phone", "m1");
  EXPECT_EQ(judge<NoPhantom>(tell.history()).outcome, Outcome::Broken);
}

TEST(NoPhantom, HoldsAtTheLastPositionBeforeLeaving) {
  HistoryBuilder tell = alice_and_bob();
  tell.sent("alice.phone", "dm", "m1").accepted("m1").leave("bob", "dm", 1);
  tell.consumed("bob.phone", "m1");
  EXPECT_EQ(judge<NoPhantom>(tell.history()).outcome, Outcome::Holds);
}

TEST(NoPhantom, HoldsForAMemberWhoComesBackAndStillSeesTheFirstTime) {
  HistoryBuilder tell = alice_and_bob();
  tell.leave("bob", "dm", 1).join("bob", "dm", 2);
  for (const auto* m : {"m1", "m2", "m3"}) tell.sent("alice.phone", "dm", m).accepted(m);
  tell.consumed("bob.phone", "m1").consumed("bob.phone", "m3");
  EXPECT_EQ(judge<NoPhantom>(tell.history()).outcome, Outcome::Holds);
  tell.consumed("bob.phone", "m2");
  EXPECT_EQ(judge<NoPhantom>(tell.history()).outcome, Outcome::Broken);
}

TEST(NoPhantom, ComparesWithTheFirstSendingOfAMessage) {
  HistoryBuilder tell = alice_and_bob();
  tell.sent("alice.phone", "dm", "m1").accepted("m1").sent("alice.phone", "dm", "m2");
  tell.last().cmid = tell.message("m1").cmid;
  tell.consumed("bob.phone", "m1");
  EXPECT_EQ(judge<NoPhantom>(tell.history()).outcome, Outcome::Holds);
}

TEST(NoPhantom, IsVacuousWhenNothingIsConsumed) {
  EXPECT_EQ(judge<NoPhantom>(alice_and_bob().history()).outcome, Outcome::Vacuous);
}

bool phantom(const oracle::Events& events, std::size_t i) {
  const Event& got = events[i];
  for (std::size_t j = 0; j < i; ++j) {
    if (events[j].kind != EventKind::Sent || events[j].cmid != got.cmid) continue;
    return events[j].conv != got.conv || events[j].body != got.body ||
           !oracle::sees(events, i, got.user, got.conv, got.seq);
  }
  return true;
}

void agrees(const History& history) {
  std::vector<std::size_t> phantoms;
  for (std::size_t i = 0; i < history.events.size(); ++i) {
    const bool consumed = history.events[i].kind == EventKind::Consumed;
    if (consumed && phantom(history.events, i)) phantoms.push_back(i);
  }
  const Verdict verdict = judge<NoPhantom>(history);
  RC_ASSERT((verdict.outcome == Outcome::Broken) == !phantoms.empty());
  if (!phantoms.empty()) RC_ASSERT(verdict.witnesses.back().position == phantoms.front());
}

constexpr Wildlife kAll{true, true, true, true};
constexpr int kPerCase = 8;  // RapidCheck tries 100 cases

RC_GTEST_PROP(NoPhantom, HoldsForEveryGoodHistory, ()) {
  RC_ASSERT(judge<NoPhantom>(*good_histories(kAll)).outcome != Outcome::Broken);
}
RC_GTEST_PROP(NoPhantom, AgreesWithTheOracleOnMutatedHistories, ()) {
  for (int i = 0; i < kPerCase; ++i) agrees(*mutated_histories(kAll));
}
RC_GTEST_PROP(NoPhantom, AgreesWithTheOracleOnWildHistories, ()) {
  for (int i = 0; i < kPerCase; ++i) agrees(*wild_histories());
}

}  // namespace
}  // namespace imstorm
