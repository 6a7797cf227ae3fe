#include "model/protocol/signal_order.h"

#include <gtest/gtest.h>

namespace imstorm {
namespace {

constexpr auto kFenced = RoutingOptions::Rehash::Fenced;
constexpr auto kImmediate = RoutingOptions::Rehash::Immediate;

Relay relay(int from, std::uint64_t session) {
  Relay made;
  made.from = DeviceId(from);
  made.session = Session{session};
  return made;
}

TEST(SignalOrder, LetsNothingOfAnOlderSessionThrough) {
  SignalOrder order;
  EXPECT_TRUE(order.accepts(relay(0, 1), kFenced));
  EXPECT_TRUE(order.accepts(relay(0, 2), kFenced));
  EXPECT_FALSE(order.accepts(relay(0, 1), kFenced));
  EXPECT_TRUE(order.accepts(relay(0, 2), kFenced));
}

Relay by_ring(int from, std::uint32_t ring, ConvId conv = {}) {
  Relay made = relay(from, 1);
  made.ring = ring;
  made.conv = conv;
  return made;
}

TEST(SignalOrder, LetsNothingOfAnOlderRingThrough) {
  SignalOrder order;
  EXPECT_TRUE(order.accepts(by_ring(0, 2), kFenced));
  EXPECT_FALSE(order.accepts(by_ring(0, 1), kFenced));
  EXPECT_TRUE(order.accepts(by_ring(0, 2), kFenced));
  EXPECT_TRUE(order.accepts(by_ring(0, 1), kImmediate));
}

TEST(SignalOrder, ComparesTheRingsOfOneKeyOnly) {
  SignalOrder order;
  EXPECT_TRUE(order.accepts(by_ring(0, 2, ConvId(0)), kFenced));
  EXPECT_TRUE(order.accepts(by_ring(0, 1, ConvId(1)), kFenced));
  EXPECT_TRUE(order.accepts(by_ring(0, 1), kFenced));
  EXPECT_TRUE(order.accepts(by_ring(1, 0), kFenced));
  EXPECT_FALSE(order.accepts(by_ring(1, 1, ConvId(0)), kFenced)) << "a group has one order";
}

TEST(SignalOrder, ComparesNoSenders) {
  SignalOrder order;
  EXPECT_TRUE(order.accepts(relay(0, 7), kFenced));
  EXPECT_TRUE(order.accepts(relay(1, 1), kFenced));
}

}  // namespace
}  // namespace imstorm
