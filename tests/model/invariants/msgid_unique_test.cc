#include "model/invariants/msgid_unique.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "tests/model/invariants/agreement.h"

namespace imstorm {
namespace {

HistoryBuilder two_accepted() {
  HistoryBuilder h;
  h.sent("alice.phone", "dm", "m1").sent("bob.phone", "dm", "m2");
  return h.accepted("m1").accepted("m2");
}

TEST(MsgidUnique, IsBrokenByTwoMessagesWithOneId) {
  HistoryBuilder h = two_accepted();
  h.last().msgid = h.message("m1").msgid;
  const Verdict verdict = judge<MsgidUnique>(h.history());
  EXPECT_EQ(verdict.outcome, Outcome::Broken);
  EXPECT_EQ(verdict.exercised, 1U);
  EXPECT_EQ(verdict.because, "bob's m2 got message id 0x1, which alice's m1 has");
  ASSERT_EQ(verdict.witnesses.size(), 2U);
  EXPECT_EQ(verdict.witnesses[0].event, h.events()[2]);
  EXPECT_EQ(verdict.witnesses[1].event, h.events()[3]);
}

/// A store that writes blindly: the second message takes the first one's place, and its id.
TEST(MsgidUnique, IsBrokenByAMessageThatIsAcceptedInAnothersPlace) {
  HistoryBuilder h = two_accepted();
  h.last().msgid = h.message("m1").msgid;
  h.last().seq = h.message("m1").seq;
  EXPECT_EQ(judge<MsgidUnique>(h.history()).because,
            "bob's m2 got message id 0x1, which alice's m1 has");
}

TEST(MsgidUnique, ComparesConversationsToo) {
  HistoryBuilder h;
  h.sent("alice.phone", "dm", "m1").sent("bob.phone", "group", "g1").accepted("m1").accepted("g1");
  EXPECT_EQ(judge<MsgidUnique>(h.history()).outcome, Outcome::Holds);
  h.last().msgid = h.message("m1").msgid;
  EXPECT_EQ(judge<MsgidUnique>(h.history()).outcome, Outcome::Broken);
}

TEST(MsgidUnique, IsBrokenByAMessageWithoutId) {
  HistoryBuilder h = two_accepted();
  h.last().msgid = Msgid{};
  const Verdict verdict = judge<MsgidUnique>(h.history());
  EXPECT_EQ(verdict.outcome, Outcome::Broken);
  EXPECT_EQ(verdict.because, "bob's m2 got no message id");
}

TEST(MsgidUnique, IsBrokenByOneIdThatIsShownAsTwoMessages) {
  HistoryBuilder h = two_accepted();
  h.consumed("alice.phone", "m1").consumed("bob.phone", "m2");
  EXPECT_EQ(judge<MsgidUnique>(h.history()).outcome, Outcome::Holds);
  h.last().msgid = h.message("m1").msgid;
  EXPECT_EQ(judge<MsgidUnique>(h.history()).because,
            "bob.phone shows m2 under message id 0x1, under which alice.phone showed m1");
}

TEST(MsgidUnique, HoldsWhenEverybodyShowsAMessageUnderItsId) {
  HistoryBuilder h = two_accepted();
  h.consumed("alice.phone", "m1").consumed("bob.phone", "m1").consumed("bob.phone", "m1");
  EXPECT_EQ(judge<MsgidUnique>(h.history()).outcome, Outcome::Holds);
}

TEST(MsgidUnique, IsVacuousForOneMessage) {
  HistoryBuilder h;
  h.sent("alice.phone", "dm", "m1").accepted("m1");
  EXPECT_EQ(judge<MsgidUnique>(h.history()).outcome, Outcome::Vacuous);
}

TEST(MsgidUnique, FindsASharedIdAmongMany) {
  HistoryBuilder h;
  for (int i = 0; i < 1000; ++i) {
    const std::string name = "m" + std::to_string(i);
    h.sent("alice.phone", "dm", name).accepted(name);
    h.last().msgid = Msgid{static_cast<std::uint64_t>(i) * 0x100000001ULL + 1};
  }
  EXPECT_EQ(judge<MsgidUnique>(h.history()).outcome, Outcome::Holds);
  h.sent("alice.phone", "dm", "late").accepted("late");
  h.last().msgid = Msgid{500 * 0x100000001ULL + 1};
  EXPECT_EQ(judge<MsgidUnique>(h.history()).outcome, Outcome::Broken);
}

Expected oracle(const std::vector<Event>& events) {
  Expected expected;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const Event& b = events[i];
    if (b.kind == EventKind::Accepted) {
      ++expected.exercised;
      if (b.msgid.value == 0) breach_at(expected, i);
    }
    for (std::size_t j = 0; j < i; ++j) {
      const Event& a = events[j];
      if (a.kind != b.kind || a.msgid != b.msgid || a.msgid.value == 0) continue;
      if (b.kind == EventKind::Accepted) {
        const bool first =
            std::none_of(events.begin(), events.begin() + static_cast<long>(j),
                         [&](const Event& e) { return e.kind == a.kind && e.msgid == a.msgid; });
        const bool moved = a.lineage == b.lineage && a.seq != b.seq;
        const bool other = first && a.cmid != b.cmid;
        if (a.conv != b.conv || moved || other) breach_at(expected, i);
      }
      if (b.kind == EventKind::Consumed && a.cmid != b.cmid) breach_at(expected, i);
    }
  }
  expected.exercised -= std::min<std::uint64_t>(expected.exercised, 1);
  return expected;
}

RC_GTEST_PROP(MsgidUnique, HoldsForGoodHistories, ()) {
  agrees_on_good_histories<MsgidUnique>(oracle);
}
RC_GTEST_PROP(MsgidUnique, AgreesWithTheOracleOnMutatedHistories, ()) {
  agrees_on_mutated_histories<MsgidUnique>(oracle);
}
RC_GTEST_PROP(MsgidUnique, AgreesWithTheOracleOnWildHistories, ()) {
  agrees_on_wild_histories<MsgidUnique>(oracle);
}

}  // namespace
}  // namespace imstorm
