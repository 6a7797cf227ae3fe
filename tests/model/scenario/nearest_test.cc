#include "model/scenario/nearest.h"

#include <gtest/gtest.h>

namespace imstorm {
namespace {

TEST(NearestName, IsTheOneWithTheFewestChanges) {
  EXPECT_EQ(nearest("los", {"stall", "loss", "latency"}), "loss");
  EXPECT_EQ(nearest("SEND_AKC", {"SEND", "SEND_ACK", "ACK"}), "SEND_ACK");
  EXPECT_EQ(nearest("gatway", {"logic", "gateway"}), "gateway");
}

TEST(NearestName, IsNoneWhenNothingIsNear) {
  EXPECT_EQ(nearest("weather", {"loss", "latency"}), "");
  EXPECT_EQ(nearest("", {"loss"}), "");
  EXPECT_EQ(nearest("x", {"y"}), "");
  EXPECT_EQ(nearest(std::string(1'000, 'a'), {std::string(1'000, 'b')}), "");
}

TEST(NearestName, MayBeginWithTheWord) {
  EXPECT_EQ(nearest("piggyback", {"per-pull", "piggyback-only"}), "piggyback-only");
  EXPECT_EQ(nearest("pi", {"piggyback-only"}), "");
}

TEST(NearestName, IsTheFirstAmongEquals) { EXPECT_EQ(nearest("loxs", {"loss", "lots"}), "loss"); }

}  // namespace
}  // namespace imstorm
