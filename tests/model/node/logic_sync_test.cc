// A logic process that hears of a device again in the same session.
#include <gtest/gtest.h>

#include "tests/model/node/logic_bench.h"

namespace imstorm {
namespace {

const Outputs& sync(Bench& logic, std::uint64_t session, std::uint64_t recv) {
  return logic.receive(kGateway, Subscribe{via_of(kBob, session), {kDm, {}, Seq{recv}, {}}, false});
}

/// Else a device whose SYNC comes more often than that would never be told again.
TEST(Sync, LeavesTheTimeWhenSomethingIsRepeated) {
  Bench logic;
  const TimerFired ring = timer(logic.join(kBob, 0, 2), seconds(1));
  logic.ack(kBob, 2);
  EXPECT_TRUE(timers(sync(logic, 1, 2), seconds(1)).empty()) << "one is under way";
  logic.pass(seconds(1));
  EXPECT_EQ(only<Consume>(logic.step(ring)).upto, Seq{2});
}

TEST(Sync, OfAnotherSessionBeginsAnew) {
  Bench logic;
  const TimerFired ring = timer(logic.join(kBob, 0, 2), seconds(1));
  logic.ack(kBob, 2);
  EXPECT_EQ(timers(sync(logic, 2, 2), seconds(1)).size(), 1u);
  logic.pass(seconds(1));
  EXPECT_EQ(frames(logic.step(ring)), 0u) << "a timer of the past";
}

}  // namespace
}  // namespace imstorm
