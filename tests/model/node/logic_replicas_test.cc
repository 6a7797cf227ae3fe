// A logic process whose store has replicas: whom it asks, and what it does when that changes.
#include <gtest/gtest.h>

#include <set>

#include "tests/model/node/logic_bench.h"

namespace imstorm {
namespace {

const ProcessId kSecond(6), kThird(7);

struct ReplicaBench : Bench {
  explicit ReplicaBench(StoreOptions::Read read = StoreOptions::Read::CommittedPrefix) {
    directory.replicas = {{kStore, kSecond, kThird}};
    directory.options.store.read = read;
    for (const ProcessId replica : directory.replicas[0]) step(PeerUp{replica});
  }
  /// Whom the repeats of one pull reach.
  std::set<ProcessId> asked() {
    std::set<ProcessId> found;
    for (std::uint32_t req = 1; req <= 40; ++req) {
      Pull repeat = pull(kBob, 0);
      repeat.req = req;
      for (const ProcessId id : receivers<Read>(receive(kGateway, repeat))) found.insert(id);
    }
    return found;
  }
  const Outputs& leads(ProcessId leader, std::uint64_t term) {
    return receive(leader, Leader{Term{term}, leader});
  }
};

const std::set<ProcessId> kAny{kStore, kSecond, kThird};

TEST(LogicWithReplicas, ReadsWhereItIsToldThatTheLeaderIs) {
  ReplicaBench logic;
  logic.leads(kThird, 2);
  EXPECT_EQ(logic.asked(), std::set{kThird});
}

TEST(LogicWithReplicas, LetsFollowersAnswerOnceItKnowsTheHead) {
  ReplicaBench logic(StoreOptions::Read::FollowerMinHw);
  logic.subscribe(kBob);
  EXPECT_EQ(logic.asked(), std::set{kStore}) << "nobody else can tell that there is nothing";
  EXPECT_EQ(only<Read>(logic.receive(kGateway, logic.pull(kBob, 0))).min_hw, kAskLeader);
  logic.attached(kBob, 5);
  EXPECT_EQ(logic.asked(), kAny);
  EXPECT_EQ(only<Read>(logic.receive(kGateway, logic.pull(kBob, 0))).min_hw, Seq{5});
}

TEST(LogicWithReplicas, MakesNoFollowerRefuseThatMayAnswerUnchecked) {
  ReplicaBench logic(StoreOptions::Read::FollowerUnchecked);
  logic.subscribe(kBob);
  EXPECT_EQ(logic.asked(), kAny);
  EXPECT_LT(only<Read>(logic.receive(kGateway, logic.pull(kBob, 0))).min_hw, kAskLeader);
}

TEST(LogicWithReplicas, AsksTheLeaderWhatAFollowerDoesNotKnowYet) {
  ReplicaBench logic(StoreOptions::Read::FollowerMinHw);
  logic.leads(kSecond, 2);
  Page behind{via_of(kBob), 7, {kDm, {}, {}, {}}, Seq{3}, Seq{3}, {}};
  behind.answer = Page::Answer::Behind;
  logic.receive(kThird, behind);
  EXPECT_EQ(receivers<Read>(logic.out), std::vector{kSecond});
  const Read again = only<Read>(logic.out);
  EXPECT_EQ(again.req, 7u);
  EXPECT_EQ(again.after, Seq{3});
  EXPECT_EQ(again.min_hw, kAskLeader);
}

TEST(LogicWithReplicas, AsksANewLeaderForAllThatItHad) {
  ReplicaBench logic;
  logic.join(kBob, 0, 0);
  logic.own();
  logic.leads(kSecond, 2);
  EXPECT_EQ(receivers<Attach>(logic.out), std::vector{kSecond});
  EXPECT_FALSE(only<Attach>(logic.out).rebase) << "its cursors are known";
  logic.receive(kGateway, send_of(kAda, 2));
  EXPECT_EQ(receivers<Take>(logic.out), std::vector{kSecond})
      << "what was in flight is not trusted";
  EXPECT_TRUE(sent<Append>(logic.out).empty());
}

TEST(LogicWithReplicas, TellsANewLeaderWhichInstallationsHaveShownThatTheyLive) {  // rule H47
  ReplicaBench logic;
  Subscribe proven{via_of(kBob), {kDm, {}, {}, {}}, true};
  proven.proven = true;
  logic.receive(kGateway, proven);
  EXPECT_TRUE(only<Attach>(logic.leads(kSecond, 2)).proven);
}

TEST(LogicWithReplicas, KeepsWhatWaitsForAWriterThroughAChangeOfLeader) {
  ReplicaBench logic;
  logic.receive(kGateway, send_of(kAda, 1));
  EXPECT_EQ(receivers<Take>(logic.out), std::vector{kStore});
  EXPECT_EQ(receivers<Take>(logic.leads(kSecond, 2)), std::vector{kSecond});
  logic.receive(kSecond, Taken{kDm, Epoch{1}, {}, Seq{0}, true});
  EXPECT_EQ(only<Append>(logic.out).send.body, BodyId(1));
}

TEST(LogicWithReplicas, HearsOldNewsInVain) {
  ReplicaBench logic;
  logic.leads(kSecond, 3);
  logic.leads(kThird, 2);
  EXPECT_EQ(logic.asked(), std::set{kSecond});
}

TEST(LogicWithReplicas, SeeksWhereNobodyKnowsTheLeader) {
  ReplicaBench logic;
  logic.receive(kGateway, send_of(kAda, 1));
  logic.receive(kStore, Leader{Term{1}, {}});
  const TimerFired seek = timer(logic.out, milliseconds(300));
  EXPECT_TRUE(sent<Take>(logic.out).empty()) << "not at once: there may be none";
  logic.receive(kStore, Leader{Term{1}, {}});
  EXPECT_TRUE(all<SetTimer>(logic.out).empty()) << "one search at a time";
  EXPECT_EQ(receivers<Take>(logic.step(seek)), std::vector{kSecond}) << "and not the same again";
}

TEST(LogicWithReplicas, AsksWhoeverCanBeReached) {
  ReplicaBench logic;
  logic.step(PeerDown{kStore});
  EXPECT_EQ(logic.asked(), std::set{kSecond});
  logic.step(PeerUp{kStore});
  EXPECT_EQ(logic.asked(), std::set{kStore});
}

}  // namespace
}  // namespace imstorm
