// Signals of a group that people join and leave (rule G8).
#include <gtest/gtest.h>

#include "model/node/logic.h"
#include "tests/model/node/drive.h"

namespace imstorm {
namespace {

const UserId kAdaUser(0), kBobUser(1);

/// The owner of a group that bob may leave and join again; both devices are there.
struct Group : Drive<LogicNode> {
  Group() : Drive(kLogicA, LogicNode()) {
    directory.conv_changes = {false, true};
    for (const DeviceId device : {kAda, kBob}) receive(kGateway, Presence{via_of(device), true});
  }
  const Outputs& signal(std::size_t n, DeviceId from = kAda, ConvId conv = kTeam) {
    Signal signal;
    signal.via = via_of(from);
    signal.conv = conv;
    signal.body = signal_id(n);
    return receive(kGateway, signal);
  }
  const Outputs& told(const AskMembers& asked, bool bob = true, std::uint64_t changed = 4) {
    std::vector<MemberRow> rows = {{kAdaUser, {}}};
    rows.push_back(bob ? MemberRow{kBobUser, {}} : MemberRow{kBobUser, {}, Seq{changed}});
    return receive(kStore, Members{kTeam, asked.turn, Seq{changed}, rows, Seq{changed}});
  }
  std::vector<BodyId> shown() const {
    std::vector<BodyId> bodies;
    for (const Relay& relay : sent<Relay>(out)) bodies.push_back(relay.body);
    return bodies;
  }
};

TEST(SignalsOfAGroup, WaitUntilTheStoreHasSaidWhoIsInItAndThenKeepTheirOrder) {
  Group group;
  const AskMembers asked = only<AskMembers>(group.signal(1));
  EXPECT_TRUE(group.shown().empty());
  EXPECT_EQ(frames(group.signal(2)), 0u) << "it is asked already";
  group.told(asked);
  EXPECT_EQ(group.shown(), (std::vector{signal_id(1), signal_id(2)}));
  group.signal(3);
  EXPECT_EQ(group.shown(), std::vector{signal_id(3)}) << "it is known";
}

TEST(SignalsOfAGroup, AreNeitherToNorByOneWhoIsNotInIt) {
  Group group;
  group.told(only<AskMembers>(group.signal(1)), false);
  EXPECT_TRUE(group.shown().empty());
  group.signal(2, kBob);
  EXPECT_TRUE(group.shown().empty());
}

/// A number that another id service gave out is far ahead: what is between is undecided.
TEST(SignalsOfAGroup, KnowOfNoChangeThatNobodyCanReadYet) {
  Group group;
  const AskMembers asked = only<AskMembers>(group.signal(1));
  const std::vector<MemberRow> rows = {
      {kAdaUser, {}}, {kBobUser, {}, Seq{1}}, {kBobUser, Seq{1'000}}};
  group.receive(kStore, Members{kTeam, asked.turn, Seq{1'001}, rows, Seq{1}});
  EXPECT_TRUE(group.shown().empty()) << "bob was thrown out, and is to join again at 1001";
  group.pass(seconds(1));
  const AskMembers again = only<AskMembers>(group.signal(2));
  group.receive(kStore, Members{kTeam, again.turn, Seq{1'001}, rows, Seq{1'001}});
  EXPECT_EQ(group.shown(), std::vector{signal_id(2)});
}

TEST(SignalsOfAGroup, AreForThoseFromTheStartUntilSomebodyHasLeft) {
  Group group;
  group.receive(kStore, Members{kTeam, only<AskMembers>(group.signal(1)).turn, {}, {}});
  EXPECT_EQ(group.shown(), std::vector{signal_id(1)});
}

TEST(SignalsOfAGroup, GoByWhatIsASecondOldAtMost) {
  Group group;
  group.told(only<AskMembers>(group.signal(1)));
  group.pass(milliseconds(999));
  group.signal(2);
  EXPECT_EQ(group.shown(), std::vector{signal_id(2)});
  group.pass(milliseconds(1));
  const AskMembers again = only<AskMembers>(group.signal(3));
  EXPECT_TRUE(group.shown().empty());
  group.told(again, false, 9);
  EXPECT_TRUE(group.shown().empty()) << "bob has left meanwhile";
}

TEST(SignalsOfAGroup, AreAsOldAsTheQuestionIs) {
  Group group;
  const AskMembers asked = only<AskMembers>(group.signal(1));
  group.pass(milliseconds(900));
  group.told(asked);
  group.pass(milliseconds(100));
  EXPECT_EQ(sent<AskMembers>(group.signal(2)).size(), 1u) << "the answer was under way for long";
}

TEST(SignalsOfAGroup, AreLostWhereTheStoreDoesNotAnswer) {
  Group group;
  const AskMembers lost = only<AskMembers>(group.signal(1));
  group.pass(seconds(1));
  const AskMembers again = only<AskMembers>(group.signal(2));
  group.told(lost);
  EXPECT_TRUE(group.shown().empty()) << "an answer to the question before";
  group.told(again);
  EXPECT_EQ(group.shown(), std::vector{signal_id(2)}) << "a late signal is worth nothing";
}

TEST(SignalsOfAGroup, WaitInABoundedQueue) {
  Group group;
  const AskMembers asked = only<AskMembers>(group.signal(1));
  for (std::size_t n = 2; n <= 150; ++n) group.signal(n);
  group.told(asked);
  EXPECT_EQ(group.shown().size(), 100u);
}

TEST(SignalsOfAGroup, AskNobodyWhereMembersStay) {
  Group group;
  group.signal(1, kAda, kDm);
  EXPECT_EQ(group.shown(), std::vector{signal_id(1)});
}

}  // namespace
}  // namespace imstorm
