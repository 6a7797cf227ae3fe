// The inbox of a device: phase two.
#include <gtest/gtest.h>

#include "tests/model/node/phone.h"

namespace imstorm {
namespace {

TEST(Consumption, ConsumesOnlyWhatIsPermitted) {
  Phone phone;
  phone.go_online();
  phone.hold(3);
  EXPECT_EQ(written(phone.permit(2)), 2u) << "one message a transaction";
  EXPECT_EQ(frames(phone.out), 0u);
  phone.step(Persisted{1});
  EXPECT_EQ(seqs(seen(phone.out, EventKind::Consumed)), Seqs{1});
  EXPECT_EQ(phone.node.consumed(kDm), Seq{1});
  EXPECT_EQ(frames(phone.out), 0u);
  phone.step(Persisted{1});
  EXPECT_EQ(only<ConsumeAck>(phone.out).consumed, Seq{2});
  EXPECT_EQ(phone.node.unconsumed_rows(), 1u);
}

TEST(Consumption, ClaimsNothingThatWasPermittedBeforeItCame) {  // rule R3, H12
  Phone phone;
  phone.go_online();
  EXPECT_EQ(only<ConsumeAck>(phone.permit(5)).consumed, Seq{0});
  EXPECT_EQ(written(phone.out), 0u);
  phone.hold(2);
  EXPECT_EQ(written(phone.out), 2u) << "it may have them as soon as it holds them";
  EXPECT_EQ(only<ConsumeAck>(phone.persist()).consumed, Seq{2});
}

TEST(Consumption, ConsumesOnceHoweverOftenItIsPermitted) {
  Phone phone;
  phone.go_online();
  phone.hold(2);
  phone.permit(2);
  EXPECT_TRUE(phone.permit(2).empty()) << "it is being written";
  EXPECT_EQ(seen(phone.persist(), EventKind::Consumed).size(), 2u);
  EXPECT_EQ(only<ConsumeAck>(phone.permit(2)).consumed, Seq{2});
  EXPECT_EQ(only<ConsumeAck>(phone.permit(1)).consumed, Seq{2}) << "its own cursor, always";
  EXPECT_EQ(written(phone.out), 0u);
}

TEST(Consumption, AnOlderPermitTakesNothingBack) {
  Phone phone;
  phone.go_online();
  phone.permit(3);
  phone.permit(1);
  phone.hold(3);
  EXPECT_EQ(seqs(seen(phone.persist(), EventKind::Consumed)), (Seqs{1, 2, 3}));
}

TEST(Consumption, ConsumesOnFromWhatIsBeingWritten) {
  Phone phone;
  phone.go_online();
  phone.hold(2);
  EXPECT_EQ(written(phone.permit(1)), 1u);
  EXPECT_EQ(written(phone.permit(2)), 1u);
  EXPECT_EQ(seqs(seen(phone.persist(), EventKind::Consumed)), (Seqs{1, 2}));
}

TEST(Consumption, TakesThePermitThatRidesOnAPage) {
  Phone phone;
  phone.go_online();
  phone.hold(2);
  Data data = phone.answer(only<Pull>(phone.notify(4)), 4, 4);
  data.consume_upto = Seq{2};
  phone.receive(phone.line, data);
  EXPECT_EQ(written(phone.persist()), 2u);
  EXPECT_EQ(seqs(seen(phone.persist(), EventKind::Consumed)), (Seqs{1, 2}));
}

TEST(Consumption, ConsumesByItselfWhereThePolicySaysSo) {
  Phone local;
  local.directory.options.consume.phases = ConsumeOptions::Phases::TwoLocal;
  local.go_online();
  local.hold(2);
  EXPECT_TRUE(seen(local.out, EventKind::Consumed).empty());
  EXPECT_EQ(seqs(seen(local.persist(), EventKind::Consumed)), (Seqs{1, 2}));
  EXPECT_TRUE(sent<ConsumeAck>(local.out).empty());
  Phone one;
  one.directory.options.consume.phases = ConsumeOptions::Phases::One;
  one.go_online();
  EXPECT_EQ(seqs(seen(one.hold(2), EventKind::Consumed)), (Seqs{1, 2}));
  EXPECT_EQ(one.node.consumed(kDm), Seq{2});
}

TEST(Consumption, ConsumesByTheSendersClocksWhereThePolicySaysSo) {
  Phone phone;
  phone.directory.options.client.order = ClientOptions::Order::ByTimestamp;
  phone.go_online();
  Data data = phone.answer(only<Pull>(phone.notify(2)), 2, 2);
  data.entries[0].written = Instant{9};
  data.entries[1].written = Instant{8};
  phone.receive(phone.line, data);
  phone.persist();
  phone.permit(2);
  EXPECT_EQ(seqs(seen(phone.persist(), EventKind::Consumed)), (Seqs{2, 1}));
}

using Commit = ConsumeOptions::Commit;

/// Of the writes for one permitted message the first alone survives a crash.
Phone killed_between(Commit commit) {
  Phone phone;
  phone.directory.options.consume.commit = commit;
  phone.go_online();
  phone.hold(1);
  EXPECT_EQ(written(phone.permit(1)), commit == Commit::WithEffect ? 1u : 2u);
  phone.recover(1);
  return phone;
}

TEST(Effect, IsOneTransactionWithTheCursor) {  // rule R3
  Phone phone = killed_between(Commit::WithEffect);
  EXPECT_EQ(seqs(seen(phone.out, EventKind::Consumed)), Seqs{1});
  EXPECT_EQ(phone.node.consumed(kDm), Seq{1});
}

TEST(Effect, IsLostWhereTheCursorIsWrittenFirst) {
  Phone phone = killed_between(Commit::BeforeEffect);
  EXPECT_TRUE(seen(phone.out, EventKind::Consumed).empty());
  EXPECT_EQ(phone.node.consumed(kDm), Seq{1});
}

TEST(Effect, IsRepeatedWhereTheCursorIsWrittenLast) {
  Phone phone = killed_between(Commit::AfterEffect);
  EXPECT_EQ(seqs(seen(phone.out, EventKind::Consumed)), Seqs{1});
  EXPECT_EQ(phone.node.consumed(kDm), Seq{});
  phone.go_online();
  phone.permit(1);
  EXPECT_EQ(seqs(seen(phone.persist(), EventKind::Consumed)), Seqs{1});
}

class Permits : public testing::TestWithParam<Commit> {};

TEST_P(Permits, ArriveInAnyOrderWhereEachMessageHasItsOwn) {
  Phone phone;
  phone.directory.options.consume.permit = ConsumeOptions::Permit::PerMessage;
  phone.directory.options.consume.commit = GetParam();
  phone.go_online();
  phone.hold(3);
  EXPECT_EQ(written(phone.permit(4)), 0u) << "it does not have that one";
  phone.permit(2);
  EXPECT_EQ(written(phone.permit(2)), 0u) << "it is being written";
  EXPECT_EQ(seqs(seen(phone.persist(), EventKind::Consumed)), Seqs{2});
  EXPECT_EQ(phone.node.consumed(kDm), Seq{});
  phone.permit(1);
  EXPECT_EQ(seqs(seen(phone.persist(), EventKind::Consumed)), Seqs{1});
  EXPECT_EQ(phone.node.consumed(kDm), Seq{2}) << "3 is left";
}
INSTANTIATE_TEST_SUITE_P(With, Permits,
                         testing::Values(Commit::WithEffect, Commit::BeforeEffect,
                                         Commit::AfterEffect));

}  // namespace
}  // namespace imstorm
