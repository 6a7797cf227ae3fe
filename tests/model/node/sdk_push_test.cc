#include <gtest/gtest.h>

#include "tests/model/node/phone.h"

namespace imstorm {
namespace {

struct PushedPhone : Phone {
  explicit PushedPhone(DeliverOptions::Mode mode) {
    directory.options.deliver.mode = mode;
    go_online();
  }
  const Outputs& push(std::uint64_t prev, std::uint64_t seq) {
    return receive(line, Push{{}, kDm, {}, Seq{prev}, entry(seq)});
  }
};

TEST(SdkPush, StoresWhatFollowsItsCursorWithoutAPull) {
  PushedPhone phone(DeliverOptions::Mode::PushPrev);
  EXPECT_EQ(written(phone.push(0, 1)), 1U);
  EXPECT_EQ(frames(phone.out), 0U);
  phone.persist();
  EXPECT_EQ(seqs(seen(phone.out, EventKind::Received)), Seqs{1});
  EXPECT_EQ(seqs(seen(phone.out, EventKind::Cursor)), Seqs{1});
  EXPECT_TRUE(seen(phone.out, EventKind::Refreshed).empty()) << "nobody said that it is the newest";
  EXPECT_EQ(timers(phone.out, phone.directory.options.ack.delay).size(), 1U);
}

TEST(SdkPush, StoresASecondMessageWhileTheFirstIsOnItsWayToStorage) {
  PushedPhone phone(DeliverOptions::Mode::PushPrev);
  phone.push(0, 1);
  EXPECT_EQ(written(phone.push(1, 2)), 1U);
  phone.persist();
  EXPECT_EQ(seqs(seen(phone.out, EventKind::Received)), (Seqs{1, 2}));
  EXPECT_TRUE(sent<Pull>(phone.out).empty());
}

TEST(SdkPush, PullsWhereThePredecessorIsMissing) {
  PushedPhone phone(DeliverOptions::Mode::PushPrev);
  const Pull pull = only<Pull>(phone.push(1, 2));
  EXPECT_EQ(pull.after, Seq{0});
  EXPECT_EQ(written(phone.out), 0U);
}

TEST(SdkPush, PullsTheMissingOnlyWhenWhatIsUnderWayIsDurable) {
  PushedPhone phone(DeliverOptions::Mode::PushPrev);
  phone.push(0, 1);
  EXPECT_EQ(frames(phone.push(2, 3)), 0U);
  EXPECT_EQ(only<Pull>(phone.persist()).after, Seq{1});
}

TEST(SdkPush, LeavesTheCursorAloneWhileAPullIsUnderWay) {
  PushedPhone phone(DeliverOptions::Mode::PushPrev);
  const Pull pull = only<Pull>(phone.push(1, 2));
  EXPECT_EQ(written(phone.push(0, 1)), 0U) << "the answer would not fit any more";
  phone.receive(phone.line, phone.answer(pull, 2, 2));
  phone.persist();
  EXPECT_EQ(seqs(seen(phone.out, EventKind::Received)), (Seqs{1, 2}));
}

TEST(SdkPush, AnswersARepetitionWithAnAcknowledgement) {
  PushedPhone phone(DeliverOptions::Mode::PushPrev);
  phone.push(0, 1);
  EXPECT_EQ(frames(phone.push(0, 1)), 0U) << "not durable yet";
  phone.persist();
  EXPECT_EQ(only<Ack>(phone.push(0, 1)).recv, Seq{1});
  EXPECT_EQ(written(phone.out), 0U);
}

TEST(SdkPush, TakesAMessageOverAStretchThatIsNotForItsUser) {
  PushedPhone phone(DeliverOptions::Mode::PushPrev);
  phone.push(0, 1);
  phone.persist();
  EXPECT_EQ(written(phone.push(1, 5)), 1U);
  phone.persist();
  EXPECT_EQ(seqs(seen(phone.out, EventKind::Cursor)), Seqs{5});
}

TEST(SdkPush, BlindlyTakesWhateverIsNewer) {
  PushedPhone phone(DeliverOptions::Mode::Push);
  EXPECT_EQ(written(phone.push(3, 4)), 1U);
  phone.persist();
  EXPECT_EQ(seqs(seen(phone.out, EventKind::Cursor)), Seqs{4});
  EXPECT_EQ(written(phone.push(0, 1)), 0U);
  EXPECT_TRUE(sent<Pull>(phone.notify(9)).empty());
}

}  // namespace
}  // namespace imstorm
