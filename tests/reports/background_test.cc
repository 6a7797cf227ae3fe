#include "reports/background.h"

#include <gtest/gtest.h>

#include <vector>

namespace imstorm {
namespace {

using Positions = std::vector<std::size_t>;

/// Two messages of one conversation at a phone; each event a second after the one before.
struct Told {
  std::vector<Event> history;

  Event& add(EventKind kind, std::uint64_t seq, std::uint32_t message = 0) {
    Event event;
    event.kind = kind;
    event.at = Instant{static_cast<std::int64_t>(history.size()) * 1'000'000'000};
    event.conv = ConvId{0};
    event.seq = Seq{seq};
    event.inst = InstId{0};
    if (message != 0) {
      event.cmid = {InstId{1}, message};
      event.body = BodyId{message};
    }
    history.push_back(event);
    return history.back();
  }

  Positions of_last() const {
    const std::size_t last = history.size() - 1;
    return background_of({{last, history[last]}}, history).positions;
  }
};

TEST(Background, IsTheMessageThatHadTheNumberBefore) {
  Told told;
  told.add(EventKind::Accepted, 1, 1);
  told.add(EventKind::Accepted, 2, 2);
  told.add(EventKind::Accepted, 1, 3);
  EXPECT_EQ(told.of_last(), (Positions{0}));
  told.add(EventKind::Acked, 1, 3);
  EXPECT_EQ(told.of_last(), (Positions{0})) << "and not its own acceptance";
}

TEST(Background, OfAMessageThatWasSentIsWhereItWasAcceptedAndWhatWasThere) {
  Told told;
  told.add(EventKind::Accepted, 1, 1);
  told.add(EventKind::Sent, 0, 2);
  told.add(EventKind::Accepted, 1, 2);
  EXPECT_EQ(background_of({{1, told.history[1]}}, told.history).positions, (Positions{0, 2}));
}

TEST(Background, OfAnotherLineageOrConversationIsNone) {
  Told told;
  told.add(EventKind::Accepted, 1, 1).lineage = Lineage{1};
  told.add(EventKind::Accepted, 1, 2).conv = ConvId{1};
  told.add(EventKind::Accepted, 1, 3).lineage = Lineage{2};
  EXPECT_EQ(told.of_last(), Positions{});
}

TEST(Background, IsThatAUserHadLeftBeforeWhatTheyAreShown) {
  Told told;
  const auto member = [&](EventKind kind, std::uint64_t seq) {
    told.add(kind, seq).user = UserId{7};
  };
  member(EventKind::Joined, 0);
  member(EventKind::Left, 4);
  member(EventKind::Joined, 8);
  member(EventKind::Consumed, 6);
  EXPECT_EQ(told.of_last(), (Positions{1}));
  member(EventKind::Consumed, 9);
  EXPECT_EQ(told.of_last(), Positions{});
}

TEST(Background, IsWhatWasDeclaredVoid) {
  Told told;
  told.add(EventKind::Voided, 4).value = 3;
  told.add(EventKind::Voided, 9).value = 6;
  told.add(EventKind::Accepted, 8, 1);
  EXPECT_EQ(told.of_last(), (Positions{1}));
}

TEST(Background, IsTheFirstMessageThatACursorPassedOver) {
  Told told;
  for (std::uint32_t n = 1; n <= 4; ++n) told.add(EventKind::Accepted, n, n);
  told.add(EventKind::Received, 1, 1);
  told.add(EventKind::Cursor, 1);
  told.add(EventKind::Received, 3, 3);
  told.add(EventKind::Cursor, 3);
  EXPECT_EQ(told.of_last(), (Positions{1}));
  told.add(EventKind::Received, 4, 4);
  told.add(EventKind::Cursor, 4);
  EXPECT_EQ(told.of_last(), Positions{});
}

TEST(Background, IsWhatTakesTheLastRoomOfAMessage) {
  Told told;
  told.add(EventKind::Accepted, 1, 1);
  told.add(EventKind::Acked, 1, 1);
  told.add(EventKind::Accepted, 2, 2);
  told.add(EventKind::Accepted, 3, 3);
  const Witness acked{1, told.history[1]};
  EXPECT_EQ(background_of({acked}, told.history).positions, Positions{});
  EXPECT_EQ(background_of({acked}, told.history, 2).positions, (Positions{3}));
  EXPECT_EQ(background_of({acked}, told.history, 2).evicted.at(3), 0U);
  EXPECT_EQ(background_of({acked}, told.history, 3).positions, Positions{}) << "there is room";
}

Trace::Band band(const char* kind, std::int64_t from_s, std::int64_t until_s, std::uint32_t lane) {
  return {kind, "",    Instant{from_s * 1'000'000'000}, Instant{until_s * 1'000'000'000},
          true, {lane}};
}

/// A message is accepted at 0 s and acknowledged at 10 s. Lane 0 is a device, lane 1 a store.
struct Struck {
  Trace trace;
  std::vector<Event> history;

  Struck() {
    trace.lanes = {{"alice.phone", Trace::Role::Device, UserId{0}, 0, {}},
                   {"store-1", Trace::Role::Store, {}, 0, {}}};
    for (const std::int64_t s : {0, 10}) {
      Trace::Step step;
      step.at = Instant{s * 1'000'000'000};
      step.lane = 1;
      if (s != 0) step.cause = 0;
      trace.steps.push_back(step);
      Event event;
      event.kind = EventKind::Accepted;
      event.at = step.at;
      history.push_back(event);
    }
  }

  std::vector<std::uint32_t> bands() const {
    Ancestry ancestry{{0, 1}, {}, {}};
    add_quiet_faults(ancestry, trace, history, {0, 1});
    return ancestry.bands;
  }
};

TEST(Background, HasAllFaultsThatDidAnythingIfTheyAreFew) {
  Struck struck;
  for (int i = 0; i < 3; ++i) struck.trace.bands.push_back(band("slow-disk", 20 + i, 30, 0));
  struck.trace.bands[1].effective = false;
  EXPECT_EQ(struck.bands(), (std::vector<std::uint32_t>{0, 2}));
}

TEST(Background, OfManyFaultsHasThoseThatNoPacketTellsOf) {
  Struck struck;
  struck.trace.bands = {band("fail-over", 3, 3, 1),   band("fail-over", 4, 4, 1),
                        band("fail-over", 5, 5, 1),   band("fail-over", 11, 11, 1),
                        band("cache-flush", 6, 6, 0), band("cache-flush", 7, 7, 1),
                        band("pause", 2, 10, 1),      band("pause", 2, 10, 0),
                        band("pause", 2, 8, 1),       band("slow-disk", 1, 9, 1)};
  EXPECT_EQ(struck.bands(), (std::vector<std::uint32_t>{1, 2, 5, 6}))
      << "the latest failovers before the end, what a store lost, and what ended at 10 s there";
}

}  // namespace
}  // namespace imstorm
