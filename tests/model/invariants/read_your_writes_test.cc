#include "model/invariants/read_your_writes.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "tests/model/invariants/agreement.h"

namespace imstorm {
namespace {

HistoryBuilder told_sent() {
  HistoryBuilder h;
  h.sent("alice.phone", "dm", "m1").sent("alice.phone", "dm", "m2");
  return h.accepted("m1").accepted("m2").acked("m1").acked("m2");
}

TEST(ReadYourWrites, IsBrokenByAnAnswerThatIsOlderThanTheAcknowledgement) {
  HistoryBuilder h = told_sent();
  h.refreshed("alice.phone", "dm", 1, h.now_ms() + 1);
  const Verdict verdict = judge<ReadYourWrites>(h.history());
  EXPECT_EQ(verdict.outcome, Outcome::Broken);
  EXPECT_EQ(verdict.exercised, 3U);
  EXPECT_EQ(
      verdict.because,
      "alice.phone was told \"sent\" for its m2 at number 2 of dm, asked afterwards, and was told "
      "that number 1 is the newest");
  ASSERT_EQ(verdict.witnesses.size(), 2U);
  EXPECT_EQ(verdict.witnesses[0].event, h.events()[5]);
  EXPECT_EQ(verdict.witnesses[1].event, h.events()[6]);
}

TEST(ReadYourWrites, HoldsWhenItAskedBeforeOrAtTheInstantOfTheAcknowledgement) {
  HistoryBuilder h = told_sent();
  const std::int64_t told = h.now_ms();
  h.refreshed("alice.phone", "dm", 1, told).consumed("alice.phone", "m1");
  h.consumed("alice.phone", "m2");
  EXPECT_EQ(judge<ReadYourWrites>(h.history()).outcome, Outcome::Holds);
  h.refreshed("alice.phone", "dm", 0, told);
  EXPECT_EQ(judge<ReadYourWrites>(h.history()).outcome, Outcome::Broken) << "m1 was told earlier";
}

TEST(ReadYourWrites, AsksNeitherOtherDevicesNorOtherConversations) {
  HistoryBuilder h = told_sent();
  h.refreshed("bob.phone", "dm", 0, h.now_ms()).refreshed("alice.phone", "group", 0, h.now_ms());
  h.consumed("alice.phone", "m2").consumed("alice.phone", "m1");
  const Verdict verdict = judge<ReadYourWrites>(h.history());
  EXPECT_EQ(verdict.outcome, Outcome::Holds);
  EXPECT_EQ(verdict.exercised, 2U);
}

TEST(ReadYourWrites, IsBrokenInTheEndByAMessageThatItsSenderNeverShows) {
  HistoryBuilder h = told_sent();
  h.consumed("alice.phone", "m1").consumed("bob.phone", "m1").consumed("bob.phone", "m2");
  const Verdict verdict = judge<ReadYourWrites>(h.history());
  EXPECT_EQ(verdict.outcome, Outcome::Broken);
  EXPECT_EQ(verdict.because, "alice.phone was told \"sent\" for its m2 and never shows it");
  ASSERT_EQ(verdict.witnesses.size(), 1U);
  EXPECT_EQ(verdict.witnesses[0].event, h.events()[5]);
}

TEST(ReadYourWrites, WaitsForAQuietEndBeforeItMissesAMessage) {
  const History history = told_sent().history();
  EXPECT_EQ(judge<ReadYourWrites>(history, {.complete = true, .quiet = false}).outcome,
            Outcome::Holds);
  EXPECT_EQ(judge<ReadYourWrites>(history, {.complete = false, .quiet = true}).outcome,
            Outcome::Undecided);
}

TEST(ReadYourWrites, HoldsWhenItShowsTheMessageBeforeItIsToldSent) {
  HistoryBuilder h;
  h.sent("alice.phone", "dm", "m1").accepted("m1").consumed("alice.phone", "m1").acked("m1");
  EXPECT_EQ(judge<ReadYourWrites>(h.history()).outcome, Outcome::Holds);
}

TEST(ReadYourWrites, DoesNotMissWhatWasDestroyedOrIsGone) {
  HistoryBuilder h = told_sent();
  h.gone("alice.phone", "dm", 1).consumed("alice.phone", "m2");
  EXPECT_EQ(judge<ReadYourWrites>(h.history()).outcome, Outcome::Holds);
  h = told_sent();
  h.gone("alice.phone", "dm", 1);
  EXPECT_EQ(judge<ReadYourWrites>(h.history()).outcome, Outcome::Broken) << "m2 is not gone";
  h.wipe("alice.phone");
  EXPECT_EQ(judge<ReadYourWrites>(h.history()).outcome, Outcome::Holds);
}

TEST(ReadYourWrites, IsVacuousWithoutAnAcknowledgement) {
  HistoryBuilder h;
  h.refreshed("alice.phone", "dm", 0, 1);
  EXPECT_EQ(judge<ReadYourWrites>(h.history()).outcome, Outcome::Vacuous);
}

/// The first acknowledgement that counts: behind the last time that the app was told otherwise.
const Event* counting(const std::vector<Event>& events, const Event& like) {
  const Event* first = nullptr;
  for (const Event& e : events) {
    if (e.inst != like.inst || e.cmid != like.cmid) continue;
    if (e.kind == EventKind::Rejected) first = nullptr;
    if (e.kind == EventKind::Acked && first == nullptr) first = &e;
  }
  return first;
}

/// An acknowledgement that no later own consumption, wipe or Gone settles.
bool never_seen(const std::vector<Event>& events, const Event& ack) {
  if (ack.cmid.inst != ack.inst) return false;
  return std::none_of(events.begin(), events.end(), [&](const Event& e) {
    if (e.inst != ack.inst) return false;
    return (e.kind == EventKind::Consumed && e.cmid == ack.cmid) || e.kind == EventKind::Wiped ||
           (e.kind == EventKind::Gone && e.conv == ack.conv && e.seq >= ack.seq);
  });
}

void agrees_with_oracle(const History& history) {
  const auto& events = history.events;
  std::optional<std::size_t> stale;
  std::uint64_t exercised = 0;
  bool missing = false;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const Event& e = events[i];
    if (e.kind == EventKind::Acked) {
      ++exercised;
      const Event* first = counting(events, e);
      missing = missing || (first != nullptr && never_seen(events, *first));
    }
    if (e.kind != EventKind::Refreshed) continue;
    bool asked_after = false;
    for (std::size_t j = 0; j < i; ++j) {
      const Event& ack = events[j];
      if (ack.kind != EventKind::Acked || ack.inst != e.inst || ack.conv != e.conv) continue;
      if (ack.at >= e.since) continue;
      asked_after = true;
      if (ack.seq > e.seq && !stale) stale = i;
    }
    exercised += asked_after ? 1 : 0;
  }
  RC_CLASSIFY(stale.has_value(), "stale");
  RC_CLASSIFY(missing, "missing");
  ReadYourWrites law;
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (law.sees().has(events[i].kind)) law.observe(i, events[i]);
    RC_ASSERT(law.broken() == (stale && *stale <= i));
  }
  RC_ASSERT(law.verdict({}, history.names).exercised == exercised);
  RC_ASSERT((law.verdict({}, history.names).outcome == Outcome::Broken) == (stale || missing));
  RC_ASSERT((law.verdict({.quiet = false}, history.names).outcome == Outcome::Broken) ==
            stale.has_value());
  if (stale) RC_ASSERT(law.verdict({}, history.names).witnesses.back().position == *stale);
}

RC_GTEST_PROP(ReadYourWrites, HoldsForGoodHistories, ()) {
  const History history = *good_histories(kEverything);
  RC_ASSERT(judge<ReadYourWrites>(history).outcome != Outcome::Broken);
  agrees_with_oracle(history);
}
RC_GTEST_PROP(ReadYourWrites, AgreesWithTheOracleOnMutatedHistories, ()) {
  for (int i = 0; i < 5; ++i) {
    agrees_with_oracle(*mutated_histories(kEverything, ReadYourWrites().sees()));
  }
}
RC_GTEST_PROP(ReadYourWrites, AgreesWithTheOracleOnWildHistories, ()) {
  for (int i = 0; i < 5; ++i) agrees_with_oracle(*wild_histories());
}

}  // namespace
}  // namespace imstorm
