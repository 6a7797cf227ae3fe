#include "model/invariants/causal_order.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "tests/model/invariants/agreement.h"

namespace imstorm {
namespace {

/// alice asks m1; bob sees it and replies with m2.
HistoryBuilder asked_and_replied() {
  HistoryBuilder h;
  h.sent("alice.phone", "group", "m1").accepted("m1").consumed("bob.phone", "m1");
  h.sent("bob.phone", "group", "m2").accepted("m2");
  return h;
}

TEST(CausalOrder, IsBrokenByAReplyThatIsShownBeforeWhatItsSenderHadSeen) {
  HistoryBuilder h = asked_and_replied();
  h.consumed("carol.phone", "m2").consumed("carol.phone", "m1");
  const Verdict verdict = judge<CausalOrder>(h.history());
  EXPECT_EQ(verdict.outcome, Outcome::Broken);
  EXPECT_EQ(verdict.exercised, 1U);
  EXPECT_EQ(verdict.because,
            "carol.phone shows m2 before m1, which bob.phone had seen when it sent m2");
  ASSERT_EQ(verdict.witnesses.size(), 3U);
  for (const Witness& witness : verdict.witnesses) {
    EXPECT_EQ(witness.event, h.events()[witness.position]);
  }
  EXPECT_EQ(verdict.witnesses[0].event.kind, EventKind::Sent);
  EXPECT_EQ(verdict.witnesses[2].position, 6U);
}

TEST(CausalOrder, HoldsWhenTheSenderHadNotSeenIt) {
  HistoryBuilder h;
  h.sent("alice.phone", "group", "m1").accepted("m1");
  h.sent("bob.phone", "group", "m2").accepted("m2").consumed("bob.phone", "m1");
  h.consumed("carol.phone", "m2").consumed("carol.phone", "m1");
  EXPECT_EQ(judge<CausalOrder>(h.history()).outcome, Outcome::Vacuous);
}

TEST(CausalOrder, HoldsInTheRightOrderAndForDevicesThatNeverShowTheFirst) {
  HistoryBuilder h = asked_and_replied();
  h.consumed("carol.phone", "m1").consumed("carol.phone", "m2").consumed("dave.phone", "m2");
  const Verdict verdict = judge<CausalOrder>(h.history());
  EXPECT_EQ(verdict.outcome, Outcome::Holds);
  EXPECT_EQ(verdict.exercised, 2U);
}

TEST(CausalOrder, IsBrokenOnTheAskersOwnDevice) {
  HistoryBuilder h = asked_and_replied();
  h.consumed("alice.phone", "m2").consumed("alice.phone", "m1");
  EXPECT_EQ(judge<CausalOrder>(h.history()).outcome, Outcome::Broken);
}

TEST(CausalOrder, RemembersWhatTheLaterOfTwoRepliesHadSeen) {
  HistoryBuilder h = asked_and_replied();
  h.sent("alice.phone", "group", "m3").accepted("m3").consumed("bob.phone", "m3");
  h.sent("bob.phone", "group", "m4").accepted("m4");
  h.consumed("carol.phone", "m1").consumed("carol.phone", "m4").consumed("carol.phone", "m2");
  EXPECT_EQ(judge<CausalOrder>(h.history()).outcome, Outcome::Holds) << "sender-fifo's business";
  h.consumed("carol.phone", "m3");
  EXPECT_EQ(judge<CausalOrder>(h.history()).because,
            "carol.phone shows m4 before m3, which bob.phone had seen when it sent m4");
}

TEST(CausalOrder, LeavesRepetitionsToExactlyOnce) {
  HistoryBuilder h = asked_and_replied();
  h.consumed("carol.phone", "m1").consumed("carol.phone", "m2").consumed("carol.phone", "m1");
  EXPECT_EQ(judge<CausalOrder>(h.history()).outcome, Outcome::Holds);
}

TEST(CausalOrder, LeavesTheOrderOfOneSenderToSenderFifo) {
  HistoryBuilder h;
  h.sent("alice.phone", "group", "m1").accepted("m1").consumed("alice.phone", "m1");
  h.sent("alice.phone", "group", "m2").accepted("m2");
  h.consumed("bob.phone", "m2").consumed("bob.phone", "m1");
  EXPECT_EQ(judge<CausalOrder>(h.history()).outcome, Outcome::Vacuous);
}

TEST(CausalOrder, ComparesNeitherConversationsNorDevicesOfTheSender) {
  HistoryBuilder h = asked_and_replied();
  h.sent("bob.laptop", "group", "m3").accepted("m3");
  h.sent("bob.phone", "dm", "d1").accepted("d1");
  h.consumed("carol.phone", "m3").consumed("carol.phone", "d1").consumed("carol.phone", "m1");
  EXPECT_EQ(judge<CausalOrder>(h.history()).outcome, Outcome::Vacuous);
}

TEST(CausalOrder, TakesACopyInAnotherLineageForAnotherMessage) {
  HistoryBuilder h = asked_and_replied();
  h.consumed("carol.phone", "m2");
  h.last().lineage = Lineage{2};
  h.consumed("carol.phone", "m1");
  h.last().lineage = Lineage{2};
  EXPECT_EQ(judge<CausalOrder>(h.history()).outcome, Outcome::Holds)
      << "m1 was lost, and sent again behind the reply";
}

bool same_message(const Event& a, const Event& b) {
  return a.cmid == b.cmid && a.conv == b.conv && a.lineage == b.lineage;
}

/// The first time that the installation takes that message.
bool is_first(const std::vector<Event>& events, std::size_t at) {
  const Event& e = events[at];
  return e.kind == EventKind::Consumed &&
         std::none_of(events.begin(), events.begin() + static_cast<std::ptrdiff_t>(at),
                      [&](const Event& f) {
                        return f.kind == e.kind && f.inst == e.inst && same_message(f, e);
                      });
}

/// Where the message of that consumption was sent, if it was before; in its conversation.
std::optional<std::size_t> sending(const std::vector<Event>& events, std::size_t consumed) {
  const Event& e = events[consumed];
  for (std::size_t i = 0; i < consumed; ++i) {
    if (events[i].kind != EventKind::Sent || events[i].cmid != e.cmid) continue;
    if (events[i].conv != e.conv) return std::nullopt;
    return i;
  }
  return std::nullopt;
}

/// Had its sender taken, before it sent, what `what` says?
template <class What>
bool had_seen(const std::vector<Event>& events, std::size_t sent, const What& what) {
  return std::any_of(events.begin(), events.begin() + static_cast<std::ptrdiff_t>(sent),
                     [&](const Event& f) {
                       return f.kind == EventKind::Consumed && f.inst == events[sent].cmid.inst &&
                              f.conv == events[sent].conv && what(f);
                     });
}

/// Every two first consumptions by one device.
Expected oracle(const std::vector<Event>& events) {
  Expected expected;
  for (std::size_t late = 0; late < events.size(); ++late) {
    if (!is_first(events, late)) continue;
    const Event& e = events[late];
    const auto sent = sending(events, late);
    const bool reply = sent && e.inst != e.cmid.inst && had_seen(events, *sent, [](const Event& f) {
                         return f.cmid.inst != f.inst;
                       });
    if (reply) ++expected.exercised;
    for (std::size_t early = 0; early < late; ++early) {
      const Event& f = events[early];
      if (!is_first(events, early) || f.inst != e.inst || f.conv != e.conv) continue;
      if (f.cmid.inst == e.cmid.inst || f.cmid.inst == f.inst) continue;
      const auto other = sending(events, early);
      if (other && had_seen(events, *other, [&](const Event& g) { return same_message(g, e); })) {
        breach_at(expected, late);
      }
    }
  }
  return expected;
}

RC_GTEST_PROP(CausalOrder, HoldsForGoodHistories, ()) {
  agrees_on_good_histories<CausalOrder>(oracle);
}
RC_GTEST_PROP(CausalOrder, AgreesWithTheOracleOnMutatedHistories, ()) {
  agrees_on_mutated_histories<CausalOrder>(oracle);
}
RC_GTEST_PROP(CausalOrder, AgreesWithTheOracleOnWildHistories, ()) {
  agrees_on_wild_histories<CausalOrder>(oracle);
}

/// Devices of one group that send and show in any order: many replies, many circles.
RC_GTEST_PROP(CausalOrder, AgreesWithTheOracleOnShuffledTalk, ()) {
  const auto picks =
      *rc::gen::container<std::vector<std::uint32_t>>(rc::gen::inRange<std::uint32_t>(0, 4 * 12));
  HistoryBuilder h;
  const std::string_view devices[] = {"a.phone", "b.phone", "c.phone", "d.phone"};
  const std::string_view messages[] = {"m0", "m1", "m2", "m3", "m4", "m5"};
  std::uint32_t sent = 0;
  for (const std::uint32_t pick : picks) {
    const std::string_view device = devices[pick % 4];
    if (pick / 4 >= 6 && sent < 6) {
      h.sent(device, "group", messages[sent++]);
    } else if (sent > 0) {
      h.consumed(device, messages[pick / 4 % sent]);
    }
  }
  agrees<CausalOrder>(h.history(), oracle);
}

}  // namespace
}  // namespace imstorm
