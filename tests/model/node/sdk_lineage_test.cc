// A device whose conversation goes on in another lineage.
#include <gtest/gtest.h>

#include "tests/model/node/phone.h"

namespace imstorm {
namespace {

constexpr Lineage kNext{4};

/// A device in a house where acknowledged positions may be lost.
struct Heir : Phone {
  Heir() {
    directory.forks = true;
    go_online();
  }
  /// Told that the lineage is over; nothing is durable yet.
  const Outputs& leave(std::uint64_t fork) {
    const Pull pull = only<Pull>(receive(line, Notify{{}, kDm, kNext, Seq{fork}}));
    return receive(line, Resync{{}, pull.req, kDm, kNext, Seq{fork}, Seq{fork}});
  }
  Send send(int body) { return only<Send>(write(body)); }
};

TEST(SdkLineage, AsksWhatBecameOfItsOwnWhenItHearsOfAnother) {
  Heir phone;
  phone.hold(3);
  const Pull pull = only<Pull>(phone.receive(phone.line, Notify{{}, kDm, kNext, Seq{1}}));
  EXPECT_EQ(pull.lineage, Lineage{});
  EXPECT_EQ(pull.after, Seq{3});
}

TEST(SdkLineage, ShowsWhatItHoldsAndGoesBackToWhatIsCommon) {
  Heir phone;
  phone.hold(3);
  phone.permit(1);
  phone.persist();
  phone.leave(2);
  EXPECT_EQ(frames(phone.out), 0u) << "not before it is durable";
  phone.persist();
  EXPECT_EQ(seqs(seen(phone.out, EventKind::Consumed)), (Seqs{2, 3})) << "whatever was permitted";
  EXPECT_EQ(seqs(seen(phone.out, EventKind::Resynced)), Seqs{2});
  const Pull pull = only<Pull>(phone.out);
  EXPECT_EQ(pull.lineage, kNext);
  EXPECT_EQ(pull.after, Seq{2});
  EXPECT_EQ(pull.recv, Seq{2});
  EXPECT_EQ(pull.consumed, Seq{2});
}

TEST(SdkLineage, ShowsNothingAgainThatComesUnderAnotherNumber) {
  Heir phone;
  phone.hold(3);
  phone.leave(1);
  phone.persist();
  Data data = phone.answer(only<Pull>(phone.out), 4, 4);
  data.lineage = kNext;
  std::swap(data.entries[0].cmid, data.entries[1].cmid);
  phone.receive(phone.line, data);
  phone.persist();
  EXPECT_EQ(seqs(seen(phone.out, EventKind::Received)), (Seqs{2, 3, 4}));
  phone.receive(phone.line, Consume{{}, kDm, kNext, Seq{4}});
  phone.persist();
  EXPECT_EQ(seqs(seen(phone.out, EventKind::Consumed)), Seqs{4});
}

/// Two positions for one message in one lineage are the server's mistake, which must be seen.
TEST(SdkLineage, HidesNoRepeatWithinOneLineage) {
  Heir phone;
  phone.hold(2);
  phone.permit(2);
  phone.persist();
  EXPECT_EQ(seqs(seen(phone.out, EventKind::Consumed)), (Seqs{1, 2}));
  const Pull pull = only<Pull>(phone.receive(phone.line, Notify{{}, kDm, {}, Seq{3}}));
  Data data = phone.answer(pull, 3, 3);
  data.entries[0].cmid = entry(1).cmid;
  phone.receive(phone.line, data);
  phone.persist();
  phone.permit(3);
  phone.persist();
  EXPECT_EQ(seqs(seen(phone.out, EventKind::Consumed)), Seqs{3});
}

TEST(SdkLineage, SubmitsAgainWhatWasAcknowledgedAndIsLost) {
  Heir phone;
  const Send first = phone.send(1), second = phone.send(2), third = phone.send(3);
  phone.ack(first, 1);
  phone.ack(second, 2);
  phone.persist();
  phone.leave(1);
  phone.persist();
  EXPECT_EQ(cseqs(phone.out), (Cseqs{2, 3}));
  EXPECT_EQ(sent<Send>(phone.out)[0].cmid, second.cmid);
  EXPECT_EQ(phone.node.outbox_rows(), 2u);
  phone.ack(second, 9);
  EXPECT_EQ(written(phone.out), 0u) << "it was said in a lineage that is over";
  SendAck ack{{}, kDm, second.cmid, second.cseq, second.body, kNext, Seq{2}, Msgid{7}};
  phone.receive(phone.line, ack);
  phone.persist();
  EXPECT_EQ(seen(phone.out, EventKind::Acked).size(), 1u);
  EXPECT_EQ(third.cseq, Cseq{3});
}

TEST(SdkLineage, SubmitsNothingAgainThatIsInCommon) {
  Heir phone;
  phone.ack(phone.send(1), 1);
  phone.persist();
  phone.leave(1);
  phone.persist();
  EXPECT_TRUE(cseqs(phone.out).empty());
}

TEST(SdkLineage, RemembersAllOfItAfterACrash) {
  Heir phone;
  phone.hold(2);
  phone.ack(phone.send(1), 3);
  phone.persist();
  phone.leave(1);
  phone.recover(phone.node.unsynced());
  EXPECT_EQ(seen(phone.out, EventKind::Resynced).size(), 1u);
  phone.go_online();
  EXPECT_EQ(cseqs(phone.out), Cseqs{1});
}

TEST(SdkLineage, DoesNotGoBackToAFormerOne) {
  Heir phone;
  phone.hold(2);
  phone.leave(1);
  phone.persist();
  const Pull pull = only<Pull>(phone.out);
  phone.receive(phone.line, Resync{{}, pull.req, kDm, Lineage{}, Seq{0}, Seq{9}});
  EXPECT_EQ(written(phone.out), 0u);
}

}  // namespace
}  // namespace imstorm
