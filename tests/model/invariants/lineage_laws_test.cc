#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <string_view>

#include "model/invariants/catalog.h"
#include "tests/model/invariants/histories.h"

namespace imstorm {
namespace {

/// Three messages in lineage 1; what was behind the first is lost, and lineage 4 goes on from
/// there.
HistoryBuilder three_and_a_fork() {
  HistoryBuilder tell;
  tell.join("alice", "dm").join("bob", "dm").join("carol", "dm");
  tell.install("alice.phone").install("bob.phone");
  for (const auto* m : {"m1", "m2", "m3"}) {
    tell.sent("alice.phone", "dm", m).accepted(m).acked(m);
    tell.last().lineage = Lineage{};
  }
  tell.received("bob.phone", "m1").cursor("bob.phone", "dm", 1).consumed("bob.phone", "m1");
  for (const auto* m : {"m1", "m2", "m3"}) tell.consumed("alice.phone", m);
  return tell.forked("dm", 1, 4);
}

/// Alice holds all of lineage 1; m2 and m3 are submitted again, and bob takes them from lineage 4.
HistoryBuilder both_go_over() {
  HistoryBuilder tell = three_and_a_fork();
  tell.resynced("alice.phone", "dm", 1, 4).resynced("bob.phone", "dm", 1, 4);
  std::uint64_t seq = 1;
  for (const auto* m : {"m2", "m3"}) {
    tell.accepted(m, ++seq, 4).received("alice.phone", m).received("bob.phone", m);
    tell.cursor("bob.phone", "dm", seq);
    tell.last().lineage = Lineage{4};
    tell.consumed("bob.phone", m);
  }
  return tell;
}

std::string broken_laws(const HistoryBuilder& tell) {
  Laws laws(laws_about({LawTopic::Chat, LawTopic::Replies}));
  for (const Event& event : tell.events()) laws.observe(event);
  std::string broken;
  for (const Laws::Judged& judged : laws.judge({}, tell.history().names)) {
    if (judged.verdict.outcome == Outcome::Broken) {
      broken += std::string(judged.law->name()) + ": " + judged.verdict.because + "\n";
    }
  }
  return broken;
}

TEST(Lineages, MayPartWithoutBreakingALaw) {
  EXPECT_EQ(broken_laws(both_go_over()), "");
  HistoryBuilder tell = both_go_over();
  tell.sent("bob.phone", "dm", "m4").accepted("m4", 4, 4);
  EXPECT_NE(broken_laws(tell).find("alice.phone does not show m4"), std::string::npos);
  for (const auto* device : {"alice.phone", "bob.phone"}) {
    tell.received(device, "m4").cursor(device, "dm", 4);
    tell.last().lineage = Lineage{4};
    tell.consumed(device, "m4");
  }
  EXPECT_EQ(broken_laws(tell), "") << "alice took m3 before, bob after what has its number";
}

TEST(Lineages, ExcuseNobodyFromWhatIsSubmittedAgain) {
  HistoryBuilder tell = three_and_a_fork();
  tell.resynced("bob.phone", "dm", 1, 4);
  const std::string broken = broken_laws(tell);
  EXPECT_NE(broken.find("no-loss: alice.phone was told that m2 is sent"), std::string::npos);
  tell.accepted("m2", 2, 4).accepted("m3", 3, 4).consumed("bob.phone", "m2");
  EXPECT_NE(broken_laws(tell).find("converge: bob.phone does not show m3"), std::string::npos);
  EXPECT_NE(broken_laws(tell).find("m3 is sent"), std::string::npos);
}

TEST(Lineages, ExcuseNobodyFromWhatALaterOneTookUpAgain) {
  HistoryBuilder tell = three_and_a_fork();
  tell.resynced("bob.phone", "dm", 1, 4).forked("dm", 3, 5).resynced("bob.phone", "dm", 1, 5);
  EXPECT_NE(broken_laws(tell).find("converge: bob.phone does not show m2"), std::string::npos)
      << broken_laws(tell);
  tell.cursor("bob.phone", "dm", 3);
  tell.last().lineage = Lineage{5};
  EXPECT_NE(broken_laws(tell).find("cursor-sound: bob.phone"), std::string::npos);
}

TEST(Lineages, ExcuseNobodyFromACopyThatIsNotTrimmed) {
  HistoryBuilder tell;
  tell.join("alice", "dm").join("bob", "dm").install("alice.phone");
  tell.sent("alice.phone", "dm", "m1").accepted("m1").acked("m1").consumed("alice.phone", "m1");
  tell.sent("alice.phone", "dm", "m2").forked("dm", 0, 4);
  tell.accepted("m2", 1, 4).consumed("alice.phone", "m2").accepted("m1", 2, 4);
  tell.install("bob.phone").wipe("bob.phone").install("bob.phone").gone("bob.phone", "dm", 1);
  tell.last().lineage = Lineage{4};
  EXPECT_NE(broken_laws(tell).find("no-loss: alice.phone was told that m1 is sent"),
            std::string::npos)
      << broken_laws(tell);
}

TEST(Lineages, ExcuseNobodyWhoDoesNotGoOver) {
  HistoryBuilder tell = three_and_a_fork();
  for (const auto* m : {"m2", "m3"}) tell.consumed("bob.phone", m);
  EXPECT_EQ(broken_laws(tell), "") << "of the lineage that is over, both have all";
  tell.sent("bob.phone", "dm", "m4").accepted("m4", 2, 4);
  EXPECT_NE(broken_laws(tell).find("alice.phone does not show m4"), std::string::npos);
}

TEST(Lineages, ShowTheSameTwiceToNobody) {
  HistoryBuilder tell = both_go_over();
  tell.consumed("alice.phone", "m2");
  EXPECT_NE(broken_laws(tell).find("exactly-once"), std::string::npos);
}

TEST(Lineages, HaveOneOrderEach) {
  HistoryBuilder tell = three_and_a_fork();
  tell.resynced("bob.phone", "dm", 1, 4);
  tell.accepted("m3", 2, 4).accepted("m2", 3, 4);
  tell.consumed("bob.phone", "m3").consumed("bob.phone", "m2");
  tell.install("bob.laptop").resynced("bob.laptop", "dm", 1, 4).consumed("bob.laptop", "m1");
  tell.last().lineage = Lineage{};
  EXPECT_EQ(broken_laws(tell).find("group-order"), std::string::npos);
  tell.consumed("bob.laptop", "m2").consumed("bob.laptop", "m3");
  EXPECT_NE(broken_laws(tell).find("group-order"), std::string::npos) << "within one";
}

TEST(Lineages, GiveOutNoNumberTwice) {
  HistoryBuilder tell = both_go_over();
  tell.sent("bob.phone", "dm", "m4").accepted("m4", 3, 4);
  EXPECT_NE(broken_laws(tell).find("seq-monotonic"), std::string::npos);
}

TEST(Lineages, PassNoUndecidedNumber) {
  HistoryBuilder tell = both_go_over();
  tell.cursor("bob.phone", "dm", 4);
  tell.last().lineage = Lineage{4};
  EXPECT_NE(broken_laws(tell).find("seq-gap"), std::string::npos);
}

/// Lineage 2 leaves m2 out and has x; lineage 3 goes on from the first one, with m2 in it.
HistoryBuilder taken_up_again() {
  HistoryBuilder tell;
  tell.join("alice", "dm").join("bob", "dm").install("alice.phone").install("bob.phone");
  for (const auto* m : {"m1", "m2"}) tell.sent("alice.phone", "dm", m).accepted(m);
  tell.consumed("alice.phone", "m1").consumed("alice.phone", "m2").consumed("bob.phone", "m1");
  tell.forked("dm", 1, 2).resynced("alice.phone", "dm", 1, 2).resynced("bob.phone", "dm", 1, 2);
  tell.sent("bob.phone", "dm", "x").accepted("x", 2, 2);
  tell.consumed("alice.phone", "x").consumed("bob.phone", "x");
  tell.forked("dm", 2, 3).resynced("alice.phone", "dm", 0, 3).resynced("bob.phone", "dm", 0, 3);
  return tell;
}

HistoryBuilder& of_lineage(HistoryBuilder& tell, std::uint32_t lineage) {
  tell.last().lineage = Lineage{lineage};
  return tell;
}

TEST(Lineages, HaveNoOrderWithWhatASideBranchHad) {
  HistoryBuilder tell = taken_up_again();
  tell.accepted("x", 3, 3).consumed("bob.phone", "m2");
  EXPECT_EQ(broken_laws(tell), "") << "x was shown before m2 in another lineage";
  tell.sent("alice.phone", "dm", "y").accepted("y", 4, 3);
  tell.consumed("alice.phone", "y").consumed("bob.phone", "y");
  EXPECT_EQ(broken_laws(tell), "");
}

TEST(Lineages, KeepTheOrderOfWhatAReaderTakesInOne) {
  HistoryBuilder tell = taken_up_again();
  tell.sent("alice.phone", "dm", "y").accepted("y", 3, 3);
  tell.sent("bob.phone", "dm", "z").accepted("z", 4, 3);
  tell.consumed("alice.phone", "y").consumed("alice.phone", "z");
  tell.consumed("bob.phone", "z").consumed("bob.phone", "y");
  EXPECT_NE(broken_laws(tell).find("group-order"), std::string::npos);
  EXPECT_NE(broken_laws(tell).find("converge: bob.phone shows y"), std::string::npos);
}

/// bob has shown alice's m1 and m2 and answers, in lineage 2 or in lineage 3, which has m2 again;
/// carol, who is in lineage 2 first, has not shown m2.
HistoryBuilder answered_in(std::uint32_t lineage) {
  HistoryBuilder tell;
  for (const auto* who : {"alice", "bob", "carol"}) tell.join(who, "dm");
  for (const auto* m : {"m1", "m2"}) tell.sent("alice.phone", "dm", m).accepted(m);
  for (const auto* m : {"m1", "m2"}) tell.consumed("bob.phone", m);
  tell.consumed("carol.phone", "m1").forked("dm", 1, 2).resynced("carol.phone", "dm", 1, 2);
  tell.sent("bob.phone", "dm", "reply");
  if (lineage == 2) tell.accepted("reply", 2, 2).consumed("carol.phone", "reply");
  tell.forked("dm", 2, 3).resynced("carol.phone", "dm", 1, 3);
  if (lineage == 3) tell.accepted("reply", 3, 3).consumed("carol.phone", "reply");
  tell.consumed("carol.phone", "m2");
  return tell;
}

TEST(Lineages, HaveNoRepliesToWhatASideBranchLeftOut) {
  EXPECT_EQ(broken_laws(answered_in(2)).find("causal-order"), std::string::npos);
  EXPECT_NE(broken_laws(answered_in(3)).find("causal-order: carol.phone shows reply before m2"),
            std::string::npos);
}

TEST(Lineages, LeaveRoomForAServerThatWasLeftBehind) {
  HistoryBuilder tell;
  tell.join("alice", "dm").join("bob", "dm").install("alice.phone").install("bob.phone");
  tell.sent("alice.phone", "dm", "m1").sent("bob.phone", "dm", "m2");
  tell.forked("dm", 0, 2).resynced("bob.phone", "dm", 0, 2).accepted("m2", 1, 2);
  tell.received("bob.phone", "m2").accepted("m1", 1, 1);
  EXPECT_EQ(broken_laws(tell).find("seq-gap"), std::string::npos);
  tell.cursor("bob.phone", "dm", 2);
  EXPECT_NE(broken_laws(of_lineage(tell, 2)).find("seq-gap"), std::string::npos);
}

TEST(Lineages, ExcuseNobodyWhoDoesNotGoOverFromUndecidedNumbers) {
  HistoryBuilder tell = three_and_a_fork();
  tell.received("bob.phone", "m2").received("bob.phone", "m3").cursor("bob.phone", "dm", 4);
  EXPECT_NE(broken_laws(tell).find("seq-gap: bob.phone needs nothing up to number 4"),
            std::string::npos);
}

TEST(Lineages, TakeBackWhatACursorSaidOfAnother) {
  HistoryBuilder tell = taken_up_again();
  for (const auto* m : {"m1", "x"}) tell.received("bob.phone", m);
  tell.forked("dm", 1, 4, 2).resynced("bob.phone", "dm", 1, 4).forked("dm", 2, 5);
  tell.resynced("bob.phone", "dm", 0, 5).cursor("bob.phone", "dm", 2);
  EXPECT_NE(broken_laws(of_lineage(tell, 5)).find("cursor-sound: bob.phone"), std::string::npos);
  tell.last().kind = EventKind::Phase;
  tell.received("bob.phone", "m2").cursor("bob.phone", "dm", 2);
  EXPECT_EQ(broken_laws(of_lineage(tell, 5)).find("cursor-sound"), std::string::npos);
}

TEST(Lineages, AreKnownFromWhatANewDeviceSays) {
  HistoryBuilder tell = three_and_a_fork();
  tell.resynced("alice.phone", "dm", 1, 4).resynced("bob.phone", "dm", 1, 4);
  tell.install("carol.phone").sent("carol.phone", "dm", "m4");
  tell.accepted("m4", 2, 4);
  for (const auto* device : {"alice.phone", "bob.phone"}) tell.consumed(device, "m4");
  tell.received("carol.phone", "m1").received("carol.phone", "m4").cursor("carol.phone", "dm", 2);
  of_lineage(tell, 4).consumed("carol.phone", "m1").consumed("carol.phone", "m4");
  const std::string broken = broken_laws(tell);
  EXPECT_EQ(broken.find("cursor-sound"), std::string::npos);
  EXPECT_EQ(broken.find("converge"), std::string::npos) << broken;
}

TEST(Lineages, BeginWithTheMembersAtTheFork) {
  HistoryBuilder tell;
  tell.join("alice", "dm").join("carol", "dm").install("alice.phone").install("bob.phone");
  tell.install("carol.phone").sent("alice.phone", "dm", "m1").accepted("m1").acked("m1");
  tell.join("bob", "dm", 1).leave("carol", "dm", 1).forked("dm", 0, 4);
  tell.resynced("alice.phone", "dm", 0, 4).accepted("m1", 1, 4).acked("m1");
  of_lineage(tell, 4).consumed("alice.phone", "m1").consumed("carol.phone", "m1");
  EXPECT_EQ(broken_laws(tell), "") << "bob is out, and carol is in";
  tell.join("bob", "dm", 1);
  of_lineage(tell, 4).sent("alice.phone", "dm", "m2").accepted("m2", 2, 4).acked("m2");
  of_lineage(tell, 4).consumed("alice.phone", "m2").consumed("carol.phone", "m2");
  EXPECT_NE(broken_laws(tell).find("no-loss: alice.phone was told that m2 is sent, but bob.phone"),
            std::string::npos)
      << broken_laws(tell);
  tell.consumed("bob.phone", "m2");
  EXPECT_EQ(broken_laws(tell), "");
  tell.consumed("bob.phone", "m1");
  EXPECT_NE(broken_laws(tell).find("no-phantom"), std::string::npos);
}

Verdict verdict_of(const char* law, const HistoryBuilder& tell) {
  Laws laws(laws_about({LawTopic::Chat, LawTopic::Replies}));
  for (const Event& event : tell.events()) laws.observe(event);
  for (const Laws::Judged& one : laws.judge({}, tell.history().names)) {
    if (one.law->name() == law) return one.verdict;
  }
  return {};
}

/// m1 was refused in a lineage that is over, and is taken in the next one.

TEST(Lineages, HaveAnOrderOfTheirOwn) {
  HistoryBuilder tell;
  tell.join("alice", "dm").join("bob", "dm").install("alice.phone").install("bob.phone");
  tell.sent("alice.phone", "dm", "m1").sent("alice.phone", "dm", "m2").accepted("m2", 1);
  for (const auto* device : {"alice.phone", "bob.phone"}) tell.consumed(device, "m2");
  HistoryBuilder parted = tell;
  parted.forked("dm", 0, 4);
  for (const auto* device : {"alice.phone", "bob.phone"}) parted.resynced(device, "dm", 0, 4);
  for (HistoryBuilder* one : {&tell, &parted}) {
    const std::uint32_t lineage = one == &parted ? 4 : 0;
    one->accepted("m1", one == &parted ? 1 : 2, lineage);
    for (const auto* device : {"alice.phone", "bob.phone"}) {
      one->consumed(device, "m1");
      one->last().lineage = Lineage{lineage};
    }
  }
  EXPECT_NE(verdict_of("sender-fifo", parted).outcome, Outcome::Broken);
  EXPECT_EQ(verdict_of("sender-fifo", tell).outcome, Outcome::Broken);
}

/// Whoever joined behind the fork is no member any more when their messages are submitted again.

TEST(Lineages, MayDecideOtherwiseThanTheOneBefore) {
  HistoryBuilder tell = three_and_a_fork();
  tell.sent("bob.phone", "dm", "m4").rejected("m4").resynced("bob.phone", "dm", 1, 4);
  tell.accepted("m4", 2, 4).consumed("bob.phone", "m4");
  EXPECT_EQ(broken_laws(tell).find("no-silent-drop"), std::string::npos) << "it was lost, too";
  HistoryBuilder shown = three_and_a_fork();
  shown.rejected("m3").last().lineage = Lineage{4};
  EXPECT_EQ(broken_laws(shown).find("no-silent-drop"), std::string::npos) << "what was left out";
  shown.accepted("m3", 2, 4).consumed("bob.phone", "m3");
  EXPECT_NE(broken_laws(shown).find("no-silent-drop: alice.phone sent m3 to dm, was told that it "
                                    "is not sent, and it is shown"),
            std::string::npos);
}

}  // namespace
}  // namespace imstorm
