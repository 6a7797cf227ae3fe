#include <gtest/gtest.h>

#include "tests/model/node/logic_bench.h"

namespace imstorm {
namespace {

using Mode = GroupOptions::Fanout;
const ConvId kInboxOfAda(2), kInboxOfBob(3);

/// A logic process that copies what it appends to the inboxes of Ada and Bob.
struct Copier : Bench {
  explicit Copier(Mode mode) {
    directory.options.group.fanout = mode;
    directory.inbox_first = 2;
    directory.conv_keys.push_back(hash_text("ada"));
    directory.conv_keys.push_back(hash_text("bob"));
  }
  const Outputs& own_from(std::uint64_t fanned, std::uint64_t last) {
    receive(kGateway, send_of(kAda, 1));
    Taken taken{kDm, Epoch{1}, {}, Seq{last}, true};
    taken.fanned = Seq{fanned};
    return receive(kStore, taken);
  }
  const Outputs& answer(ConvId inbox, std::uint64_t seq) {
    return receive(kStore, Delivered{inbox, kDm, Seq{seq}});
  }
};

std::vector<std::uint64_t> copies(const Outputs& out) {
  std::vector<std::uint64_t> found;
  for (const Deliver& one : sent<Deliver>(out)) found.push_back(one.entry.origin_seq.value);
  return found;
}
using Seqs = std::vector<std::uint64_t>;

TEST(LogicFanout, CopiesOnePositionAfterTheOther) {  // rule M2
  Copier logic(Mode::WriteOutbox);
  logic.own_from(0, 0);
  EXPECT_EQ(copies(logic.committed(1)), (Seqs{1, 1}));
  EXPECT_TRUE(sent<Notify>(logic.out).empty()) << "nobody pulls the conversation itself";
  EXPECT_EQ(copies(logic.committed(2)), Seqs{}) << "1 is not everywhere yet";
  EXPECT_EQ(copies(logic.answer(kInboxOfAda, 1)), Seqs{});
  EXPECT_EQ(copies(logic.answer(kInboxOfBob, 1)), (Seqs{2, 2}));
  EXPECT_EQ(only<Fanned>(logic.out).upto, Seq{1});
}

TEST(LogicFanout, RepeatsOnlyWhatHasNoAnswer) {
  Copier logic(Mode::WriteOutbox);
  logic.own_from(0, 0);
  const TimerFired ring = timer(logic.committed(1), seconds(1));
  logic.answer(kInboxOfAda, 1);
  logic.step(ring);
  ASSERT_EQ(sent<Deliver>(logic.out).size(), 1u);
  EXPECT_EQ(only<Deliver>(logic.out).conv, kInboxOfBob);
}

TEST(LogicFanout, GoesOnWhereItsPredecessorHadGotTo) {  // hole 38
  Copier logic(Mode::WriteOutbox);
  const Read read = only<Read>(logic.own_from(2, 4));
  EXPECT_EQ(read.after, Seq{2});
  Page page{{}, 0, {kDm, {}, Seq{4}, {}}, Seq{2}, Seq{4}, entries(3, 4)};
  EXPECT_EQ(copies(logic.receive(kStore, page)), (Seqs{3, 3}));
}

/// Of a number that an id service gave, the answer may say that it is given up, and let readers
/// come to what was stored above it.
TEST(LogicFanout, GoesOnWhateverMadeItReadable) {
  Copier logic(Mode::WriteOutbox);
  logic.directory.ids = {ProcessId(5)};
  logic.directory.options.seq.source = SeqOptions::Source::RedisSync;
  logic.own_from(0, 0);
  const Allocate peek = only<Allocate>(logic.out);
  logic.receive(ProcessId(5), Allocated{kDm, peek.what, peek.draft, 0, peek.body, 0});
  EXPECT_TRUE(
      sent<Read>(logic.receive(kStore, Resolved{{kDm, {}, {}, {}, {}}, Epoch{1}, true})).empty());
  for (const auto code : {Appended::Code::Duplicate, Appended::Code::Rejected}) {
    Copier again = logic;
    Appended given_up = again.result(send_of(kAda, 1), code, 1);
    given_up.hw = given_up.top = Seq{3};
    EXPECT_EQ(only<Read>(again.receive(kStore, given_up)).after, Seq{0});
  }
  EXPECT_EQ(
      only<Read>(logic.receive(kStore, Resolved{{kDm, {}, Seq{3}, {}, {}}, Epoch{1}, true})).after,
      Seq{0});
}

TEST(LogicFanout, TakesTheEpochWhereSomebodyFindsCopiesMissing) {
  Copier logic(Mode::WriteOutbox);
  logic.subscribe(kBob);
  Attached attached{via_of(kBob), {kDm, {}, Seq{4}, {}}, Epoch{1}, {}, {}, false};
  attached.fanned = Seq{4};
  EXPECT_TRUE(sent<Take>(logic.receive(kStore, attached)).empty());
  attached.fanned = Seq{3};
  EXPECT_EQ(sent<Take>(logic.receive(kStore, attached)).size(), 1u);
}

TEST(LogicFanout, CopiesEverythingAtOnceInParallel) {
  Copier logic(Mode::WriteParallel);
  logic.own_from(0, 0);
  logic.committed(1);
  EXPECT_EQ(copies(logic.committed(2)), (Seqs{2, 2}));
}

TEST(LogicFanout, CopiesOnceAndForgetsWhereDirect) {
  Copier logic(Mode::WriteDirect);
  logic.own_from(0, 0);
  EXPECT_EQ(copies(logic.committed(1)), (Seqs{1, 1}));
  EXPECT_TRUE(timers(logic.out, seconds(1)).empty());
}

/// A writer that was replaced may find entries in the log that it knows nothing about.
TEST(LogicFanout, LearnsFromTheLogItselfWhoSeesACopy) {
  Copier logic(Mode::WriteOutbox);
  logic.directory.conv_members[kDm.index()] = {UserId(0)};
  logic.own_from(0, 2);
  Entry join = entry(1);
  join.content = Content::Join;
  join.subject = UserId(1);
  Entry leave = entry(2);
  leave.content = Content::Kick;
  leave.subject = UserId(0);
  logic.receive(kStore,
                Page{{}, 0, {kDm, {}, Seq{3}, {}}, Seq{0}, Seq{3}, {join, leave, entry(3)}});
  const auto to = [&] {
    std::vector<ConvId> inboxes;
    for (const Deliver& one : sent<Deliver>(logic.out)) inboxes.push_back(one.conv);
    return inboxes;
  };
  const std::vector<ConvId> both = {kInboxOfAda, kInboxOfBob};
  EXPECT_EQ(to(), both);
  logic.answer(kInboxOfAda, 1);
  logic.answer(kInboxOfBob, 1);
  EXPECT_EQ(to(), both) << "whoever is thrown out sees that";
  logic.answer(kInboxOfAda, 2);
  logic.answer(kInboxOfBob, 2);
  EXPECT_EQ(to(), std::vector<ConvId>{kInboxOfBob});
}

TEST(LogicFanout, PassesOverWhatTheLogDoesNotHaveAnyMore) {
  Copier logic(Mode::WriteOutbox);
  logic.own_from(2, 4);
  logic.receive(kStore, Page{{}, 0, {kDm, {}, Seq{4}, Seq{3}}, Seq{2}, Seq{2}, {}});
  EXPECT_EQ(only<Read>(logic.out).after, Seq{3});
}

TEST(LogicFanout, DoesNotAskOverAndOverForAPageThatBringsNothing) {
  Copier logic(Mode::WriteOutbox);
  const TimerFired ring = timer(logic.own_from(2, 4), seconds(1));
  logic.receive(kStore, Page{{}, 0, {kDm, {}, Seq{4}, {}}, Seq{2}, Seq{2}, {}});
  EXPECT_TRUE(sent<Read>(logic.out).empty());
  logic.step(ring);
  EXPECT_EQ(only<Read>(logic.out).after, Seq{2});
}

TEST(LogicFanout, GoesOnItselfWhereACommitHadAnUnknownOutcome) {
  Copier logic(Mode::WriteOutbox);
  logic.own_from(0, 0);
  logic.committed(1);
  logic.receive(kStore, logic.result(send_of(kAda, 2), Appended::Code::Failed));
  EXPECT_EQ(sent<Take>(logic.out).size(), 1u);
}

TEST(LogicFanout, LeavesTheRestToWhoeverTookTheEpoch) {
  Copier logic(Mode::WriteOutbox);
  logic.own_from(0, 0);
  logic.committed(1);
  logic.receive(kStore, logic.result(send_of(kAda, 2), Appended::Code::Fenced));
  EXPECT_TRUE(sent<Take>(logic.out).empty());
  EXPECT_EQ(copies(logic.answer(kInboxOfAda, 1)), Seqs{});
}

TEST(LogicFanout, NotifiesTheDevicesOfAnInboxThatGrew) {
  Copier logic(Mode::WriteOutbox);
  logic.receive(kGateway, Subscribe{via_of(kBob), {kInboxOfBob, {}, {}, {}}, true});
  const Raised raised{{kInboxOfBob, {}, Seq{1}, {}}, entry(1)};
  EXPECT_EQ(only<Notify>(logic.receive(kStore, raised)).conv, kInboxOfBob);
}

}  // namespace
}  // namespace imstorm
