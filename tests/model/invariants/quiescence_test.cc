#include "model/invariants/quiescence.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/model/invariants/histories.h"
#include "tests/model/invariants/oracle.h"

namespace imstorm {
namespace {

HistoryBuilder settling() {
  HistoryBuilder tell;
  tell.install("alice.phone").phase(Phase::Storm).sent("alice.phone", "dm", "m1");
  tell.phase(Phase::Settle);
  return tell;
}

std::string told_of(Residue what, std::string_view conv, std::uint64_t count) {
  HistoryBuilder tell = settling();
  tell.settled().residue(what, "alice.phone", conv, count);
  return judge<Quiescence>(tell.history()).because;
}

TEST(Quiescence, HoldsWhenNothingIsLeftToDo) {
  HistoryBuilder tell = settling();
  tell.settled();
  const Verdict verdict = judge<Quiescence>(tell.history());
  EXPECT_EQ(verdict.outcome, Outcome::Holds);
  EXPECT_EQ(verdict.exercised, 1u);
}

TEST(Quiescence, IsBrokenByASystemThatIsBusyAtTheBound) {
  HistoryBuilder tell = settling();
  tell.settled(false).last().at = tell.events()[3].at + seconds(30);
  const Verdict verdict = judge<Quiescence>(tell.history(), {true, false});
  EXPECT_EQ(verdict.outcome, Outcome::Broken);
  EXPECT_EQ(verdict.because, "after 30 s of settling the system was still busy");
  ASSERT_EQ(verdict.witnesses.size(), 1u);
  EXPECT_EQ(verdict.witnesses[0].event, tell.last());
}

TEST(Quiescence, IsBrokenByWhatStillWaits) {
  HistoryBuilder tell = settling();
  tell.settled().residue(Residue::Outbox, "alice.phone", "", 2);
  const Verdict verdict = judge<Quiescence>(tell.history());
  EXPECT_EQ(verdict.outcome, Outcome::Broken);
  EXPECT_EQ(verdict.because,
            "alice.phone still has 2 messages in its outbox after everything was repaired");
  EXPECT_EQ(verdict.witnesses.at(0).position, 5u);
}

TEST(Quiescence, SaysWhatWaits) {
  const std::string after = " after everything was repaired";
  EXPECT_EQ(told_of(Residue::Outbox, "", 1),
            "alice.phone still has 1 message in its outbox" + after);
  EXPECT_EQ(told_of(Residue::Pull, "dm", 1),
            "alice.phone still waits for the answer to 1 pull of dm" + after);
  EXPECT_EQ(told_of(Residue::Unconsumed, "dm", 3),
            "alice.phone still holds 3 messages of dm that it was never permitted to show" + after);
  EXPECT_EQ(told_of(Residue::Offline, "", 1),
            "alice.phone still wants a session and has none" + after);
  EXPECT_EQ(told_of(Residue::Notify, "dm", 2),
            "alice.phone still repeats 2 notifications of dm" + after);
  EXPECT_EQ(told_of(Residue::Permit, "dm", 1),
            "alice.phone still repeats 1 consumption notice of dm" + after);
  EXPECT_EQ(told_of(Residue::Queue, "", 9),
            "alice.phone still has 9 inputs in a run queue" + after);
  EXPECT_EQ(told_of(Residue::Retained, "dm", 1),
            "alice.phone still keeps 1 log entry of dm that every device has consumed" + after);
}

TEST(Quiescence, NamesTheProcessThatIsNoDevice) {
  HistoryBuilder tell = settling();
  tell.settled().residue(Residue::Queue, "alice.phone", "", 1).last().device = DeviceId{};
  tell.last().process = ProcessId(0);
  History history = tell.history();
  history.names.processes = {"gateway-1"};
  EXPECT_EQ(judge<Quiescence>(history).because,
            "gateway-1 still has 1 input in a run queue after everything was repaired");
}

TEST(Quiescence, CountsWhatElseWaits) {
  HistoryBuilder tell = settling();
  tell.settled().residue(Residue::Outbox, "alice.phone", "", 2);
  tell.residue(Residue::Pull, "alice.phone", "dm", 1).residue(Residue::Offline, "bob.phone", "", 1);
  EXPECT_EQ(
      judge<Quiescence>(tell.history()).because,
      "alice.phone still has 2 messages in its outbox after everything was repaired (and 2 more "
      "things wait)");
}

TEST(Quiescence, IsUndecidedWhenTheRunIsCutShort) {
  HistoryBuilder tell = settling();
  EXPECT_EQ(judge<Quiescence>(tell.history(), {false, true}).outcome, Outcome::Undecided);
  tell.settled(false);
  EXPECT_EQ(judge<Quiescence>(tell.history(), {false, false}).outcome, Outcome::Undecided);
}

TEST(Quiescence, IsVacuousWhenNothingWasSentOrNothingSettled) {
  EXPECT_EQ(judge<Quiescence>(settling().history()).outcome, Outcome::Vacuous);
  HistoryBuilder tell;
  tell.phase(Phase::Settle).settled();
  EXPECT_EQ(judge<Quiescence>(tell.history()).outcome, Outcome::Vacuous);
}

RC_GTEST_PROP(Quiescence, AgreesWithTheOracleOnMutatedHistories, ()) {
  History history = *good_histories();
  for (const std::uint32_t place : *rc::gen::container<std::vector<std::uint32_t>>(
           rc::gen::inRange<std::uint32_t>(0, 1 << 12))) {
    Event event;
    event.kind = place % 3 == 0 ? EventKind::Residue : EventKind::Settled;
    event.value = place % 4;
    const auto at = place / 16 % (history.events.size() + 1);
    if (place % 8 != 0) continue;
    history.events.insert(history.events.begin() + static_cast<std::ptrdiff_t>(at), event);
  }
  history = mutated(history, *rc::gen::container<std::vector<std::uint32_t>>(
                                 2, rc::gen::inRange<std::uint32_t>(0, 1u << 24)));
  const bool busy = oracle::any(history.events, [](const Event& e) {
    return e.kind == EventKind::Residue || (e.kind == EventKind::Settled && e.value == 0);
  });
  const bool settled =
      oracle::any(history.events, [](const Event& e) { return e.kind == EventKind::Settled; });
  const std::size_t sent =
      oracle::count(history.events, [](const Event& e) { return e.kind == EventKind::Sent; });
  const Verdict verdict = judge<Quiescence>(history);
  RC_ASSERT((verdict.outcome == Outcome::Broken) == busy);
  RC_ASSERT(verdict.exercised == (settled ? sent : 0));
}

}  // namespace
}  // namespace imstorm
