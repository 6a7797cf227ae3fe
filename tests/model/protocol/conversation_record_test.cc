#include "model/protocol/conversation_record.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <utility>
#include <vector>

#include "sim/core/ensure.h"
#include "tests/model/protocol/record.h"

namespace imstorm {
namespace {

// The writer's epoch.

TEST(ConversationRecord, TakesTheWriterThatKnowsTheEpoch) {
  ConversationRecord record;
  const Taken first = record.take({kConv, Epoch{0}});
  EXPECT_TRUE(first.won);
  EXPECT_EQ(first.epoch, Epoch{1});
  const Taken second = record.take({kConv, Epoch{0}});
  EXPECT_FALSE(second.won);
  EXPECT_EQ(second.epoch, Epoch{1}) << "what to expect at the next try";
  EXPECT_FALSE(record.take({kConv, Epoch{2}}).won);
  EXPECT_TRUE(record.take({kConv, Epoch{1}}).won);
}

TEST(ConversationRecord, TellsANewWriterWhereTheLogEnds) {
  Book book;
  book.fill(3);
  EXPECT_EQ(book.record.take({kConv, Epoch{1}}).last, Seq{3});
}

// Readers.

TEST(ConversationRecord, TellsAnAttachingDeviceItsHead) {
  Book book;
  book.fill(3);
  const Attached attached = book.attach(via_of(2), 1, 1);
  EXPECT_EQ(attached.head.conv, kConv);
  EXPECT_EQ(attached.head.hw, Seq{3});
  EXPECT_EQ(attached.head.floor, Seq{0});
  EXPECT_EQ(attached.epoch, Epoch{1});
  EXPECT_EQ(attached.recv, Seq{1});
  EXPECT_EQ(attached.consumed, Seq{1});
  EXPECT_FALSE(attached.superseded);
}

TEST(ConversationRecord, ANewSessionSetsTheCursorsEvenBack) {  // rule D2
  Book book;
  book.fill(5);
  book.advance(via_of(2), 4, 4);
  book.attach(via_of(2, 20, 2), 2, 1);
  EXPECT_EQ(book.ask(via_of(2, 20, 2)).recv, Seq{2});
  EXPECT_EQ(book.ask(via_of(2, 20, 2)).consumed, Seq{1});
}

TEST(ConversationRecord, ARepeatWithinASessionSetsNoCursorBack) {
  Book book;
  book.fill(5);
  book.attach(via_of(2, 20, 2), 2, 1);
  book.advance(via_of(2, 20, 2), 4, 3);
  book.attach(via_of(2, 20, 2), 2, 1);  // it waited in the queue of a process that stood still
  EXPECT_EQ(book.ask(via_of(2, 20, 2)).recv, Seq{4});
  EXPECT_EQ(book.ask(via_of(2, 20, 2)).consumed, Seq{3});
}

TEST(ConversationRecord, WaitsForNobodyLongerThanItIsTold) {  // rule D3
  Book book;
  book.options.ack.retain = seconds(20);
  book.fill(5);
  const auto at = [](int s) { return Instant{} + seconds(s); };
  for (const int device : {1, 2}) {
    book.record.attach({via_of(device), {kConv, {}, {}, {}}, true}, book.options, at(1));
  }
  const auto reads = [&](int device, std::uint64_t seq, int s) {
    const Via via = via_of(device);
    book.record.advance({kConv, {{via.device, via.inst, via.session, Seq{seq}, Seq{seq}}}},
                        book.options, at(s));
  };
  reads(2, 1, 5);
  reads(1, 5, 25);
  EXPECT_EQ(book.record.floor(), Seq{1}) << "20 s are not over yet";
  EXPECT_TRUE(book.record.take_given_up().empty());
  reads(1, 5, 26);
  EXPECT_EQ(book.record.floor(), Seq{5});
  const auto given_up = book.record.take_given_up();
  ASSERT_EQ(given_up.size(), 1U);
  EXPECT_EQ(given_up[0].device, via_of(2).device);
  EXPECT_EQ(given_up[0].upto, Seq{5});
  EXPECT_TRUE(book.record.take_given_up().empty()) << "it is told once";
}

TEST(ConversationRecord, AskingChangesNothing) {
  Book book;
  book.fill(5);
  book.advance(via_of(2), 4, 3);
  const Attached asked = book.attach(via_of(2, 20, 9), 1, 1, false);
  EXPECT_EQ(asked.recv, Seq{4});
  EXPECT_EQ(asked.consumed, Seq{3});
  book.advance(via_of(2), 5, 5);
  EXPECT_EQ(book.ask(via_of(2)).recv, Seq{5}) << "session 1 is still the current one";
}

TEST(ConversationRecord, AnOlderSessionIsToldThatItIsSuperseded) {
  Book book;
  book.fill(3);
  book.attach(via_of(2, 20, 5), 2, 2);
  const Attached late = book.attach(via_of(2, 20, 4), 0, 0);
  EXPECT_TRUE(late.superseded);
  EXPECT_EQ(late.recv, Seq{2}) << "and nothing was changed";
  EXPECT_TRUE(book.attach(via_of(2, 20, 4), 0, 0, false).superseded);
  EXPECT_FALSE(book.attach(via_of(2, 20, 5), 2, 2).superseded) << "the same again is welcome";
}

TEST(ConversationRecord, AnotherInstallationMustShowThatItLives) {  // rule H47
  Book book;
  book.fill(3);
  const Attached asked = book.attach(via_of(2, 21, 2), 0, 0);
  EXPECT_TRUE(asked.unproven);
  EXPECT_FALSE(asked.superseded);
  EXPECT_EQ(book.code(message(via_of(2, 21, 2), 1, 200)), Appended::Code::UnknownDevice);
  EXPECT_FALSE(book.replace(via_of(2, 21, 2), 0, 0).unproven);
  EXPECT_EQ(book.code(message(via_of(2, 21, 2), 1, 200)), Appended::Code::Committed);
}

TEST(ConversationRecord, ALateConnectDoesNotRegisterAWipedInstallationAgain) {
  Book book;
  book.replace(via_of(1, 11, 2), 0, 0);
  EXPECT_TRUE(book.attach(via_of(1, 10, 1), 0, 0).superseded);
  EXPECT_EQ(book.code(message(via_of(1, 10, 1), 1, 100)), Appended::Code::UnknownDevice);
}

TEST(ConversationRecord, AReplacedInstallationNeverComesBack) {  // rule H47
  Book book;
  book.fill(4);
  book.replace(via_of(2, 21, 2), 0, 0);
  const Send send = message(via_of(2, 21, 2), 1, 200);
  book.append(send);
  book.advance(via_of(1), 5, 5);
  // The CONNECT of the wiped installation was on its way all the time and gets a later session.
  EXPECT_TRUE(book.attach(via_of(2, 20, 3), 4, 4).unproven) << "it cannot answer any more";
  EXPECT_EQ(book.record.floor(), Seq{0}) << "its cursors trim nothing";
  EXPECT_EQ(book.code(message(via_of(2, 20, 3), 1, 201)), Appended::Code::UnknownDevice);
  book.attach(via_of(2, 21, 4), 0, 0);
  EXPECT_EQ(book.code(send), Appended::Code::Duplicate) << "its successor's outcomes are kept";
}

TEST(ConversationRecord, AWipedInstallationThatNobodyKnewKeepsNobodyOut) {
  Book book;
  book.replace(via_of(1, 12, 3), 0, 0);
  // Of the one before, which never came so far: its CONNECT arrives last of all.
  EXPECT_TRUE(book.attach(via_of(1, 11, 4), 0, 0).unproven);
  EXPECT_FALSE(book.attach(via_of(1, 12, 5), 0, 0).unproven) << "who is registered goes on";
}

TEST(ConversationRecord, NobodyIsSupersededWhereBothSessionsLive) {
  Book book;
  book.options.session.takeover = SessionOptions::Takeover::BothLive;
  book.fill(3);
  book.attach(via_of(2, 20, 5), 1, 1);
  EXPECT_FALSE(book.attach(via_of(2, 20, 4), 0, 0).superseded);
  book.advance(via_of(2, 20, 4), 3, 3);
  EXPECT_EQ(book.ask(via_of(2, 20, 5)).recv, Seq{3});
}

TEST(ConversationRecord, OnlyMembersDevicesAttach) {
  Book book;
  EXPECT_THROW(book.attach(via_of(9), 0, 0), InternalError);
}

TEST(ConversationRecord, CursorsOnlyMoveForward) {
  Book book;
  book.fill(5);
  book.advance(via_of(2), 3, 2);
  book.advance(via_of(2), 2, 1);
  EXPECT_EQ(book.ask(via_of(2)).recv, Seq{3});
  EXPECT_EQ(book.ask(via_of(2)).consumed, Seq{2});
  book.advance(via_of(2), 1, 3);
  EXPECT_EQ(book.ask(via_of(2)).recv, Seq{3});
  EXPECT_EQ(book.ask(via_of(2)).consumed, Seq{3});
}

TEST(ConversationRecord, CursorsOfOthersAreIgnored) {
  Book book;
  book.fill(5);
  book.attach(via_of(2, 20, 2), 0, 0);
  book.advance(via_of(2, 20, 1), 5, 5);  // of the session before
  book.advance(via_of(2, 99, 2), 5, 5);  // of another installation
  book.advance(via_of(9), 5, 5);         // of nobody
  EXPECT_EQ(book.ask(via_of(2, 20, 2)).recv, Seq{0});
  book.advance(via_of(2, 20, 2), 5, 5);
  EXPECT_EQ(book.ask(via_of(2, 20, 2)).recv, Seq{5});
}

// Trimming.

TEST(ConversationRecord, KeepsWhatAnyDeviceStillNeeds) {
  Book book;
  book.fill(5);
  book.advance(via_of(1), 5, 5);
  book.advance(via_of(2), 5, 2);
  EXPECT_EQ(book.record.floor(), Seq{2}) << "consumed counts, not received";
  EXPECT_EQ(book.log().front().seq, Seq{3});
  book.advance(via_of(2), 5, 5);
  EXPECT_EQ(book.record.floor(), Seq{5});
}

TEST(ConversationRecord, KeepsEverythingForADeviceThatNeverCame) {
  Book book;
  book.record.admit(DeviceId(3), UserId(3));
  book.fill(5);
  book.advance(via_of(1), 5, 5);
  book.advance(via_of(2), 5, 5);
  EXPECT_EQ(book.record.floor(), Seq{0});
}

TEST(ConversationRecord, DropsWhatOneDeviceHasConsumedWhereThePolicySaysSo) {
  Book book;
  book.options.ack.trim = AckOptions::Trim::MaxDevice;
  book.fill(5);
  book.advance(via_of(1), 3, 3);
  EXPECT_EQ(book.record.floor(), Seq{3});
  book.advance(via_of(1), 9, 9);  // more than there is
  EXPECT_EQ(book.record.floor(), Seq{5});
}

TEST(ConversationRecord, TheFloorNeverGoesBack) {
  Book book;
  book.fill(5);
  book.advance(via_of(1), 5, 5);
  book.advance(via_of(2), 5, 4);
  book.replace(via_of(2, 21, 2), 0, 0);  // a wiped device begins at 0
  EXPECT_EQ(book.record.floor(), Seq{4});
  EXPECT_EQ(book.ask(via_of(2, 21, 2)).head.floor, Seq{4});
}

TEST(ConversationRecord, FindsAMessageWhileItIsThere) {
  Book book;
  book.fill(3);
  EXPECT_EQ(book.record.position_of(BodyId(2)), Seq{2});
  EXPECT_EQ(book.record.position_of(BodyId(9)), Seq{0});
  book.advance(via_of(1), 2, 2);
  book.advance(via_of(2), 2, 2);
  EXPECT_EQ(book.record.position_of(BodyId(2)), Seq{0});
  EXPECT_EQ(book.record.position_of(BodyId(3)), Seq{3});
}

// Reading.

TEST(ConversationRecord, ReadsTheOldestPageFirst) {
  Book book;
  book.fill(5);
  const Page page = book.page(1, 2);
  EXPECT_EQ(page.req, 3u);
  EXPECT_EQ(page.via.device, DeviceId(2));
  EXPECT_EQ(page.after, Seq{1});
  ASSERT_EQ(page.entries.size(), 2u);
  EXPECT_EQ(page.entries[0].seq, Seq{2});
  EXPECT_EQ(page.entries[1].seq, Seq{3});
  EXPECT_EQ(page.next, Seq{3}) << "the last position examined";
  EXPECT_EQ(page.head.hw, Seq{5});
  EXPECT_EQ(book.page(3, 10).entries.size(), 2u);
}

TEST(ConversationRecord, ReadsTheNewestPageWhereThePolicyWantsIt) {
  Book book;
  book.fill(5);
  const Page page = book.page(0, 2, PullOptions::Page::NewestFirst);
  ASSERT_EQ(page.entries.size(), 2u);
  EXPECT_EQ(page.entries[0].seq, Seq{4});
  EXPECT_EQ(page.next, Seq{5});
}

TEST(ConversationRecord, ReadsNothingOlderThanAClockSays) {
  Book book;
  for (std::uint32_t n = 1; n <= 3; ++n) {
    Send send = message(via_of(1), n, static_cast<int>(n));
    send.written = Instant{} + seconds(2 * n) - seconds(3);  // the first: before the beginning
    book.append(send);
  }
  const auto since = [&](std::int64_t s) {
    return book.record.read({via_of(2), 3, kConv, {}, {}, 10, {}, Instant{} + seconds(s)},
                            ProtocolOptions{});
  };
  EXPECT_EQ(since(0).entries.size(), 3u) << "0 asks for no time at all";
  EXPECT_EQ(since(1).entries.size(), 2u);
  ASSERT_EQ(since(3).entries.size(), 1u);
  EXPECT_EQ(since(3).entries[0].seq, Seq{3});
  EXPECT_TRUE(since(4).entries.empty());
  EXPECT_EQ(since(4).next, Seq{3}) << "looked at, and left out";
}

TEST(ConversationRecord, ReadsNothingPastTheEnd) {
  Book book;
  book.fill(5);
  for (const std::uint64_t after : {5u, 6u}) {
    const Page page = book.page(after, 10);
    EXPECT_TRUE(page.entries.empty());
    EXPECT_EQ(page.next, Seq{after});
  }
}

TEST(ConversationRecord, ReadsNothingThatWasTrimmed) {
  Book book;
  book.fill(5);
  book.advance(via_of(1), 5, 5);
  book.advance(via_of(2), 5, 2);
  const Page before = book.page(1, 10);
  EXPECT_TRUE(before.entries.empty()) << "3 alone would hide that 2 is gone";
  EXPECT_EQ(before.head.floor, Seq{2});
  EXPECT_EQ(book.page(2, 10).entries.size(), 3u);
}

// All together, against the obvious model.

/// A log where a (sender, number) may stand once, in order, by the current epoch only.
struct Model {
  struct Line {
    std::vector<std::uint64_t> positions;  // of 1, 2, ... of one sender
  };
  std::uint64_t epoch = 1;
  std::uint64_t last = 0;
  std::map<int, Line> lines;
  std::vector<std::pair<int, std::uint32_t>> log;

