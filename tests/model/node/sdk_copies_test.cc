// What a device makes of copies in its user's inbox: it pulls nothing else, and an observer sees
// the messages where they are from.
#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "tests/model/node/phone.h"

namespace imstorm {
namespace {

const ConvId kInbox(2);

/// Ada's device where messages are copied to inboxes; hers is the third conversation.
struct CopyPhone : Phone {
  CopyPhone() {
    directory.options.group.fanout = GroupOptions::Fanout::WriteOutbox;
    directory.options.consume.phases = ConsumeOptions::Phases::TwoLocal;
    directory.inbox_first = kInbox.value;
    directory.conv_keys.push_back(hash_text("inbox of ada"));
    directory.device_convs[kAda.index()].push_back(kInbox);
    node = SdkNode(kAda, InstId(10), directory);
    go_online();
  }
  /// The inbox's position `seq` holds a copy.
  Entry copy(std::uint64_t seq, ConvId origin, std::uint64_t origin_seq) const {
    Entry entry = imstorm::entry(seq);
    entry.origin = origin;
    entry.origin_seq = Seq{origin_seq};
    return entry;
  }
  const Outputs& take(std::vector<Entry> copies) {
    const Pull pull =
        only<Pull>(receive(line, Notify{{}, kInbox, {}, Seq{copies.back().seq.value}}));
    Data data = answer(pull, copies.back().seq.value, copies.back().seq.value);
    data.entries = std::move(copies);
    receive(line, data);
    return persist();
  }
  /// Conversation and position of all events of a kind.
  std::vector<std::pair<ConvId, Seq>> places(EventKind kind) const {
    std::vector<std::pair<ConvId, Seq>> found;
    for (const Event& event : seen(out, kind)) found.emplace_back(event.conv, event.seq);
    return found;
  }
};
using Places = std::vector<std::pair<ConvId, Seq>>;

TEST(Copies, AreAllThatADevicePulls) {
  CopyPhone phone;
  EXPECT_TRUE(sent<Pull>(phone.notify(5)).empty());
  EXPECT_EQ(sent<Pull>(phone.receive(phone.line, Notify{{}, kInbox, {}, Seq{1}})).size(), 1U);
}

TEST(Copies, CountWhereTheyAreFrom) {
  CopyPhone phone;
  phone.take({phone.copy(1, kTeam, 7), phone.copy(2, kDm, 3), phone.copy(3, kTeam, 8)});
  EXPECT_EQ(phone.places(EventKind::Received),
            (Places{{kTeam, Seq{7}}, {kDm, Seq{3}}, {kTeam, Seq{8}}}));
  EXPECT_EQ(phone.places(EventKind::Cursor), (Places{{kDm, Seq{3}}, {kTeam, Seq{8}}}));
  phone.persist();
  EXPECT_EQ(phone.places(EventKind::Consumed),
            (Places{{kTeam, Seq{7}}, {kDm, Seq{3}}, {kTeam, Seq{8}}}));
}

TEST(Copies, SayNothingAboutHowNewAConversationIs) {
  CopyPhone phone;
  phone.take({phone.copy(1, kTeam, 7)});
  EXPECT_TRUE(phone.places(EventKind::Refreshed).empty());
}

TEST(Copies, ThatAreTrimmedAreGoneWhereTheyWereFrom) {
  CopyPhone phone;
  const Pull pull = only<Pull>(phone.receive(phone.line, Notify{{}, kInbox, {}, Seq{9}}));
  Truncated truncated{{}, pull.req, kInbox, {}, Seq{9}};
  truncated.origins = {{kDm, {}, {}, Seq{4}}, {kTeam, {}, {}, Seq{5}}};
  phone.receive(phone.line, truncated);
  phone.persist();
  const Places both = {{kDm, Seq{4}}, {kTeam, Seq{5}}};
  EXPECT_EQ(phone.places(EventKind::Gone), both);
  EXPECT_EQ(phone.places(EventKind::Cursor), both);
  EXPECT_EQ(only<Pull>(phone.out).after, Seq{9});
}

}  // namespace
}  // namespace imstorm
