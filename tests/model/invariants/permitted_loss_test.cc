// What a scenario permits to be lost where lineages begin, and nothing else.
#include <gtest/gtest.h>

#include <initializer_list>
#include <string>

#include "model/invariants/catalog.h"
#include "tests/model/invariants/histories.h"

namespace imstorm {
namespace {

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

TEST(PermittedLoss, IsWhatItsSenderMayNotWriteAnyMore) {
  for (const bool permitted : {true, false}) {
    HistoryBuilder tell;
    tell.join("alice", "dm").join("bob", "dm").install("alice.phone").install("bob.phone");
    if (permitted) {
      tell.phase(Phase::Storm);
      tell.last().kind = EventKind::Permitted;
      tell.last().value = static_cast<std::uint64_t>(Permit::Failover);
    }
    tell.sent("alice.phone", "dm", "m1").accepted("m1").acked("m1").forked("dm", 0, 4);
    tell.resynced("alice.phone", "dm", 0, 4).resynced("bob.phone", "dm", 0, 4);
    tell.rejected("m1");
    tell.last().lineage = Lineage{4};
    const Verdict loss = verdict_of("no-loss", tell);
    EXPECT_EQ(loss.outcome == Outcome::Broken, !permitted);
    EXPECT_EQ(loss.permitted, permitted ? 2u : 0u);
    EXPECT_NE(verdict_of("read-your-writes", tell).outcome, Outcome::Broken)
        << "alice was told otherwise since";
    if (!permitted) continue;
    EXPECT_EQ(
        loss.permitted_because,
        "alice.phone misses m1: the server lost it in a failover, and alice.phone, which sent "
        "it again, may not write there any more (permits.failover)");
  }
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

TEST(PermittedLoss, IsNothingThatAServerLeftBehindAcceptsToo) {
  HistoryBuilder tell = lost_with_its_sender(EventKind::Forked, {Permit::Failover});
  tell.forked("dm", 0, 5, 4).accepted("m1", 1, 5).accepted("m1", 1, 4);
  EXPECT_EQ(verdict_of("no-loss", tell).outcome, Outcome::Broken);
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
