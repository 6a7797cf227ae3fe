#include <gtest/gtest.h>

#include "tests/model/node/logic_bench.h"

namespace imstorm {
namespace {

const UserId kUserOfBob(1);

/// A logic process that holds the epoch of a conversation which Bob joined at position 3.
struct Group : Bench {
  Group() {
    own();
    committed(1);
    committed(2);
    joins(3);
    committed(4);
  }
  const Outputs& joins(std::uint64_t seq) {
    Appended joined =
        result(send_of(kAda, static_cast<std::uint32_t>(seq)), Appended::Code::Committed, seq);
    joined.members_changed = Seq{seq};
    joined.members = {{UserId(0), {}}, {kUserOfBob, Seq{seq - 1}}};
    return receive(kStore, joined);
  }
};

TEST(LogicMembers, TakesOutOfItsCacheWhatIsNotForTheReader) {
  Group logic;
  const Data data = only<Data>(logic.receive(kGateway, logic.pull(kBob, 0)));
  ASSERT_EQ(data.entries.size(), 2u);
  EXPECT_EQ(data.entries[0].seq, Seq{3});
  EXPECT_EQ(data.entries[0].prev, Seq{0});
  EXPECT_EQ(data.next, Seq{4});
  EXPECT_EQ(only<Data>(logic.receive(kGateway, logic.pull(kAda, 0))).entries.size(), 4u);
}

/// Nobody has told this process who the members are: those from the start, and nobody else.
TEST(LogicMembers, ShowsNothingToAGuestBeforeItHearsOfAnybodyWhoJoined) {
  Bench logic;
  logic.directory.conv_members[0] = {UserId(0)};
  logic.committed(1);
  EXPECT_TRUE(only<Data>(logic.receive(kGateway, logic.pull(kBob, 0))).entries.empty());
  EXPECT_EQ(only<Data>(logic.receive(kGateway, logic.pull(kAda, 0))).entries.size(), 1u);
}

/// Who joined behind the fork did not: as if nobody had told this process anything.
TEST(LogicMembers, ForgetsWhoJoinedInALineageThatIsOver) {
  Group logic;
  logic.directory.conv_members[0] = {UserId(0)};
  const auto shown_to = [&logic](DeviceId device) {
    Pull pull = logic.pull(device, 0);
    pull.lineage = Lineage{4};
    return only<Data>(logic.receive(kGateway, pull)).entries.size();
  };
  logic.receive(kGateway, send_of(kAda, 5));
  Appended first = logic.result(send_of(kAda, 5), Appended::Code::Committed, 1);
  first.lineage = Lineage{4};
  logic.receive(kStore, first);
  EXPECT_EQ(shown_to(kAda), 1u);
  EXPECT_EQ(shown_to(kBob), 0u);
}

TEST(LogicMembers, MovesTheCursorOverAPageWithNothingForTheReader) {  // hole 29
  Group logic;
  Pull pull = logic.pull(kBob, 0);
  pull.limit = 2;
  const Data data = only<Data>(logic.receive(kGateway, pull));
  EXPECT_TRUE(data.entries.empty());
  EXPECT_EQ(data.next, Seq{2});
  EXPECT_TRUE(data.more);
}

TEST(LogicMembers, AsksTheStoreWhereItMissedAChange) {
  Group logic;
  Appended later = logic.result(send_of(kAda, 6), Appended::Code::Committed, 6);
  later.members_changed = Seq{5};
  logic.receive(kStore, later);
  EXPECT_EQ(sent<Read>(logic.receive(kGateway, logic.pull(kBob, 5))).size(), 1u);
}

TEST(LogicMembers, PushesToThoseWhoMaySeeItBehindTheirOwnPredecessor) {
  Bench logic;
  logic.directory.options.deliver.mode = DeliverOptions::Mode::PushPrev;
  logic.own();
  logic.join(kBob, 0, 0);
  Appended kick = logic.result(send_of(kAda, 1), Appended::Code::Committed, 1);
  kick.members_changed = Seq{1};
  kick.members = {{UserId(0), {}}, {kUserOfBob, {}, Seq{1}}};
  EXPECT_EQ(only<Push>(logic.receive(kStore, kick)).prev, Seq{0});
  EXPECT_TRUE(sent<Push>(logic.committed(2)).empty());
  EXPECT_EQ(sent<Notify>(logic.out).size(), 1u) << "so that the cursor moves on";
  Appended join = logic.result(send_of(kAda, 3), Appended::Code::Committed, 3);
  join.members_changed = Seq{3};
  join.members = {{UserId(0), {}}, {kUserOfBob, {}, Seq{1}}, {kUserOfBob, Seq{2}}};
  EXPECT_EQ(only<Push>(logic.receive(kStore, join)).prev, Seq{1});
}

}  // namespace
}  // namespace imstorm
