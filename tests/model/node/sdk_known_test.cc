// What a device recognises as a repeat, and what is left of that when its cache is lost.
#include <gtest/gtest.h>

#include "tests/model/node/phone.h"

namespace imstorm {
namespace {

using Duplicate = ConsumeOptions::Duplicate;

/// It holds three messages, has shown two, and is about to lose something.
struct Reader : Phone {
  explicit Reader(ClientOptions::Msgids msgids = ClientOptions::Msgids::Kept) {
    directory.caches_may_be_lost = true;
    directory.options.client.msgids = msgids;
    go_online();
    hold(3);
    permit(2);
    persist();
    recover(0);  // as when it is killed
  }
  /// Starts again and fetches all that the server has.
  Seqs shown_again() {
    step(Started{});
    step(ConnectionUp{line});
    for (const Position& at : only<Connect>(out).positions) EXPECT_EQ(at.recv, Seq{});
    const Pull pull = only<Pull>(
        receive(line, Connected{Session{2}, {Head{kDm, {}, Seq{3}, {}}, Head{kTeam, {}, {}, {}}}}));
    EXPECT_EQ(pull.after, Seq{});
    receive(line, answer(pull, 3, 3));
    EXPECT_EQ(seen(persist(), EventKind::Received).size(), 3u);
    permit(3);
    const Seqs shown = seqs(seen(persist(), EventKind::Consumed));
    EXPECT_EQ(node.consumed(kDm), Seq{3});
    EXPECT_EQ(node.unconsumed_rows(), 0u);
    return shown;
  }
};

TEST(LostCache, IsPulledAgainAndShownOnce) {
  Reader phone;
  phone.node.lose_cache(phone.directory);
  EXPECT_EQ(phone.node.consumed(kDm), Seq{});
  EXPECT_EQ(phone.node.unconsumed_rows(), 0u);
  EXPECT_EQ(phone.node.inst(), InstId(10));
  EXPECT_EQ(phone.shown_again(), Seqs{3});
}

TEST(LostCache, IsShownAgainWhereTheMessageIdsAreLostAsWell) {
  Reader phone(ClientOptions::Msgids::Lost);
  phone.node.lose_cache(phone.directory);
  EXPECT_EQ(phone.shown_again(), (Seqs{1, 2, 3}));
}

TEST(LostCache, LeavesTheOutbox) {
  Reader phone;
  phone.write(7);
  phone.node.lose_cache(phone.directory);
  EXPECT_EQ(phone.node.outbox_rows(), 1u);
}

TEST(LostCache, IsWhatEveryRestartMeansWhereThePolicySaysSo) {
  Phone phone;
  phone.directory.options.client.cache = ClientOptions::Cache::Lost;
  phone.directory.caches_may_be_lost = true;
  phone.go_online();
  EXPECT_TRUE(seen(phone.out, EventKind::Forgot).empty());
  phone.hold(2);
  phone.permit(2);
  phone.persist();
  EXPECT_EQ(seen(phone.step(Started{}), EventKind::Forgot).size(), 1u);
  EXPECT_EQ(phone.node.consumed(kDm), Seq{});
}

TEST(Reinstall, KnowsWhatItsAppHasShown) {
  Reader phone;
  phone.write(7);
  phone.node.reinstall(InstId(20), phone.directory);
  EXPECT_EQ(phone.node.inst(), InstId(20));
  EXPECT_EQ(phone.node.outbox_rows(), 0u) << "the SDK's storage is gone";
  EXPECT_EQ(phone.shown_again(), Seqs{3});
}

TEST(Reinstall, OfAReinstallKnowsItStill) {
  Reader phone;
  phone.node.reinstall(InstId(20), phone.directory);
  phone.node.reinstall(InstId(21), phone.directory);
  EXPECT_EQ(phone.shown_again(), Seqs{3});
}

TEST(Wipe, KnowsNothing) {
  Reader phone;
  phone.node.wipe(InstId(20), phone.directory);
  EXPECT_EQ(phone.shown_again(), (Seqs{1, 2, 3}));
}

/// It holds two messages and has shown one; the page comes again.
struct Again : Phone {
  Data page;

  explicit Again(Duplicate duplicate, ConsumeOptions::Phases phases) {
    directory.options.consume.duplicate = duplicate;
    directory.options.consume.phases = phases;
    go_online();
    page = answer(only<Pull>(notify(2)), 2, 2);
    receive(line, page);
    persist();
    permit(1);
    persist();
  }
  Seqs stored() {
    receive(line, page);
    return seqs(seen(persist(), EventKind::Received));
  }
};
constexpr auto kOne = ConsumeOptions::Phases::One;
constexpr auto kTwo = ConsumeOptions::Phases::TwoServer;

TEST(Duplicates, AreToldByTheReceiveCursor) {  // rule R2
  EXPECT_EQ(Again(Duplicate::RecvCursor, kTwo).stored(), Seqs{});
  EXPECT_EQ(Again(Duplicate::RecvCursor, kOne).stored(), Seqs{});
}

TEST(Duplicates, AreToldByTheirRowsAsLongAsThereAreAny) {
  EXPECT_EQ(Again(Duplicate::RowExists, kTwo).stored(), Seqs{}) << "1 by the cursor of phase two";
  EXPECT_EQ(Again(Duplicate::RowExists, kOne).stored(), (Seqs{1, 2}));
}

TEST(Duplicates, AreNewMessagesWhereNothingIsKept) {
  Again phone(Duplicate::Republish, kTwo);
  EXPECT_EQ(phone.stored(), Seqs{2});
  phone.permit(2);
  EXPECT_EQ(seqs(seen(phone.persist(), EventKind::Consumed)), (Seqs{2, 2}));
  EXPECT_EQ(phone.node.unconsumed_rows(), 0u);
}

TEST(Duplicates, AreWhatTheSenderSaysTheyAre) {
  Phone phone;
  phone.directory.options.consume.duplicate = Duplicate::DupFlag;
  phone.go_online();
  Data page = phone.answer(only<Pull>(phone.notify(2)), 2, 2);
  page.dup_upto = Seq{1};
  phone.receive(phone.line, page);
  EXPECT_EQ(seqs(seen(phone.persist(), EventKind::Received)), Seqs{2}) << "1 never came before";
}

TEST(Duplicates, AreRememberedForAWhile) {
  Again phone(Duplicate::Ttl, kOne);
  phone.pass(seconds(30));
  EXPECT_EQ(phone.stored(), Seqs{});
  phone.pass(milliseconds(1));
  EXPECT_EQ(phone.stored(), (Seqs{1, 2}));
  EXPECT_EQ(phone.stored(), Seqs{}) << "and again from then";
}

}  // namespace
}  // namespace imstorm
