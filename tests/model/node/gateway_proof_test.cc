// Which of two installations of a device lives (rule H47): the one that answers.
#include <gtest/gtest.h>

#include "tests/model/node/gate.h"

namespace imstorm {
namespace {

/// A gateway at which a device connects whose installation is not the one that is registered.
struct Doubtful : Gate {
  Doubtful() {
    connect(line);
    registered(line, 1);
  }
  const Outputs& doubted(ConvId conv, std::uint64_t session = 1) {
    return receive(owner(conv),
                   Subscribed{via_of(kAda, session), {conv, {}, Seq{9}, {}}, false, 0, true});
  }
  const Outputs& answers(std::uint64_t session) { return receive(line, Pong{Session{session}}); }
};

TEST(GatewayProof, AsksTheDeviceOnceAndNotTheServer) {
  Doubtful gate;
  EXPECT_EQ(only<Ping>(gate.doubted(kDm)).session, Session{1});
  EXPECT_TRUE(gate.doubted(kTeam).empty()) << "it has been asked";
}

TEST(GatewayProof, SubscribesAgainForOneThatAnswers) {
  Doubtful gate;
  gate.doubted(kDm);
  gate.doubted(kTeam);
  const auto again = sent<Subscribe>(gate.answers(1));
  ASSERT_EQ(again.size(), 2u);
  for (const Subscribe& subscribe : again) {
    EXPECT_TRUE(subscribe.proven);
    EXPECT_TRUE(subscribe.rebase);
  }
  EXPECT_EQ(again[0].at.recv, Seq{4}) << "from where its CONNECT said";
  gate.subscribed(kDm);
  EXPECT_EQ(only<Connected>(gate.subscribed(kTeam)).session, Session{1});
  EXPECT_TRUE(gate.answers(1).empty());
}

TEST(GatewayProof, LeavesAloneWhatWasSubscribedAtOnce) {
  Doubtful gate;
  gate.subscribed(kTeam);
  gate.doubted(kDm);
  EXPECT_EQ(only<Subscribe>(gate.answers(1)).at.conv, kDm);
}

TEST(GatewayProof, TakesNoAnswerOfAnotherSession) {
  Doubtful gate;
  gate.doubted(kDm);
  EXPECT_TRUE(gate.answers(0).empty());
  EXPECT_TRUE(gate.answers(2).empty());
  // The same connection again under a newer session: a late answer proves nothing about it.
  gate.registered(gate.line, 3);
  EXPECT_EQ(only<Ping>(gate.doubted(kDm, 3)).session, Session{3});
  EXPECT_TRUE(gate.answers(1).empty());
  EXPECT_FALSE(gate.answers(3).empty());
}

TEST(GatewayProof, IsOfOneSession) {
  Doubtful gate;
  gate.doubted(kDm);
  gate.answers(1);
  const auto again = sent<Subscribe>(gate.registered(gate.line, 2));
  ASSERT_EQ(again.size(), 2u);
  EXPECT_FALSE(again[0].proven);
}

TEST(GatewayProof, IsNotNeededUntilSomebodyDoubts) {
  Doubtful gate;
  for (const Subscribe& subscribe : sent<Subscribe>(gate.out)) EXPECT_FALSE(subscribe.proven);
}

}  // namespace
}  // namespace imstorm
