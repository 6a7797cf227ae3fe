#include "model/invariants/group_order.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "tests/model/invariants/agreement.h"

namespace imstorm {
namespace {

HistoryBuilder sent(std::initializer_list<std::string_view> messages) {
  HistoryBuilder h;
  for (const auto message : messages) h.sent("alice.phone", "group", message).accepted(message);
  return h;
}

void shows(HistoryBuilder& h, std::string_view device,
           std::initializer_list<std::string_view> messages) {
  for (const auto message : messages) h.consumed(device, message);
}

TEST(GroupOrder, IsVacuousWhereTwoDevicesShareOneMessage) {
  HistoryBuilder h;
  h.sent("alice.phone", "dm", "m1").accepted("m1");
  h.consumed("alice.phone", "m1").consumed("bob.phone", "m1");
  EXPECT_EQ(judge<GroupOrder>(h.history()).outcome, Outcome::Vacuous);
  h.sent("alice.phone", "dm", "m2").accepted("m2").consumed("alice.phone", "m2");
  EXPECT_EQ(judge<GroupOrder>(h.history()).outcome, Outcome::Vacuous);
  h.consumed("bob.phone", "m2");
  EXPECT_EQ(judge<GroupOrder>(h.history()).outcome, Outcome::Holds);
}

TEST(GroupOrder, CountsTwoMessagesWhoeverShowsThemFirst) {
  HistoryBuilder h;
  h.sent("alice.phone", "dm", "m1").accepted("m1").sent("bob.phone", "dm", "m2").accepted("m2");
  h.consumed("alice.phone", "m1").consumed("bob.phone", "m1");
  h.consumed("bob.phone", "m2").consumed("alice.phone", "m2");
  EXPECT_EQ(judge<GroupOrder>(h.history()).exercised, 2U);
}

TEST(GroupOrder, IsBrokenByTwoDevicesThatDisagree) {
  HistoryBuilder h = sent({"m1", "m2"});
  shows(h, "bob.phone", {"m1", "m2"});
  shows(h, "carol.phone", {"m2", "m1"});
  const Verdict verdict = judge<GroupOrder>(h.history());
  EXPECT_EQ(verdict.outcome, Outcome::Broken);
  EXPECT_EQ(verdict.exercised, 2U);
  EXPECT_EQ(verdict.because, "carol.phone shows m2 before m1 and bob.phone shows m1 before m2");
  ASSERT_EQ(verdict.witnesses.size(), 4U);
  EXPECT_EQ(verdict.witnesses[0].position, 4U);
  EXPECT_EQ(verdict.witnesses[3].position, 7U);
}

TEST(GroupOrder, IsBrokenByThreeOfWhichNoTwoDisagree) {
  HistoryBuilder h = sent({"m1", "m2", "m3"});
  shows(h, "bob.phone", {"m1", "m2"});
  shows(h, "carol.phone", {"m2", "m3"});
  EXPECT_EQ(judge<GroupOrder>(h.history()).outcome, Outcome::Vacuous);
  shows(h, "dave.phone", {"m3", "m1"});
  const Verdict verdict = judge<GroupOrder>(h.history());
  EXPECT_EQ(verdict.outcome, Outcome::Broken);
  EXPECT_EQ(verdict.because,
            "dave.phone shows m3 before m1, bob.phone shows m1 before m2 and carol.phone shows m2 "
            "before m3");
}

TEST(GroupOrder, HoldsForEqualOrdersWithGaps) {
  HistoryBuilder h = sent({"m1", "m2", "m3", "m4"});
  shows(h, "carol.phone", {"m2", "m4"});
  shows(h, "bob.phone", {"m1", "m2", "m3", "m4"});
  shows(h, "dave.phone", {"m1", "m3", "m4"});
  const Verdict verdict = judge<GroupOrder>(h.history());
  EXPECT_EQ(verdict.outcome, Outcome::Holds);
  EXPECT_EQ(verdict.exercised, 6U);
}

TEST(GroupOrder, ShowsTheShortestCycle) {
  HistoryBuilder h = sent({"m1", "m2", "m3", "m4"});
  shows(h, "bob.phone", {"m1", "m2", "m3", "m4"});
  shows(h, "carol.phone", {"m1", "m4"});
  shows(h, "dave.phone", {"m4", "m1"});
  const Verdict verdict = judge<GroupOrder>(h.history());
  EXPECT_EQ(verdict.because, "dave.phone shows m4 before m1 and carol.phone shows m1 before m4");
}

TEST(GroupOrder, TellsWhatOneDeviceShowsInARowAsOneStep) {
  HistoryBuilder h = sent({"m1", "m2", "m3"});
  shows(h, "bob.phone", {"m1", "m2", "m3"});
  shows(h, "carol.phone", {"m3", "m1"});
  const Verdict verdict = judge<GroupOrder>(h.history());
  EXPECT_EQ(verdict.because, "carol.phone shows m3 before m1 and bob.phone shows m1 before m3");
  ASSERT_EQ(verdict.witnesses.size(), 4U);
}

TEST(GroupOrder, TellsThatWhereverTheRowBegins) {
  HistoryBuilder h = sent({"m1", "m2", "m3"});
  shows(h, "bob.phone", {"m1", "m2"});
  shows(h, "carol.phone", {"m2", "m3", "m1"});
  const Verdict verdict = judge<GroupOrder>(h.history());
  EXPECT_EQ(verdict.because, "carol.phone shows m2 before m1 and bob.phone shows m1 before m2");
  ASSERT_EQ(verdict.witnesses.size(), 4U);
}

TEST(GroupOrder, CountsConversationsAndNotCycles) {
  HistoryBuilder h = sent({"m1", "m2", "m3"});
  h.sent("alice.phone", "dm", "d1").accepted("d1").sent("alice.phone", "dm", "d2").accepted("d2");
  shows(h, "bob.phone", {"m1", "m2", "m3", "d1", "d2"});
  shows(h, "carol.phone", {"m3", "m2", "m1", "d2", "d1"});
  EXPECT_EQ(judge<GroupOrder>(h.history()).because,
            "carol.phone shows m3 before m2 and bob.phone shows m2 before m3 (and 1 more time)");
}

TEST(GroupOrder, LeavesRepetitionsToExactlyOnce) {
  HistoryBuilder h = sent({"m1", "m2"});
  shows(h, "bob.phone", {"m1", "m2", "m1"});
  shows(h, "carol.phone", {"m1", "m1", "m2"});
  const Verdict verdict = judge<GroupOrder>(h.history());
  EXPECT_EQ(verdict.outcome, Outcome::Holds);
  EXPECT_EQ(verdict.exercised, 2U);
}

TEST(GroupOrder, IsVacuousWhenNoTwoDevicesShareAMessage) {
  HistoryBuilder h = sent({"m1", "m2"});
  shows(h, "bob.phone", {"m1"});
  shows(h, "carol.phone", {"m2"});
  const Verdict verdict = judge<GroupOrder>(h.history());
  EXPECT_EQ(verdict.outcome, Outcome::Vacuous);
}

TEST(GroupOrder, TreatsANewInstallationAsANewReader) {
  HistoryBuilder h = sent({"m1", "m2"});
  shows(h, "bob.phone", {"m1", "m2"});
  h.wipe("bob.phone").install("bob.phone");
  shows(h, "bob.phone", {"m1", "m2"});
  EXPECT_EQ(judge<GroupOrder>(h.history()).outcome, Outcome::Holds);
}

/// All pairs of all devices, closed transitively; broken when two messages precede each other.
bool contradictory(const std::vector<std::vector<Cmid>>& orders) {
  std::set<std::pair<Cmid, Cmid>> before;
  std::set<Cmid> messages;
  for (const auto& order : orders) {
    messages.insert(order.begin(), order.end());
    for (std::size_t i = 0; i < order.size(); ++i) {
      for (std::size_t j = i + 1; j < order.size(); ++j) before.emplace(order[i], order[j]);
    }
  }
  for (const Cmid via : messages) {
    for (const Cmid a : messages) {
      if (before.count({a, via}) == 0) continue;
      for (const Cmid b : messages) {
        if (before.count({via, b}) != 0) before.emplace(a, b);
      }
    }
  }
  return std::any_of(messages.begin(), messages.end(), [&](Cmid m) {
    return before.count({m, m}) != 0;
  });
}

Expected oracle(const std::vector<Event>& events) {
  Expected expected;
  std::map<ConvId, std::map<InstId, std::vector<Cmid>>> orders;
  std::map<std::pair<ConvId, Cmid>, std::vector<InstId>> consumers;
  std::set<std::pair<ConvId, InstId>> shared;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const Event& e = events[i];
    if (e.kind != EventKind::Consumed) continue;
    std::vector<Cmid>& order = orders[e.conv][e.inst];
    if (std::count(order.begin(), order.end(), e.cmid) != 0) continue;
    order.push_back(e.cmid);
    std::vector<InstId>& takers = consumers[{e.conv, e.cmid}];
    takers.push_back(e.inst);
    const auto shares = [&](InstId inst) {  // counts if it is not the first that it shares
      expected.exercised += shared.emplace(e.conv, inst).second ? 0 : 1;
    };
    if (takers.size() == 2) shares(takers.front());
    if (takers.size() > 1) shares(e.inst);
    if (expected.breach) continue;
    std::vector<std::vector<Cmid>> all;
    for (const auto& one : orders[e.conv]) all.push_back(one.second);
    if (contradictory(all)) breach_at(expected, i);
  }
  return expected;
}

RC_GTEST_PROP(GroupOrder, HoldsForGoodHistories, ()) {
  const History history = *good_histories(kEverything);
  RC_ASSERT(judge<GroupOrder>(history).outcome != Outcome::Broken);
}
RC_GTEST_PROP(GroupOrder, AgreesWithTheOracleOnMutatedHistories, ()) {
  agrees<GroupOrder>(*mutated_histories(kEverything, GroupOrder().sees()), oracle);
}
RC_GTEST_PROP(GroupOrder, AgreesWithTheOracleOnWildHistories, ()) {
  agrees_on_wild_histories<GroupOrder>(oracle);
}

/// Devices that each consume some of the messages in some order: few messages, so that orders of
/// three and more members matter.
RC_GTEST_PROP(GroupOrder, AgreesWithTheOracleOnShuffledDeliveries, ()) {
  const auto picks =
      *rc::gen::container<std::vector<std::uint32_t>>(rc::gen::inRange<std::uint32_t>(0, 6 * 8));
  History history;
  history.names.devices = {"a", "b", "c", "d", "e", "f"};
  for (const std::uint32_t pick : picks) {
    Event e;
    e.kind = EventKind::Consumed;
    e.at = Instant{} + milliseconds(static_cast<std::int64_t>(history.events.size()));
    e.inst = InstId(pick % 6);
    e.device = DeviceId(pick % 6);
    e.conv = ConvId(0);
    e.cmid = Cmid{InstId(0), pick / 6};
    history.events.push_back(e);
  }
  agrees<GroupOrder>(history, oracle);
}

}  // namespace
}  // namespace imstorm
