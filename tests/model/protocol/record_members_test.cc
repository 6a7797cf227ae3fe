#include <gtest/gtest.h>

#include "tests/model/protocol/record.h"

namespace imstorm {
namespace {

using Code = Appended::Code;

/// Devices 1 and 2 of members 1 and 2; device 3 of user 3, who may join.
struct Group : Book {
  Group() {
    record.know(DeviceId(3), UserId(3));
    attach(via_of(3), 0, 0);
  }
  Send asks(int device, std::uint32_t n, Content content, int subject) const {
    Send send = message(via_of(device), n, 100 * device + static_cast<int>(n));
    send.content = content;
    if (subject != 0) send.subject = UserId(subject);
    return send;
  }
  Page page_of(int device, std::uint64_t after, std::uint32_t limit = 100) const {
    return record.read({via_of(device), 3, kConv, {}, Seq{after}, limit}, options);
  }
  std::vector<std::uint64_t> seen_by(int device, std::uint64_t after = 0) const {
    std::vector<std::uint64_t> seqs;
    for (const Entry& entry : page_of(device, after).entries) seqs.push_back(entry.seq.value);
    return seqs;
  }
};
using Seqs = std::vector<std::uint64_t>;

/// The same where an id service gives the numbers, so that 5 may be stored before 4.
struct Numbered : Group {
  Numbered() { options.seq.source = SeqOptions::Source::RedisSync; }
  Appended insert(const Send& send, std::uint64_t seq) {
    return record.append({epoch, send, Seq{seq}}, UserId(static_cast<int>(send.via.device.value)),
                         options);
  }
};

TEST(RecordMembers, RejectsAnOutsidersMessageForGood) {  // holes 21 and 22
  Group group;
  EXPECT_EQ(group.code(group.asks(3, 1, Content::Text, 0)), Code::Rejected);
  EXPECT_EQ(group.code(group.asks(3, 2, Content::Join, 3)), Code::Committed) << "not blocked";
  EXPECT_EQ(group.code(group.asks(3, 1, Content::Text, 0)), Code::Rejected)
      << "the reason has gone, and the verdict stays";
  EXPECT_EQ(group.code(group.asks(3, 3, Content::Text, 0)), Code::Committed);
  EXPECT_EQ(group.record.last(), Seq{2});
}

TEST(RecordMembers, ResolvesAPlaceThatWasTakenBack) {
  Group group;
  EXPECT_EQ(group.code(group.asks(1, 1, Content::Skip, 0)), Code::Rejected);
  EXPECT_EQ(group.code(group.asks(1, 2, Content::Text, 0)), Code::Committed);
  EXPECT_EQ(group.code(group.asks(1, 1, Content::Text, 0)), Code::Rejected) << "a late first try";
  EXPECT_EQ(group.code(group.asks(1, 2, Content::Skip, 0)), Code::Duplicate) << "too late";
}

TEST(RecordMembers, ShowsEachTheirIntervals) {
  Group group;
  group.fill(2);                                     // 1, 2
  group.append(group.asks(2, 1, Content::Join, 3));  // 3
  group.append(message(via_of(1), 3, 3));            // 4
  group.append(group.asks(2, 2, Content::Kick, 3));  // 5
  group.append(message(via_of(1), 4, 4));            // 6
  EXPECT_EQ(group.seen_by(3), (Seqs{3, 4, 5}));
  EXPECT_EQ(group.seen_by(2), (Seqs{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(group.page_of(3, 0).entries.front().prev, Seq{0});
}

TEST(RecordMembers, MovesACursorOverWhatIsInvisible) {  // hole 29
  Group group;
  group.fill(5);
  const Page page = group.page_of(3, 0);
  EXPECT_TRUE(page.entries.empty());
  EXPECT_EQ(page.next, Seq{5});
}

TEST(RecordMembers, CountsOnlyVisibleEntriesAgainstTheLimit) {
  Group group;
  group.fill(3);
  group.append(group.asks(3, 1, Content::Join, 3));
  group.append(message(via_of(1), 4, 4));
  const Page page = group.page_of(3, 0, 1);
  ASSERT_EQ(page.entries.size(), 1U);
  EXPECT_EQ(page.next, Seq{4});
}

TEST(RecordMembers, TrimsWhatAnOutsiderMayNotSee) {
  Group group;
  group.fill(3);
  for (const int device : {1, 2}) group.advance(via_of(device), 3, 3);
  EXPECT_EQ(group.record.floor(), Seq{3});
  const Page page = group.page_of(3, 1);
  EXPECT_EQ(page.next, Seq{3}) << "nothing of it was for this user: it is not truncated";
  EXPECT_GE(page.next, page.head.floor);
}

TEST(RecordMembers, KeepsWhatAnAbsentMemberHasNotSeen) {
  Group group;
  group.append(group.asks(3, 1, Content::Join, 3));
  group.append(message(via_of(1), 1, 7));
  for (const int device : {1, 2}) group.advance(via_of(device), 2, 2);
  EXPECT_EQ(group.record.floor(), Seq{0});
}

TEST(RecordMembers, TellsItsWriterWhoSeesWhat) {
  Group group;
  EXPECT_EQ(group.record.take({kConv, Epoch{1}}).members.size(), 2U) << "not everybody is in";
  group.epoch = Epoch{2};
  const Appended joined = group.append(group.asks(3, 1, Content::Join, 3));
  EXPECT_EQ(joined.members_changed, Seq{1});
  EXPECT_EQ(joined.members.size(), 3U);
  const Appended text = group.append(message(via_of(1), 1, 7));
  EXPECT_EQ(text.members_changed, Seq{1});
  EXPECT_TRUE(text.members.empty());
  EXPECT_TRUE(Book().record.take({kConv, Epoch{1}}).members.empty()) << "everybody sees all";
}

TEST(NumberedMembers, CountFromTheirPositionWhateverIsStoredFirst) {  // rule S7
  Numbered group;
  EXPECT_EQ(group.insert(group.asks(3, 1, Content::Join, 3), 3).code, Code::Committed);
  EXPECT_EQ(group.insert(message(via_of(3), 2, 32), 4).code, Code::Committed);
  EXPECT_EQ(group.insert(message(via_of(1), 1, 11), 1).code, Code::Committed);
  EXPECT_EQ(group.record.last(), Seq{1}) << "2 is not decided";
  EXPECT_EQ(group.seen_by(1), Seqs{1});
  EXPECT_EQ(group.insert(message(via_of(2), 1, 21), 2).code, Code::Committed);
  EXPECT_EQ(group.seen_by(1), (Seqs{1, 2, 3, 4}));
  EXPECT_EQ(group.seen_by(3), (Seqs{3, 4}));
}

TEST(NumberedMembers, AreJudgedAsOfThePositionOfTheirMessage) {
  Numbered group;
  group.insert(group.asks(1, 1, Content::Kick, 2), 5);
  EXPECT_EQ(group.insert(message(via_of(2), 1, 21), 4).code, Code::Committed) << "before the kick";
  EXPECT_EQ(group.insert(message(via_of(2), 2, 22), 6).code, Code::Rejected);
  group.insert(message(via_of(1), 2, 12), 7);
  group.record.resolve({kConv, group.epoch, Seq{7}, Resolve::How::Tombstones}, group.options);
  EXPECT_EQ(group.seen_by(2, 3), (Seqs{4, 5})) << "6 was given up, and 7 is behind the kick";
}

TEST(NumberedMembers, ChangeOnlyAboveAllThatIsStored) {
  Numbered group;
  group.insert(message(via_of(2), 1, 21), 5);
  EXPECT_EQ(group.insert(group.asks(1, 1, Content::Kick, 2), 4).code, Code::Occupied)
      << "else 5 would be an outsider's";
  EXPECT_EQ(group.insert(group.asks(1, 1, Content::Kick, 2), 6).code, Code::Committed);
  EXPECT_EQ(group.insert(group.asks(3, 1, Content::Skip, 0), 2).code, Code::Rejected)
      << "what changes nobody's place is settled where it stands";
}

TEST(NumberedMembers, AreToldToTheWriterBeforeAnybodyMayReadOfIt) {
  Numbered group;
  const Appended joined = group.insert(group.asks(3, 1, Content::Join, 3), 2);
  EXPECT_EQ(joined.hw, Seq{});
  EXPECT_EQ(joined.members_changed, Seq{2});
  EXPECT_EQ(joined.members.size(), 3U);
}

TEST(RecordMembers, AsksForTheListOfTheMomentAtFanout) {
  Group group;
  group.options.group.members = GroupOptions::Members::AtFanout;
  group.fill(2);
  group.append(group.asks(3, 1, Content::Join, 3));
  EXPECT_EQ(group.seen_by(3), (Seqs{1, 2, 3})) << "the joiner sees what was before";
  group.append(group.asks(3, 2, Content::Leave, 3));
  EXPECT_EQ(group.seen_by(3), Seqs{}) << "the leaver misses what was for them";
}

}  // namespace
}  // namespace imstorm
