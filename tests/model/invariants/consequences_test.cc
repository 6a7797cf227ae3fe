#include "model/invariants/consequences.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace imstorm {
namespace {

std::vector<std::string> laws_after(const std::vector<std::string>& laws) {
  std::vector<std::string> all;
  for (const Consequence& one : consequences(laws)) all.push_back(one.law);
  return all;
}

TEST(Consequences, AreNearestFirstAndSayWhatLedToThem) {
  const std::vector<Consequence> all = consequences({"cursor-sound"});
  ASSERT_EQ(all.size(), 9U);
  EXPECT_EQ(all[0].law, "no-loss");
  EXPECT_EQ(all[0].of, "cursor-sound");
  EXPECT_EQ(all[4].law, "ack-safety");
  EXPECT_EQ(all[4].of, "no-loss");
}

TEST(Consequences, AreNoMoreThanLogicAllows) {
  EXPECT_EQ(laws_after({"exactly-once"}), std::vector<std::string>{"converge"});
  EXPECT_EQ(laws_after({"converge"}), std::vector<std::string>{});
  EXPECT_EQ(laws_after({"signal-fifo"}), std::vector<std::string>{"signal-group-order"});
  const std::vector<std::string> lost = laws_after({"no-loss"});
  for (const char* other : {"no-loss", "exactly-once", "seq-monotonic", "sender-fifo"}) {
    EXPECT_EQ(std::count(lost.begin(), lost.end(), other), 0) << other;
  }
}

}  // namespace
}  // namespace imstorm
