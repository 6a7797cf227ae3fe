// A logic process as the sequencer of a conversation.
#include <gtest/gtest.h>

#include "sim/core/ensure.h"
#include "tests/model/node/logic_bench.h"

namespace imstorm {
namespace {

using Code = Appended::Code;

TEST(Sequencer, TakesAnEpochBeforeItsFirstAppend) {  // rule L1
  Bench logic;
  logic.receive(kGateway, send_of(kAda, 1));
  EXPECT_EQ(only<Take>(logic.out).expected, Epoch{0});
  EXPECT_EQ(receivers<Take>(logic.out), std::vector<ProcessId>{kStore});
  EXPECT_EQ(frames(logic.out), 1u);
  EXPECT_EQ(frames(logic.receive(kGateway, send_of(kAda, 2))), 0u) << "it has asked";
  const std::vector<Append> appends = sent<Append>(logic.taken(4, true));
  ASSERT_EQ(appends.size(), 2u);
  EXPECT_EQ(appends[0].epoch, Epoch{4});
  EXPECT_EQ(appends[0].send.cseq, Cseq{1});
  EXPECT_EQ(appends[1].send.cseq, Cseq{2});
}

TEST(Sequencer, TriesAgainWithTheEpochThatItWasTold) {
  Bench logic;
  logic.receive(kGateway, send_of(kAda, 1));
  EXPECT_EQ(only<Take>(logic.taken(6, false)).expected, Epoch{6});
  EXPECT_TRUE(sent<Append>(logic.out).empty());
  EXPECT_EQ(only<Append>(logic.taken(7, true)).epoch, Epoch{7});
}

TEST(Sequencer, AppendsAtOnceWhileItHoldsTheEpoch) {
  Bench logic;
  logic.own();
  EXPECT_EQ(only<Append>(logic.receive(kGateway, send_of(kAda, 2))).epoch, Epoch{1});
}

TEST(Sequencer, AnswersTheSenderFromCommittedStateOnly) {
  Bench logic;
  EXPECT_TRUE(sent<SendAck>(logic.own()).empty());
  const SendAck ack = only<SendAck>(logic.committed(1));
  EXPECT_EQ(ack.seq, Seq{1});
  EXPECT_EQ(ack.msgid, Msgid{1'001});
  EXPECT_EQ(ack.cmid, send_of(kAda, 1).cmid);
  EXPECT_EQ(ack.via.device, kAda);
  EXPECT_EQ(receivers<SendAck>(logic.out), std::vector<ProcessId>{kGateway});
}

TEST(Sequencer, AnswersARepeatButTellsNobodyElse) {
  Bench logic;
  logic.own();
  logic.join(kBob, 0, 0);
  logic.receive(kStore, logic.result(send_of(kAda, 1), Code::Duplicate, 1));
  EXPECT_EQ(only<SendAck>(logic.out).seq, Seq{1});
  EXPECT_TRUE(sent<Notify>(logic.out).empty());
}

TEST(Sequencer, TellsTheSenderWhyNot) {
  Bench logic;
  logic.own();
  const auto told = [&](Code code) {
    Appended result = logic.result(send_of(kAda, 5), code);
    result.expected = Cseq{3};
    const SendNack nack = only<SendNack>(logic.receive(kStore, result));
    EXPECT_EQ(nack.expected, Cseq{3});
    EXPECT_EQ(nack.cseq, Cseq{5});
    EXPECT_EQ(nack.cmid, send_of(kAda, 5).cmid);
    return nack.code;
  };
  EXPECT_EQ(told(Code::OutOfOrder), SendNack::Code::OutOfOrder);
  EXPECT_EQ(told(Code::Rejected), SendNack::Code::Rejected);
  EXPECT_EQ(told(Code::Conflict), SendNack::Code::Conflict);
  EXPECT_EQ(told(Code::UnknownDevice), SendNack::Code::UnknownDevice);
  EXPECT_EQ(sent<Append>(logic.receive(kGateway, send_of(kAda, 6))).size(), 1u)
      << "none of these costs it the epoch";
}

TEST(Sequencer, StepsDownWhenFenced) {  // rule L2
  Bench logic;
  logic.own();
  logic.receive(kStore, logic.result(send_of(kAda, 1), Code::Fenced));
  EXPECT_EQ(only<SendNack>(logic.out).code, SendNack::Code::NotOwner);
  logic.receive(kGateway, send_of(kAda, 1));
  EXPECT_TRUE(sent<Append>(logic.out).empty());
  EXPECT_EQ(only<Take>(logic.out).expected, Epoch{1});
}

TEST(Sequencer, StepsDownWhenItHearsOfALaterEpoch) {
  Bench logic;
  logic.own();
  logic.subscribe(kBob);
  logic.receive(kStore, Attached{via_of(kBob), {kDm, {}, {}, {}}, Epoch{2}, {}, {}, false});
  EXPECT_TRUE(sent<Append>(logic.receive(kGateway, send_of(kAda, 2))).empty());
}

TEST(Sequencer, StepsDownWhenAConnectionToTheStoreBreaks) {  // rule S5
  Bench logic;
  logic.own();
  logic.step(PeerDown{kStore, false});
  logic.receive(kGateway, send_of(kAda, 2));
  EXPECT_TRUE(sent<Append>(logic.out).empty()) << "a commit may have an unknown outcome";
  EXPECT_EQ(sent<Take>(logic.out).size(), 1u);
}

TEST(Sequencer, KeepsItsEpochWhenAnotherConnectionBreaks) {
  Bench logic;
  logic.own();
  logic.step(PeerDown{kGateway, true});
  EXPECT_EQ(sent<Append>(logic.receive(kGateway, send_of(kAda, 2))).size(), 1u);
}

TEST(Sequencer, IgnoresAnEpochThatItAskedForBeforeTheBreak) {
  Bench logic;
  logic.receive(kGateway, send_of(kAda, 1));
  logic.step(PeerDown{kStore, true});
  EXPECT_TRUE(logic.taken(1, true).empty());
  EXPECT_EQ(sent<Take>(logic.receive(kGateway, send_of(kAda, 1))).size(), 1u);
}

TEST(Sequencer, AsksAgainWhenTheStoreIsBack) {
  Bench logic;
  logic.step(PeerDown{kStore, true});
  logic.receive(kGateway, send_of(kAda, 1));  // goes nowhere
  EXPECT_EQ(sent<Take>(logic.step(PeerUp{kStore})).size(), 1u);
  EXPECT_EQ(sent<Append>(logic.taken(1, true)).size(), 1u);
  EXPECT_TRUE(logic.step(PeerUp{kStore}).empty()) << "nothing is being asked";
}

TEST(Sequencer, BoundsWhatWaitsForAnEpoch) {
  Bench logic;
  for (std::uint32_t n = 1; n <= 1'000; ++n) logic.receive(kGateway, send_of(kAda, n));
  EXPECT_TRUE(sent<SendNack>(logic.out).empty());
  logic.receive(kGateway, send_of(kAda, 1'001));
  EXPECT_EQ(only<SendNack>(logic.out).code, SendNack::Code::NotOwner);
  EXPECT_EQ(sent<Append>(logic.taken(1, true)).size(), 1'000u);
}

TEST(Sequencer, ForgetsEverythingAtARestart) {
  Bench logic;
  logic.own();
  logic.join(kBob, 0, 0);
  logic.step(Started{});
  EXPECT_EQ(only<Take>(logic.receive(kGateway, send_of(kAda, 2))).expected, Epoch{0});
  EXPECT_TRUE(sent<Notify>(logic.committed(1)).empty());
}

TEST(Sequencer, RefusesWhatIsNotForIt) {
  Bench logic;
  EXPECT_THROW(logic.receive(kGateway, Pong{}), InternalError);
}

}  // namespace
}  // namespace imstorm
