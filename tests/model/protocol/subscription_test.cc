#include "model/protocol/subscription.h"

#include <gtest/gtest.h>

namespace imstorm {
namespace {

using Debt = Subscription::Debt;

Subscription at(std::uint64_t recv, std::uint64_t consumed) {
  Subscription sub;
  sub.recv = Seq{recv};
  sub.consumed = Seq{consumed};
  return sub;
}

TEST(Subscription, OwesANotificationWhileTheDeviceIsBehind) {
  EXPECT_EQ(at(4, 4).debt(Seq{5}, {}), Debt::Notify);
  EXPECT_EQ(at(4, 0).debt(Seq{5}, {}), Debt::Notify) << "first the messages, then the permit";
  EXPECT_EQ(at(5, 5).debt(Seq{5}, {}), Debt::None);
}

TEST(Subscription, OwesAPermitWhileTheDeviceHasNotConsumed) {
  EXPECT_EQ(at(5, 4).debt(Seq{5}, {}), Debt::Consume);
  EXPECT_EQ(at(6, 4).debt(Seq{5}, {}), Debt::Consume) << "the device knows more than the notifier";
}

TEST(Subscription, OwesNoPermitWhereTheDeviceConsumesByItself) {
  ProtocolOptions options;
  options.consume.phases = ConsumeOptions::Phases::TwoLocal;
  EXPECT_EQ(at(5, 4).debt(Seq{5}, options), Debt::None);
  EXPECT_EQ(at(4, 4).debt(Seq{5}, options), Debt::Notify);
}

TEST(Subscription, OwesNothingWhereNotificationsAreSaidOnce) {
  ProtocolOptions options;
  options.notify.repeat = NotifyOptions::Repeat::Once;
  EXPECT_EQ(at(4, 4).debt(Seq{5}, options), Debt::None);
  EXPECT_EQ(at(5, 4).debt(Seq{5}, options), Debt::Consume);
}

TEST(Subscription, NeverGoesBack) {
  Subscription sub = at(5, 3);
  EXPECT_FALSE(sub.advance(Seq{4}, Seq{2}, Instant{9}));
  EXPECT_FALSE(sub.advance(Seq{5}, Seq{3}, Instant{9})) << "the same again is no progress";
  EXPECT_EQ(sub.progress, Instant{});
  EXPECT_TRUE(sub.advance(Seq{4}, Seq{4}, Instant{9}));
  EXPECT_EQ(sub.recv, Seq{5});
  EXPECT_EQ(sub.consumed, Seq{4});
  EXPECT_TRUE(sub.advance(Seq{7}, Seq{1}, Instant{10}));
  EXPECT_EQ(sub.recv, Seq{7});
  EXPECT_EQ(sub.consumed, Seq{4});
  EXPECT_EQ(sub.progress, Instant{10});
}

TEST(Subscription, WaitsAnewAfterProgress) {
  Subscription sub = at(0, 0);
  sub.backoff.next(seconds(1), seconds(30));
  EXPECT_EQ(sub.backoff.next(seconds(1), seconds(30)), seconds(2));
  sub.advance(Seq{0}, Seq{0}, Instant{1});
  EXPECT_EQ(sub.backoff.next(seconds(1), seconds(30)), seconds(4));
  sub.advance(Seq{1}, Seq{0}, Instant{1});
  EXPECT_EQ(sub.backoff.next(seconds(1), seconds(30)), seconds(1));
}

}  // namespace
}  // namespace imstorm
