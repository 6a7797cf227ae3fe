#include "model/protocol/membership.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <vector>

namespace imstorm {
namespace {

const UserId kAda(0), kBob(1), kCarol(2);

Entry change(std::uint64_t seq, Content content, UserId subject) {
  Entry entry;
  entry.seq = Seq{seq};
  entry.content = content;
  entry.subject = subject;
  return entry;
}
Send asks(Content content, UserId subject = {}) {
  Send send;
  send.content = content;
  send.subject = subject;
  return send;
}
Membership of_ada() {
  Membership members;
  members.admit(kAda);
  return members;
}

TEST(Membership, ShowsEverythingToWhoIsThereFromTheStart) {
  const Membership members = of_ada();
  EXPECT_TRUE(members.sees(kAda, Seq{1}));
  EXPECT_FALSE(members.sees(kBob, Seq{1}));
  EXPECT_FALSE(members.mixed());
}

TEST(Membership, IsAnIntervalThatHoldsBothItsEnds) {  // rule M1
  Membership members = of_ada();
  members.apply(change(5, Content::Join, kBob));
  members.apply(change(9, Content::Leave, kBob));
  EXPECT_FALSE(members.sees(kBob, Seq{4}));
  EXPECT_TRUE(members.sees(kBob, Seq{5}));
  EXPECT_TRUE(members.sees(kBob, Seq{9}));
  EXPECT_FALSE(members.sees(kBob, Seq{10}));
  EXPECT_EQ(members.changed(), Seq{9});
}

TEST(Membership, GetsOneMoreIntervalByJoiningAgain) {
  Membership members = of_ada();
  members.apply(change(2, Content::Join, kBob));
  members.apply(change(3, Content::Kick, kBob));
  members.apply(change(7, Content::Join, kBob));
  EXPECT_TRUE(members.sees(kBob, Seq{3}));
  EXPECT_FALSE(members.sees(kBob, Seq{5}));
  EXPECT_TRUE(members.sees(kBob, Seq{100}));
  EXPECT_EQ(members.before(kBob, Seq{7}), Seq{3});
  EXPECT_EQ(members.before(kBob, Seq{9}), Seq{8});
  EXPECT_EQ(members.last_invisible_after(kBob, Seq{3}), Seq{6});
  EXPECT_EQ(members.last_invisible_after(kBob, Seq{2}), Seq{2});
}

TEST(Membership, LetsNobodyWaitForAnOutsider) {
  EXPECT_EQ(of_ada().last_invisible_after(kBob, Seq{0}), Membership::kOpen);
}

TEST(Membership, AllowsWritingToMembersOnly) {  // rule S4
  Membership members = of_ada();
  EXPECT_TRUE(members.allows(asks(Content::Text), kAda, Seq{9}));
  EXPECT_FALSE(members.allows(asks(Content::Text), kBob, Seq{9}));
  EXPECT_TRUE(members.allows(asks(Content::Join, kBob), kAda, Seq{9})) << "invited";
  EXPECT_TRUE(members.allows(asks(Content::Join, kBob), kBob, Seq{9})) << "by himself";
  EXPECT_FALSE(members.allows(asks(Content::Join, kBob), kCarol, Seq{9})) << "by another outsider";
  EXPECT_FALSE(members.allows(asks(Content::Join, kAda), kAda, Seq{9})) << "she is in";
  EXPECT_TRUE(members.allows(asks(Content::Leave, kAda), kAda, Seq{9}));
  EXPECT_FALSE(members.allows(asks(Content::Leave, kBob), kBob, Seq{9})) << "he is not in";
  EXPECT_FALSE(members.allows(asks(Content::Kick, kBob), kAda, Seq{9})) << "nobody to throw out";
  members.apply(change(1, Content::Join, kBob));
  EXPECT_TRUE(members.allows(asks(Content::Kick, kBob), kAda, Seq{9}));
  EXPECT_FALSE(members.allows(asks(Content::Leave, kAda), kBob, Seq{9})) << "not for her";
  EXPECT_FALSE(members.allows(asks(Content::Text), kBob, Seq{0}))
      << "not at a place before he came";
  EXPECT_FALSE(members.allows(asks(Content::Skip), kAda, Seq{9})) << "it never becomes an entry";
}

TEST(Membership, IsTheSameAfterItWasTold) {
  Membership members = of_ada();
  members.apply(change(2, Content::Join, kBob));
  members.apply(change(3, Content::Leave, kAda));
  const Membership told = Membership::of(members.rows(), members.changed());
  for (const UserId user : {kAda, kBob, kCarol}) {
    for (std::uint64_t seq = 1; seq < 6; ++seq) {
      EXPECT_EQ(told.sees(user, Seq{seq}), members.sees(user, Seq{seq}));
    }
  }
  EXPECT_TRUE(told.mixed());
}

/// Slow and obvious: walk the log and keep who is in.
bool sees(const std::vector<Entry>& log, UserId user, std::uint64_t seq) {
  bool in = user == kAda;
  for (const Entry& entry : log) {
    if (entry.subject == user && entry.content == Content::Join) in = true;
    if (entry.seq.value == seq) return in;
    const bool goes = entry.content == Content::Leave || entry.content == Content::Kick;
    if (entry.subject == user && goes) in = false;
  }
  return in;
}

RC_GTEST_PROP(Membership, AgreesWithAWalkThroughTheLog, (const std::vector<std::uint8_t>& coins)) {
  Membership members = of_ada();
  std::vector<Entry> log;
  for (const std::uint8_t coin : coins) {
    const UserId user(static_cast<int>(coin / 4 % 3));
    const Send send = asks(static_cast<Content>(coin % 4), user);
    const UserId author(static_cast<int>(coin / 16 % 3));
    if (!members.allows(send, author, Seq{log.size() + 1})) continue;
    log.push_back(change(log.size() + 1, send.content, user));
    members.apply(log.back());
  }
  for (const UserId user : {kAda, kBob, kCarol}) {
    Seq before;
    for (std::uint64_t seq = 1; seq <= log.size(); ++seq) {
      const bool visible = sees(log, user, seq);
      RC_ASSERT(members.sees(user, Seq{seq}) == visible);
      RC_ASSERT(members.before(user, Seq{seq}) == before);
      if (visible) before = Seq{seq};
    }
    for (std::uint64_t after = 0; after <= log.size(); ++after) {
      std::uint64_t last = after;
      while (last < log.size() && !sees(log, user, last + 1)) ++last;
      const Seq told = members.last_invisible_after(user, Seq{after});
      RC_ASSERT(std::min(told, Seq{log.size()}) == Seq{last});
    }
  }
}

}  // namespace
}  // namespace imstorm
