#include "model/protocol/turns.h"

#include <gtest/gtest.h>

namespace imstorm {
namespace {

TEST(Turns, ComeInTheOrderOfWaiting) {
  Turns turns;
  for (const std::uint32_t who : {7U, 3U, 5U}) turns.wait(who);
  EXPECT_EQ(turns.next(10), 7U);
  EXPECT_EQ(turns.next(10), 3U);
  EXPECT_TRUE(turns.anyone_waits());
  EXPECT_EQ(turns.next(10), 5U);
  EXPECT_FALSE(turns.anyone_waits());
  EXPECT_FALSE(turns.next(10));
}

TEST(Turns, AreSoManyAtOnce) {
  Turns turns;
  turns.wait(1);
  turns.begin();
  turns.begin();
  EXPECT_FALSE(turns.free(2));
  EXPECT_FALSE(turns.next(2));
  EXPECT_TRUE(turns.free(3)) << "who asks says how many";
  turns.end();
  EXPECT_EQ(turns.next(2), 1U);
}

TEST(Turns, OfACopyAreItsOwn) {
  Turns turns;
  turns.wait(1);
  Turns copy = turns;
  EXPECT_EQ(copy.next(1), 1U);
  EXPECT_TRUE(turns.anyone_waits());
}

}  // namespace
}  // namespace imstorm
