#include "model/protocol/signal_order.h"

#include <gtest/gtest.h>

namespace imstorm {
namespace {

Relay relay(int from, std::uint64_t session) {
  Relay made;
  made.from = DeviceId(from);
  made.session = Session{session};
  return made;
}

TEST(SignalOrder, LetsNothingOfAnOlderSessionThrough) {
  SignalOrder order;
  EXPECT_TRUE(order.accepts(relay(0, 1)));
  EXPECT_TRUE(order.accepts(relay(0, 2)));
  EXPECT_FALSE(order.accepts(relay(0, 1)));
  EXPECT_TRUE(order.accepts(relay(0, 2)));
}

TEST(SignalOrder, ComparesNoSenders) {
  SignalOrder order;
  EXPECT_TRUE(order.accepts(relay(0, 7)));
  EXPECT_TRUE(order.accepts(relay(1, 1)));
}

}  // namespace
}  // namespace imstorm
