#include "model/invariants/lineages.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <vector>

#include "model/invariants/catalog.h"
#include "tests/model/invariants/histories.h"

namespace imstorm {
namespace {

/// Three messages in lineage 1; what was behind the first is lost, and lineage 4 goes on from
/// there.
HistoryBuilder three_and_a_fork() {
  HistoryBuilder tell;
  tell.join("alice", "dm").join("bob", "dm").install("alice.phone").install("bob.phone");
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

Event at(EventKind kind, std::uint32_t lineage, std::uint64_t seq) {
  Event event;
  event.kind = kind;
  event.conv = ConvId(0);
  event.lineage = Lineage{lineage};
  event.seq = Seq{seq};
  return event;
}

Event fork(std::uint32_t lineage, std::uint32_t from, std::uint64_t seq) {
  Event event = at(EventKind::Forked, lineage, seq);
  event.value = from;
  return event;
}

TEST(Lineages, FollowNoCircle) {
  Lineages lineages;
  lineages.observe(fork(3, 2, 5));
  lineages.observe(fork(2, 3, 5));
  EXPECT_EQ(lineages.on_line(at(EventKind::Accepted, 3, 4)).seq, Seq{4});
}

TEST(Lineages, KeepTheNumbersOfAHistoryWithoutForks) {
  Lineages lineages;
  lineages.observe(at(EventKind::Accepted, 1, 7));
  EXPECT_FALSE(lineages.any());
  EXPECT_EQ(lineages.on_line(at(EventKind::Consumed, 1, 7)).seq, Seq{7});
}

TEST(Lineages, LayWhatCameAfterAForkBehindWhatCameBefore) {
  Lineages lineages;
  for (std::uint64_t seq = 1; seq <= 9; ++seq) lineages.observe(at(EventKind::Accepted, 1, seq));
  lineages.observe(fork(3, 1, 5));
  const auto place = [&](std::uint32_t lineage, std::uint64_t seq) {
    return lineages.on_line(at(EventKind::Consumed, lineage, seq)).seq;
  };
  EXPECT_EQ(place(3, 5), Seq{5}) << "in common";
  EXPECT_EQ(place(1, 9), Seq{9});
  EXPECT_GT(place(3, 6), place(1, 9));
  EXPECT_EQ(place(3, 7).value, place(3, 6).value + 1);
  EXPECT_EQ(lineages.on_line(at(EventKind::Consumed, 3, 5)).lineage, Lineage{1});
  EXPECT_EQ(lineages.on_line(at(EventKind::Consumed, 3, 6)).lineage, Lineage{3});
  EXPECT_GT(lineages.on_line(at(EventKind::Refreshed, 3, 5)).seq, place(1, 9))
      << "a head says that all before it is passed";
  EXPECT_EQ(lineages.on_line(at(EventKind::Refreshed, 3, 4)).seq, Seq{4});
}

TEST(Lineages, OfLineagesAreForkedInTurn) {
  Lineages lineages;
  lineages.observe(at(EventKind::Accepted, 1, 9));
  lineages.observe(fork(3, 1, 5));
  lineages.observe(at(EventKind::Accepted, 3, 8));
  lineages.observe(fork(4, 3, 7));
  const auto place = [&](std::uint32_t lineage, std::uint64_t seq) {
    return lineages.on_line(at(EventKind::Consumed, lineage, seq)).seq;
  };
  EXPECT_EQ(place(4, 5), Seq{5});
  EXPECT_EQ(place(4, 7), place(3, 7));
  EXPECT_GT(place(4, 8), place(3, 8));
  const std::vector<Event> out = lineages.left_out(at(EventKind::Resynced, 4, 5));
  ASSERT_EQ(out.size(), 2u);
  EXPECT_EQ(out[1].value, 5u) << "behind what it shares with the first";
  EXPECT_EQ(out[1].seq.value + 1, place(3, 6).value);
  EXPECT_EQ(out[0].value, place(3, 7).value);
  EXPECT_EQ(out[0].seq.value + 1, place(4, 8).value);
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

/// m1 reaches nobody but its sender, whose phone is destroyed; `how` began the lineage that left it
/// out.
HistoryBuilder lost_with_its_sender(EventKind how, std::initializer_list<Permit> permits) {
  HistoryBuilder tell;
  tell.join("alice", "dm").join("bob", "dm").install("alice.phone").install("bob.phone");
  for (const Permit permit : permits) {
    tell.phase(Phase::Storm);
    tell.last().kind = EventKind::Permitted;
    tell.last().value = static_cast<std::uint64_t>(permit);
  }
  tell.sent("alice.phone", "dm", "m1").accepted("m1").acked("m1").wipe("alice.phone");
  tell.forked("dm", 0, 4);
  tell.last().kind = how;
  tell.install("alice.phone").resynced("alice.phone", "dm", 0, 4).resynced("bob.phone", "dm", 0, 4);
  return tell;
}

Verdict verdict_of(const char* law, const HistoryBuilder& tell) {
  Laws laws(laws_about({LawTopic::Chat, LawTopic::Replies}));
  for (const Event& event : tell.events()) laws.observe(event);
  for (const Laws::Judged& one : laws.judge({}, tell.history().names)) {
    if (one.law->name() == law) return one.verdict;
  }
  return {};
}

TEST(PermittedLoss, IsWhatAPermittedFailoverTookWithItsSender) {
  const HistoryBuilder tell = lost_with_its_sender(EventKind::Forked, {Permit::Failover});
  EXPECT_EQ(broken_laws(tell), "");
  const Verdict loss = verdict_of("no-loss", tell);
  EXPECT_EQ(loss.permitted, 2u) << "bob's phone, and alice's new one";
  EXPECT_EQ(loss.permitted_because,
            "alice.phone misses m1: the server lost it in a failover, and alice.phone, which could "
            "have sent it again, was destroyed (permits.failover)");
  EXPECT_EQ(verdict_of("no-silent-drop", tell).permitted, 1u);
}

TEST(PermittedLoss, IsNothingThatWasNotDeclared) {
  const std::string all = broken_laws(lost_with_its_sender(EventKind::Forked, {}));
  EXPECT_NE(all.find("no-loss"), std::string::npos);
  EXPECT_NE(all.find("no-silent-drop"), std::string::npos);
  EXPECT_NE(broken_laws(lost_with_its_sender(EventKind::Forked, {Permit::Disks})), "");
  EXPECT_NE(broken_laws(lost_with_its_sender(EventKind::Rebuilt, {Permit::Failover})), "");
  EXPECT_EQ(broken_laws(lost_with_its_sender(EventKind::Rebuilt, {Permit::Disks})), "");
}

TEST(PermittedLoss, HidesNoOtherOne) {
  HistoryBuilder tell = lost_with_its_sender(EventKind::Forked, {Permit::Failover, Permit::Disks});
  tell.sent("bob.phone", "dm", "m2").accepted("m2", 1, 4).acked("m2").consumed("bob.phone", "m2");
  const Verdict loss = verdict_of("no-loss", tell);
  EXPECT_EQ(loss.outcome, Outcome::Broken);
  EXPECT_EQ(loss.permitted, 2u);
  EXPECT_EQ(loss.because, "bob.phone was told that m2 is sent, but alice.phone never got it");
}

TEST(PermittedLoss, IsNothingThatItsSenderCouldStillSubmit) {
  HistoryBuilder tell;
  tell.join("alice", "dm").join("bob", "dm").install("alice.phone").install("bob.phone");
  tell.phase(Phase::Storm);
  tell.last().kind = EventKind::Permitted;
  tell.sent("alice.phone", "dm", "m1").accepted("m1").acked("m1").forked("dm", 0, 4);
  tell.resynced("alice.phone", "dm", 0, 4).resynced("bob.phone", "dm", 0, 4);
  EXPECT_EQ(verdict_of("no-loss", tell).outcome, Outcome::Broken);
  EXPECT_EQ(verdict_of("no-silent-drop", tell).outcome, Outcome::Broken);
}

TEST(PermittedLoss, IsNothingThatTheNewLineageHas) {
  HistoryBuilder tell = lost_with_its_sender(EventKind::Forked, {Permit::Failover});
  tell.accepted("m1", 1, 4).received("bob.phone", "m1");
  EXPECT_EQ(verdict_of("no-loss", tell).outcome, Outcome::Broken);
}

TEST(PermittedLoss, IsNothingThatTheNewestLineageTookUpAgain) {
  HistoryBuilder tell = lost_with_its_sender(EventKind::Forked, {Permit::Failover});
  tell.forked("dm", 1, 5);
  EXPECT_EQ(verdict_of("no-loss", tell).outcome, Outcome::Broken);
  EXPECT_EQ(verdict_of("no-loss", tell).permitted, 0u);
  EXPECT_EQ(verdict_of("no-silent-drop", tell).outcome, Outcome::Broken);
}

TEST(PermittedLoss, IsWhatEachForkOnTheWayTook) {
  HistoryBuilder tell = lost_with_its_sender(EventKind::Rebuilt, {Permit::Disks});
  tell.forked("dm", 0, 5, 4);
  EXPECT_EQ(broken_laws(tell), "") << "the disks took it, and not the failover after it";
}

TEST(PermittedLoss, IsNothingWhereNoLineageBegan) {
  HistoryBuilder tell;
  tell.join("alice", "dm").join("bob", "dm").install("alice.phone").install("bob.phone");
  tell.phase(Phase::Storm);
  tell.last().kind = EventKind::Permitted;
  tell.sent("alice.phone", "dm", "m1").accepted("m1").acked("m1").wipe("alice.phone");
  EXPECT_EQ(verdict_of("no-loss", tell).outcome, Outcome::Broken);
}

}  // namespace
}  // namespace imstorm
