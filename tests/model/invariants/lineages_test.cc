#include "model/invariants/lineages.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <vector>

namespace imstorm {
namespace {

Event at(EventKind kind, std::uint32_t lineage, std::uint64_t seq) {
  Event event;
  event.kind = kind;
  event.conv = ConvId(0);
  event.lineage = Lineage{lineage};
  event.seq = Seq{seq};
  return event;
}

Event fork(std::uint32_t lineage, std::uint32_t from, std::uint64_t seq) {
  Event event = at(EventKind::Forked, lineage, seq);
  event.value = from;
  return event;
}

Event resynced(std::uint32_t lineage) {
  Event event = at(EventKind::Resynced, lineage, 0);
  event.device = DeviceId(0);
  event.inst = InstId(0);
  return event;
}

std::vector<Event> laid(Lineages& lineages, const Event& event) {
  std::vector<Event> out;
  lineages.lay(event, out);
  return out;
}

/// Where a position is on the line.
Event on_line(Lineages lineages, EventKind kind, std::uint32_t lineage, std::uint64_t seq) {
  return laid(lineages, at(kind, lineage, seq)).back();
}
std::uint64_t place(const Lineages& lineages, std::uint32_t lineage, std::uint64_t seq) {
  return on_line(lineages, EventKind::Acked, lineage, seq).seq.value;
}

/// What is told of places, as (before the first, last].
using Stretches = std::vector<std::pair<std::uint64_t, std::uint64_t>>;
Stretches told(Lineages& lineages, const Event& event) {
  Stretches all;
  for (const Event& one : laid(lineages, event)) all.emplace_back(one.value, one.seq.value);
  return all;
}

TEST(Lineages, FollowNoCircle) {
  Lineages lineages;
  laid(lineages, fork(3, 2, 5));
  EXPECT_TRUE(laid(lineages, fork(2, 3, 5)).empty()) << "no law hears of it";
  EXPECT_EQ(place(lineages, 3, 4), 4U);
}

TEST(Lineages, KeepTheNumbersOfAHistoryWithoutForks) {
  Lineages lineages;
  laid(lineages, at(EventKind::Accepted, 1, 7));
  EXPECT_TRUE(lineages.plain(at(EventKind::Consumed, 1, 7)));
  EXPECT_EQ(place(lineages, 1, 7), 7U);
}

TEST(Lineages, LayWhatCameAfterAForkBehindWhatCameBefore) {
  Lineages lineages;
  for (std::uint64_t seq = 1; seq <= 9; ++seq) laid(lineages, at(EventKind::Accepted, 1, seq));
  laid(lineages, fork(3, 1, 5));
  EXPECT_EQ(place(lineages, 3, 5), 5U) << "in common";
  EXPECT_EQ(place(lineages, 1, 9), 9U);
  EXPECT_GT(place(lineages, 3, 6), place(lineages, 1, 9));
  EXPECT_EQ(place(lineages, 3, 7), place(lineages, 3, 6) + 1);
  EXPECT_EQ(on_line(lineages, EventKind::Acked, 3, 5).lineage, Lineage{1});
  EXPECT_EQ(on_line(lineages, EventKind::Acked, 3, 6).lineage, Lineage{3});
  for (const EventKind up_to : {EventKind::Refreshed, EventKind::Joined, EventKind::Left}) {
    EXPECT_GT(on_line(lineages, up_to, 3, 5).seq.value, place(lineages, 1, 9))
        << "of all before it, too";
    EXPECT_EQ(on_line(lineages, up_to, 3, 6).seq.value, place(lineages, 3, 6));
    EXPECT_EQ(on_line(lineages, up_to, 3, 4).seq, Seq{4});
  }
}

TEST(Lineages, OfLineagesAreForkedInTurn) {
  Lineages lineages;
  laid(lineages, at(EventKind::Accepted, 1, 9));
  laid(lineages, fork(3, 1, 5));
  laid(lineages, at(EventKind::Accepted, 3, 8));
  laid(lineages, fork(4, 3, 7));
  EXPECT_EQ(place(lineages, 4, 5), 5U);
  EXPECT_EQ(place(lineages, 4, 7), place(lineages, 3, 7));
  EXPECT_GT(place(lineages, 4, 8), place(lineages, 3, 8));
  EXPECT_EQ(told(lineages, resynced(4)),
            (Stretches{{5, 5},
                       {5, place(lineages, 3, 6) - 1},
                       {place(lineages, 3, 7), place(lineages, 4, 8) - 1}}));
}

/// By clocks that are wrong by days; 500 lineages of them fit.
TEST(Lineages, LeaveRoomForSnowflakes) {
  constexpr std::uint64_t kNow = std::uint64_t{1} << 62;
  constexpr std::uint64_t kDay = std::uint64_t{86'400'000} << 22;
  for (const bool begins_empty : {false, true}) {
    Lineages lineages;
    if (!begins_empty) laid(lineages, at(EventKind::Accepted, 1, kNow));
    std::uint64_t last = begins_empty ? 0 : place(lineages, 1, kNow + 10 * kDay);
    for (std::uint32_t id = 2; id < 300; ++id) {
      const bool lost_all = id % 3 == 0;
      laid(lineages, fork(id, 1, lost_all || begins_empty ? 0 : kNow));
      const std::uint64_t early = kNow + (id % 2 == 0 ? 1 : 0) * kDay + 1;
      const std::uint64_t first = place(lineages, id, early);
      EXPECT_GT(first, last) << "above all before";
      EXPECT_GT(first, place(lineages, 1, kNow + 10 * kDay))
          << "and what was left behind writes on";
      last = place(lineages, id, kNow + 10 * kDay);
      EXPECT_GT(last, first);
      laid(lineages, at(EventKind::Accepted, id, kNow + 10 * kDay));
    }
  }
}

TEST(Lineages, TellWhoGoesOverWhatIsNewOnly) {
  Lineages lineages;
  laid(lineages, at(EventKind::Accepted, 1, 9));
  laid(lineages, fork(3, 1, 5));
  EXPECT_EQ(told(lineages, resynced(3)), (Stretches{{5, 5}, {5, place(lineages, 3, 6) - 1}}));
  EXPECT_TRUE(laid(lineages, resynced(3)).empty());
  laid(lineages, at(EventKind::Accepted, 3, 8));
  laid(lineages, fork(4, 3, 7));
  const std::uint64_t common = place(lineages, 3, 7);
  EXPECT_EQ(told(lineages, resynced(4)),
            (Stretches{{common, common}, {common, place(lineages, 4, 8) - 1}}));
  laid(lineages, fork(6, 1, 8));
  EXPECT_EQ(told(lineages, resynced(6)), (Stretches{{5, 5}, {8, place(lineages, 6, 9) - 1}}));
}

TEST(Lineages, TellOfAReaderWhoseEventsAreOfANewerOne) {
  Lineages lineages;
  laid(lineages, fork(3, 1, 5));
  Event taken = at(EventKind::Consumed, 3, 5);
  taken.device = DeviceId(0);
  taken.inst = InstId(0);
  EXPECT_EQ(told(lineages, taken), (Stretches{{5, 5}, {5, place(lineages, 3, 6) - 1}, {0, 5}}));
  EXPECT_EQ(laid(lineages, taken).size(), 1U);
  taken.lineage = Lineage{};
  EXPECT_EQ(laid(lineages, taken).size(), 1U) << "nobody goes back";
}

TEST(Lineages, TellOfAForkOnceByTheKindThatMadeIt) {
  Lineages lineages;
  Event rebuilt = fork(3, 1, 5);
  rebuilt.kind = EventKind::Rebuilt;
  const std::uint64_t first = 1'000'000'000;
  EXPECT_EQ(told(lineages, rebuilt), (Stretches{{5, 5}, {5, first}}));
  EXPECT_TRUE(laid(lineages, rebuilt).empty()) << "it is known";
  const std::vector<Event> nested = laid(lineages, fork(4, 3, 5));
  ASSERT_EQ(nested.size(), 3U);
  EXPECT_EQ(nested[1].kind, EventKind::Rebuilt);
  EXPECT_EQ(nested[1].seq, Seq{first});
  EXPECT_EQ(nested[2].kind, EventKind::Forked);
  EXPECT_EQ(nested[2].seq, Seq{2 * first});
  EXPECT_EQ(told(lineages, fork(5, 4, 5)), (Stretches{{5, 5}, {5, first}, {5, 3 * first}}))
      << "one of its kind covers the other";
}

TEST(Lineages, SayNothingOfOneThatNobodyBegan) {
  Lineages lineages;
  EXPECT_TRUE(laid(lineages, resynced(4)).empty());
  EXPECT_TRUE(laid(lineages, fork(1, 1, 4)).empty());
}

TEST(Lineages, DivideWhatIsVoidOnBothSidesOfAFork) {
  Lineages lineages;
  laid(lineages, at(EventKind::Accepted, 1, 9));
  laid(lineages, fork(3, 1, 5));
  Event voided = at(EventKind::Voided, 3, 7);
  voided.value = 4;
  const std::uint64_t six = place(lineages, 3, 6);
  EXPECT_EQ(told(lineages, voided), (Stretches{{six, six + 1}, {4, 5}}));
}

TEST(Lineages, KnowWhoWasThereBeforeAllElse) {
  Lineages lineages;
  EXPECT_EQ(laid(lineages, at(EventKind::Joined, 1, 0))[0].lineage, Lineage{0});
  laid(lineages, at(EventKind::Sent, 1, 0));
  EXPECT_EQ(laid(lineages, at(EventKind::Joined, 1, 0))[0].lineage, Lineage{1})
      << "this is the message that lets somebody in";
}

/// The lineages of one conversation as a slow reader has them: each with the whole of its log.
struct Log {
  std::vector<std::uint64_t> places;  // of the positions 1, 2, ...
};

RC_GTEST_PROP(Lineages, HaveThePlacesThatAWholeLogHas,
              (const std::vector<std::pair<std::uint8_t, std::uint8_t>>& what)) {
  Lineages lineages;
  std::map<std::uint32_t, Log> logs{{1, {}}};
  std::uint32_t in = 1;  // the reader
  for (const auto& [a, b] : what) {
    auto chosen = logs.begin();
    std::advance(chosen, a / 4 % logs.size());
    auto& [lineage, log] = *chosen;
    if (a % 4 == 0) {
      const auto next = static_cast<std::uint32_t>(logs.rbegin()->first + 1 + b % 2);
      const std::uint64_t behind = b % (log.places.size() + 1);
      const std::vector<Event> stretches = laid(lineages, fork(next, lineage, behind));
      RC_ASSERT(stretches.back().value == (behind == 0 ? 0 : log.places[behind - 1]));
      logs[next].places = {log.places.begin(),
                           log.places.begin() + static_cast<std::ptrdiff_t>(behind)};
    } else if (a % 4 == 3) {
      if (lineage == in) continue;
      const std::vector<Event> stretches = laid(lineages, resynced(lineage));
      const auto& before = logs[in].places;
      std::uint64_t same = 0;
      for (std::size_t i = 0; i < std::min(before.size(), log.places.size()); ++i) {
        if (before[i] == log.places[i]) same = before[i];
      }
      RC_ASSERT(stretches.at(0).seq.value == same);
      for (const std::uint64_t place : log.places) {
        for (const Event& out : stretches) RC_ASSERT(place <= out.value || place > out.seq.value);
      }
      for (const std::uint64_t place : before) {  // what it has and does not share is left out
        const bool shared = std::count(log.places.begin(), log.places.end(), place) != 0;
        const bool out = std::any_of(stretches.begin(), stretches.end(), [&](const Event& one) {
          return one.value < place && place <= one.seq.value;
        });
        const bool beyond = log.places.empty() || place > log.places.back();
        const bool right = shared ? !out : out || beyond;
        RC_ASSERT(right);
      }
      in = lineage;
    } else {
      log.places.push_back(place(lineages, lineage, log.places.size() + 1));
      laid(lineages, at(EventKind::Accepted, lineage, log.places.size()));
    }
    for (const auto& [id, one] : logs) {
      for (std::size_t i = 0; i < one.places.size(); ++i) {
        RC_ASSERT(place(lineages, id, i + 1) == one.places[i]);
      }
    }
  }
}

}  // namespace
}  // namespace imstorm
