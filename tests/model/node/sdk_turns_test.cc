// A device has messages in flight in so many conversations at once (rule T4).
#include <gtest/gtest.h>

#include <vector>

#include "tests/model/node/phone.h"

namespace imstorm {
namespace {

std::vector<ConvId> convs(const Outputs& out) {
  std::vector<ConvId> found;
  for (const Send& send : sent<Send>(out)) found.push_back(send.conv);
  return found;
}
using Convs = std::vector<ConvId>;

/// One conversation at a time, two messages each.
Phone one_at_a_time() {
  Phone phone;
  phone.directory.options.outbox.at_once = 1;
  phone.directory.options.outbox.window = 2;
  return phone;
}

TEST(SendingTurns, AConversationWaitsUntilAnotherOneIsAnswered) {
  Phone phone = one_at_a_time();
  phone.go_online();
  const Send first = only<Send>(phone.write(1, kDm));
  EXPECT_EQ(frames(phone.write(2, kTeam)), 0u);
  phone.ack(first, 1);
  EXPECT_EQ(convs(phone.persist()), Convs{kTeam});
}

TEST(SendingTurns, GoOnWhereNobodyWaits) {
  Phone phone = one_at_a_time();
  phone.go_online();
  const Send first = only<Send>(phone.write(1));
  EXPECT_EQ(cseqs(phone.write(2)), Cseqs{2});
  EXPECT_EQ(frames(phone.write(3)), 0u) << "the window is full";
  phone.ack(first, 1);
  EXPECT_EQ(cseqs(phone.persist()), Cseqs{3});
}

TEST(SendingTurns, EndWithWhatIsInFlightWhereSomebodyWaits) {
  Phone phone = one_at_a_time();
  phone.go_online();
  std::vector<Send> dm = {only<Send>(phone.write(1, kDm))};
  dm.push_back(only<Send>(phone.write(2, kDm)));
  phone.write(3, kDm);
  phone.write(4, kTeam);
  phone.ack(dm[0], 1);
  EXPECT_EQ(frames(phone.persist()), 0u) << "the third message is for another turn";
  phone.ack(dm[1], 2);
  EXPECT_EQ(convs(phone.persist()), Convs{kTeam});
  phone.ack(only<Send>(phone.out), 1);
  EXPECT_EQ(cseqs(phone.persist()), Cseqs{3});
}

TEST(SendingTurns, AreGoneWithTheSession) {
  Phone phone = one_at_a_time();
  phone.go_online();
  phone.write(1, kTeam);
  const TimerFired ring = timer(phone.out, seconds(3));
  phone.write(2, kDm);
  phone.step(ConnectionDown{phone.line});
  phone.step(NetworkChanged{true});
  phone.reconnect(2);
  EXPECT_EQ(convs(phone.out), Convs{kDm}) << "the first of them";
  EXPECT_EQ(frames(phone.step(ring)), 0u) << "what waits for its turn is not repeated";
}

TEST(SendingTurns, WhatWaitsForItsTurnIsTakenBackWithoutAWord) {
  Phone phone = one_at_a_time();
  phone.go_online();
  const Send first = only<Send>(phone.write(1, kDm));
  phone.write(2, kTeam);
  phone.step(AppCancel{kTeam, BodyId(2)});
  EXPECT_EQ(frames(phone.persist()), 0u);
  phone.ack(first, 1);
  EXPECT_EQ(only<Send>(phone.persist()).content, Content::Skip);
}

TEST(SendingTurns, ANewLineageTakesOneAwayAndALateAnswerHoldsNone) {
  Phone phone = one_at_a_time();
  phone.directory.forks = true;
  phone.go_online();
  const Send dm = only<Send>(phone.write(1, kDm));
  const Pull pull = only<Pull>(phone.notify(1));
  const std::vector<int> team = {2, 3, 4};
  for (const int body : team) phone.write(body, kTeam);
  phone.receive(phone.line, Resync{{}, pull.req, kDm, Lineage{7}, Seq{0}, Seq{0}});
  const std::vector<Send> sends = sent<Send>(phone.persist());
  ASSERT_EQ(convs(phone.out), (Convs{kTeam, kTeam})) << "what is lost waits for its turn, too";
  SendAck late{{}, kDm, dm.cmid, dm.cseq, dm.body, Lineage{7}, Seq{1}, Msgid{1'001}};
  phone.receive(phone.line, late);
  EXPECT_EQ(frames(phone.persist()), 0u);
  for (const Send& send : sends) phone.ack(send, send.cseq.value);
  EXPECT_EQ(cseqs(phone.persist()), Cseqs{3}) << "nothing is left to send in the other one";
}

TEST(SendingTurns, NobodyWaitsWhereNothingIsKeptForAnAnswer) {
  Phone phone = one_at_a_time();
  phone.directory.options.outbox.remove = OutboxOptions::Remove::OnWrite;
  phone.go_online();
  EXPECT_EQ(convs(phone.write(1, kDm)), Convs{kDm});
  EXPECT_EQ(convs(phone.write(2, kTeam)), Convs{kTeam});
}

}  // namespace
}  // namespace imstorm