  std::pair<Appended::Code, std::uint64_t> append(std::uint64_t by, int device, std::uint32_t n) {
    using Code = Appended::Code;
    if (by != epoch) return {Code::Fenced, 0};
    auto& positions = lines[device].positions;
    if (n > positions.size() + 1) return {Code::OutOfOrder, 0};
    if (n <= positions.size()) return {Code::Duplicate, positions[n - 1]};
    positions.push_back(++last);
    log.emplace_back(device, n);
    return {Code::Committed, last};
  }
};

RC_GTEST_PROP(ConversationRecord, HoldsEachMessageOnceInOrderWhateverIsRepeatedOrReordered, ()) {
  Book book;
  Model model;
  std::uint64_t held[2] = {1, 0};  // the epoch that each of two writers believes it has
  const auto steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 20));
  for (const int step : steps) {
    const auto writer = *rc::gen::inRange<std::size_t>(0, 2);
    if (step == 0) {  // the other one takes over, perhaps only at its second try
      const Taken taken = book.record.take({kConv, Epoch{held[writer]}});
      RC_ASSERT(taken.won == (held[writer] == model.epoch));
      if (taken.won) model.epoch += 1;
      held[writer] = taken.epoch.value;
      RC_ASSERT(taken.last == Seq{model.last});
      continue;
    }
    const int device = *rc::gen::inRange(1, 3);
    const auto n = *rc::gen::inRange<std::uint32_t>(1, 6);
    book.epoch = Epoch{held[writer]};
    const Appended got =
        book.append(message(via_of(device), n, device * 100 + static_cast<int>(n)));
    const auto [code, seq] = model.append(held[writer], device, n);
    RC_ASSERT(got.code == code);
    RC_ASSERT(got.seq == Seq{seq});
  }
  std::vector<std::pair<int, std::uint32_t>> log;
  std::uint64_t dense = 0;
  for (const Entry& entry : book.log()) {
    RC_ASSERT(entry.seq == Seq{++dense});
    log.emplace_back(static_cast<int>(entry.cmid.inst.value) / 10, entry.cmid.n);
  }
  RC_ASSERT(log == model.log);
}

RC_GTEST_PROP(ConversationRecord, ServesEveryPositionAboveTheFloorByPages, ()) {
  Book book;
  const auto messages = *rc::gen::inRange<std::uint32_t>(0, 30);
  book.fill(messages);
  const auto consumed = *rc::gen::inRange<std::uint64_t>(0, messages + 1);
  book.advance(via_of(1), messages, messages);
  book.advance(via_of(2), messages, consumed);
  RC_ASSERT(book.record.floor() == Seq{consumed});
  const auto limit = *rc::gen::inRange<std::uint32_t>(1, 10);
  Seq cursor = book.record.floor();
  while (cursor < book.record.last()) {
    const Page page = book.page(cursor.value, limit);
    RC_ASSERT(!page.entries.empty());
    RC_ASSERT(page.entries.size() <= limit);
    for (const Entry& entry : page.entries) {
      cursor = cursor.next();
      RC_ASSERT(entry.seq == cursor);
      RC_ASSERT(entry.body == BodyId(static_cast<int>(cursor.value)));
    }
    RC_ASSERT(page.next == cursor);
  }
}

}  // namespace
}  // namespace imstorm
