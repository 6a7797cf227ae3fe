// The receive cursor of a device: how far it moves, and what is claimed of it.
#include <gtest/gtest.h>

#include "tests/model/node/phone.h"

namespace imstorm {
namespace {

TEST(Cursors, GoToTheEndOfWhatWasAskedForWhereThePolicySaysSo) {
  Phone phone;
  phone.directory.options.pull.cursor = PullOptions::Cursor::RequestedEnd;
  phone.directory.options.pull.limit = 10;
  phone.go_online();
  phone.hold(2);
  EXPECT_EQ(seqs(seen(phone.out, EventKind::Cursor)), Seqs{10});
}

TEST(Cursors, AreTheDevicesClockWhereThePolicySaysSo) {
  Phone phone;
  phone.directory.options.pull.cursor = PullOptions::Cursor::ClientClock;
  phone.go_online();
  const Instant first = phone.now.wall;
  const Pull pull = only<Pull>(phone.notify(2));
  EXPECT_EQ(pull.since, Instant{}) << "all, the first time";
  phone.pass(seconds(1));
  phone.receive(phone.line, phone.answer(pull, 2, 2));
  phone.persist();
  EXPECT_EQ(only<Pull>(phone.notify(3)).since, first);
}

/// A message that is pushed while 1 and 2 are missing.
Push third() {
  Push push;
  push.conv = kDm;
  push.entry = entry(3);
  push.prev = Seq{2};
  return push;
}

TEST(Cursors, FollowAPushedMessageWhereThePolicySaysSo) {
  const auto pushed = [](PullOptions::Cursor cursor) {
    Phone phone;
    phone.directory.options.deliver.mode = DeliverOptions::Mode::PushPrev;
    phone.directory.options.pull.cursor = cursor;
    phone.go_online();
    phone.receive(phone.line, third());
    phone.persist();
    return seqs(seen(phone.out, EventKind::Cursor));
  };
  EXPECT_EQ(pushed(PullOptions::Cursor::ProvenCoverage), Seqs{});
  EXPECT_EQ(pushed(PullOptions::Cursor::LiveMessage), Seqs{3});
}

TEST(Acks, ClaimTheNewestArrivalWhereThePolicySaysSo) {
  const auto claimed = [](AckOptions::Value value) {
    Phone phone;
    phone.directory.options.deliver.mode = DeliverOptions::Mode::PushPrev;
    phone.directory.options.ack.value = value;
    phone.go_online();
    return only<Pull>(phone.receive(phone.line, third())).recv;
  };
  EXPECT_EQ(claimed(AckOptions::Value::Contiguous), Seq{});
  EXPECT_EQ(claimed(AckOptions::Value::Highest), Seq{3});
}

}  // namespace
}  // namespace imstorm
