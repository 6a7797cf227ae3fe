#include "model/invariants/converge.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <utility>

#include "tests/model/invariants/histories.h"
#include "tests/model/invariants/oracle.h"

namespace imstorm {
namespace {

/// Three messages at positions 1 to 3 of dm; alice.phone shows all.
HistoryBuilder three_messages() {
  HistoryBuilder tell;
  tell.join("alice", "dm").join("bob", "dm").install("alice.phone").install("bob.phone");
  for (const auto* m : {"m1", "m2", "m3"}) {
    tell.sent("alice.phone", "dm", m).accepted(m).consumed("alice.phone", m);
  }
  return tell;
}

HistoryBuilder bob_shows(std::initializer_list<const char*> messages) {
  HistoryBuilder tell = three_messages();
  for (const auto* m : messages) tell.consumed("bob.phone", m);
  return tell;
}

TEST(Converge, HoldsWhenAllShowWhatTheServerHas) {
  const Verdict verdict = judge<Converge>(bob_shows({"m1", "m2", "m3"}).history());
  EXPECT_EQ(verdict.outcome, Outcome::Holds);
  EXPECT_EQ(verdict.exercised, 2u);
}

TEST(Converge, AddsWhatAReinstalledAppStillKnows) {
  HistoryBuilder tell = bob_shows({"m1", "m2"});
  tell.wipe("bob.phone").install("bob.phone").last().value = 1;
  tell.consumed("bob.phone", "m3");
  EXPECT_EQ(judge<Converge>(tell.history()).outcome, Outcome::Holds);
  HistoryBuilder unknowing = bob_shows({"m1", "m2"});
  unknowing.wipe("bob.phone").install("bob.phone").consumed("bob.phone", "m3");
  EXPECT_EQ(judge<Converge>(unknowing.history()).outcome, Outcome::Broken);
}

TEST(Converge, IsBrokenByAHole) {
  const HistoryBuilder tell = bob_shows({"m1", "m3"});
  const Verdict verdict = judge<Converge>(tell.history());
  EXPECT_EQ(verdict.outcome, Outcome::Broken);
  EXPECT_EQ(verdict.because,
            "bob.phone does not show m2, which the server has at position 2 of dm");
  ASSERT_EQ(verdict.witnesses.size(), 1u);
  EXPECT_EQ(verdict.witnesses[0].position, 8u);
  EXPECT_EQ(verdict.witnesses[0].event, tell.events()[8]);
}

TEST(Converge, IsBrokenByAMissingEnd) {
  EXPECT_EQ(judge<Converge>(bob_shows({"m1", "m2"}).history()).because,
            "bob.phone does not show m3, which the server has at position 3 of dm");
}

TEST(Converge, IsBrokenByADeviceThatShowsNothing) {
  EXPECT_EQ(judge<Converge>(three_messages().history()).outcome, Outcome::Broken);
}

TEST(Converge, IsBrokenByAnotherOrder) {
  EXPECT_EQ(judge<Converge>(bob_shows({"m1", "m3", "m2"}).history()).because,
            "bob.phone shows m2 (position 2 of dm) out of its turn");
}

TEST(Converge, IsBrokenByARepetition) {
  EXPECT_EQ(judge<Converge>(bob_shows({"m1", "m2", "m3", "m3"}).history()).outcome,
            Outcome::Broken);
}

TEST(Converge, IsBrokenByAnotherMessageAtAPosition) {
  HistoryBuilder tell = bob_shows({"m1", "m2"});
  tell.sent("alice.phone", "dm", "m4").accepted("m4", 3).consumed("bob.phone", "m4");
  EXPECT_EQ(judge<Converge>(tell.history()).because,
            "bob.phone shows m4 at position 3 of dm, where the server has m3");
}

TEST(Converge, IsBrokenByAMessageThatTheServerDoesNotHave) {
  HistoryBuilder tell = bob_shows({"m1", "m2", "m3"});
  tell.sent("bob.phone", "dm", "m4").consumed("bob.phone", "m4").last().seq = Seq{4};
  EXPECT_EQ(judge<Converge>(tell.history()).because,
            "bob.phone shows m4 at position 4 of dm, where the server has nothing");
}

TEST(Converge, IsBrokenByWhatTheUserMayNotSee) {
  HistoryBuilder tell = bob_shows({"m1", "m2", "m3"});
  tell.leave("bob", "dm", 2);
  EXPECT_EQ(judge<Converge>(tell.history()).because,
            "bob.phone shows m3, which its user may not see at position 3 of dm");
}

TEST(Converge, HoldsWithoutWhatTheUserMayNotSee) {
  HistoryBuilder tell = bob_shows({"m1"});
  tell.leave("bob", "dm", 1).join("bob", "dm", 2).consumed("bob.phone", "m3");
  EXPECT_EQ(judge<Converge>(tell.history()).outcome, Outcome::Holds);
}

TEST(Converge, HoldsWithoutWhatTheDeviceWasToldIsGone) {
  HistoryBuilder tell = three_messages();
  tell.gone("bob.phone", "dm", 2).consumed("bob.phone", "m3");
  EXPECT_EQ(judge<Converge>(tell.history()).outcome, Outcome::Holds);
}

TEST(Converge, ExpectsNothingOfOneWhoWasGivenUpAndNeverCameBackIfTheScenarioSaysSo) {
  for (const bool permitted : {true, false}) {
    HistoryBuilder tell;
    tell.phase(Phase::Storm);
    if (permitted) {
      tell.last().kind = EventKind::Permitted;
      tell.last().value = static_cast<std::uint64_t>(Permit::Absence);
    }
    tell.join("alice", "dm").join("bob", "dm").install("alice.phone").install("bob.phone");
    tell.sent("alice.phone", "dm", "m1").accepted("m1").consumed("alice.phone", "m1");
    tell.cursor("bob.phone", "dm", 1).last().kind = EventKind::GivenUp;
    EXPECT_EQ(judge<Converge>(tell.history()).outcome,
              permitted ? Outcome::Holds : Outcome::Broken);
    tell.connected("bob.phone");
    EXPECT_EQ(judge<Converge>(tell.history()).outcome, Outcome::Broken);
    tell.gone("bob.phone", "dm", 1);
    EXPECT_EQ(judge<Converge>(tell.history()).outcome, Outcome::Holds);
  }
}

TEST(Converge, KeepsTheHighestPositionThatIsGone) {
  HistoryBuilder tell = three_messages();
  tell.gone("bob.phone", "dm", 2).gone("bob.phone", "dm", 1).consumed("bob.phone", "m3");
  EXPECT_EQ(judge<Converge>(tell.history()).outcome, Outcome::Holds);
}

TEST(Converge, TellsTheFirstDifferenceOfADevice) {
  EXPECT_EQ(judge<Converge>(bob_shows({"m2", "m1", "m3", "m3"}).history()).because,
            "bob.phone shows m1 (position 1 of dm) out of its turn");
}

TEST(Converge, TellsTheEarliestDifferenceAndHowManyMore) {
  HistoryBuilder tell = bob_shows({});
  tell.install("bob.laptop");
  for (const auto* m : {"m1", "m2", "m3", "m2"}) tell.consumed("bob.laptop", m);
  for (const auto* m : {"m1", "m2", "m3", "m1"}) tell.consumed("bob.phone", m);
  const Verdict verdict = judge<Converge>(tell.history());
  EXPECT_EQ(verdict.because,
            "bob.laptop shows m2 (position 2 of dm) out of its turn (and 1 more time)");
  EXPECT_EQ(verdict.witnesses.at(0).position, 17u);
}

TEST(Converge, AsksTheCurrentInstallationOnly) {
  HistoryBuilder tell = bob_shows({"m3", "m1"});
  tell.wipe("bob.phone").install("bob.phone");
  for (const auto* m : {"m1", "m2", "m3"}) tell.consumed("bob.phone", m);
  EXPECT_EQ(judge<Converge>(tell.history()).outcome, Outcome::Holds);
  tell.wipe("bob.phone").install("bob.phone");
  EXPECT_EQ(judge<Converge>(tell.history()).outcome, Outcome::Broken);
}

TEST(Converge, IsUndecidedUnlessTheRunIsCompleteAndQuiet) {
  const History history = bob_shows({"m3"}).history();
  EXPECT_EQ(judge<Converge>(history, {false, true}).outcome, Outcome::Undecided);
  EXPECT_EQ(judge<Converge>(history, {true, false}).outcome, Outcome::Undecided);
}

TEST(Converge, IsVacuousWhenNothingIsAccepted) {
  HistoryBuilder tell;
  tell.join("alice", "dm").install("alice.phone").sent("alice.phone", "dm", "m1");
  EXPECT_EQ(judge<Converge>(tell.history()).outcome, Outcome::Vacuous);
}

using List = std::vector<std::pair<Seq, Cmid>>;

/// What the server has in the end; ordered by position, the first at each.
std::map<Seq, Cmid> server_list(const oracle::Events& events, std::size_t upto, ConvId conv) {
  std::map<Seq, Cmid> list;
  for (std::size_t i = 0; i < upto; ++i) {
    const Event& e = events[i];
    if (e.kind == EventKind::Accepted && e.conv == conv) list.emplace(e.seq, e.cmid);
  }
  return list;
}

bool first_at_its_place(const oracle::Events& events, std::size_t i) {
  const Event& e = events[i];
  return e.kind == EventKind::Accepted && server_list(events, i, e.conv).count(e.seq) == 0;
}

/// Was the message at that place shown at the place of another lineage that it was copied from?
bool has_copy(const oracle::Events& events, ConvId conv, Seq seq, const List& got) {
  std::size_t i = 0;
  while (events[i].conv != conv || events[i].seq != seq || !first_at_its_place(events, i)) ++i;
  std::size_t j = i;
  while (j-- > 0) {
    if (events[j].cmid == events[i].cmid && first_at_its_place(events, j)) break;
  }
  if (j > i || events[j].conv != conv || events[j].lineage == events[i].lineage) return false;
  const bool held = std::any_of(got.begin(), got.end(),
                                [&](const auto& one) { return one.first == events[j].seq; });
  return held || has_copy(events, conv, events[j].seq, got);
}

/// ... or at that of a later one, as far as no other acceptance stands between?
bool has_later_copy(const oracle::Events& events, ConvId conv, Seq seq, const List& got) {
  const Cmid cmid = server_list(events, events.size(), conv).at(seq);
  std::vector<Event> row;
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (events[i].cmid != cmid || !first_at_its_place(events, i)) continue;
    const bool copy = !row.empty() && row.back().conv == events[i].conv &&
                      row.back().lineage != events[i].lineage;
    if (!copy) row.clear();
    row.push_back(events[i]);
  }
  const auto here = [&](const Event& e) { return e.conv == conv && e.seq == seq; };
  return oracle::any(row, here) && oracle::any(row, [&](const Event& e) {
           return std::any_of(got.begin(), got.end(),
                              [&](const auto& one) { return one.first == e.seq; });
         });
}

/// `events` as told by root.
bool differs(const oracle::Events& events, const oracle::Device& device, ConvId conv) {
  const InstId root = oracle::roots_in_the_end(events).of(device.inst);
  List got;
  bool early = false;  // it showed something that the server did not have by then
  for (std::size_t i = 0; i < events.size(); ++i) {
    const Event& e = events[i];
    if (e.kind != EventKind::Consumed || e.inst != root || e.conv != conv) continue;
    got.emplace_back(e.seq, e.cmid);
    const auto list = server_list(events, i, conv);
    early = early || list.count(e.seq) == 0 || list.at(e.seq) != e.cmid;
  }
  List expected;
  for (const auto& entry : server_list(events, events.size(), conv)) {
    if (!oracle::sees(events, events.size(), device.user, conv, entry.first)) continue;
    const bool gone = oracle::any(events, [&](const Event& e) {
      return e.kind == EventKind::Gone && e.inst == device.inst && e.conv == conv &&
             entry.first <= e.seq;
    });
    const bool held = std::count(got.begin(), got.end(), List::value_type(entry)) != 0;
    const bool excused = gone || has_copy(events, conv, entry.first, got) ||
                         has_later_copy(events, conv, entry.first, got);
    if (held || !excused) expected.emplace_back(entry);
  }
  return early || got != expected;
}

void agrees(const History& history) {
  const oracle::Events events = oracle::by_root(history.events);
  std::size_t pairs = 0;
  std::size_t differing = 0;
  for (const oracle::Device& device : oracle::devices(events)) {
    for (std::size_t c = 0; c < history.names.convs.size() && device.inst; ++c) {
      const auto list = server_list(events, events.size(), ConvId(c));
      const bool concerned = std::any_of(list.begin(), list.end(), [&](const auto& entry) {
        return oracle::sees(events, events.size(), device.user, ConvId(c), entry.first);
      });
      if (!concerned) continue;
      ++pairs;
      differing += differs(events, device, ConvId(c)) ? 1 : 0;
    }
  }
  const Verdict verdict = judge<Converge>(history);
  RC_ASSERT(verdict.exercised == pairs);
  RC_ASSERT((verdict.outcome == Outcome::Broken) == (differing != 0));
}

constexpr Wildlife kAll{true, true, true, true};
constexpr int kPerCase = 8;  // RapidCheck tries 100 cases

RC_GTEST_PROP(Converge, HoldsForEveryGoodHistory, ()) {
  RC_ASSERT(judge<Converge>(*good_histories(kAll)).outcome != Outcome::Broken);
}
RC_GTEST_PROP(Converge, AgreesWithTheOracleOnMutatedHistories, ()) {
  for (int i = 0; i < kPerCase; ++i) agrees(*mutated_histories(kAll));
}
RC_GTEST_PROP(Converge, AgreesWithTheOracleOnWildHistories, ()) {
  for (int i = 0; i < kPerCase; ++i) agrees(*wild_histories());
}

}  // namespace
}  // namespace imstorm
