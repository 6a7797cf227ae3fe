#include "sim/machine/event_queue.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <queue>
#include <random>
#include <utility>
#include <vector>

#include "sim/core/ensure.h"
#include "sim/core/ids.h"
#include "sim/core/time.h"

namespace imstorm {
namespace {

using Queue = EventQueue<std::uint64_t>;
using Event = std::pair<std::int64_t, std::uint64_t>;  // instant, payload
using Events = std::vector<Event>;

constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();

Event take(Queue& queue) {
  const Instant next = queue.next_at();
  const auto entry = queue.pop();
  EXPECT_EQ(next.ns, entry.at.ns);
  return {entry.at.ns, entry.payload};
}

Events drain(Queue& queue) {
  Events events;
  while (!queue.empty()) events.push_back(take(queue));
  return events;
}

/// Pushes the instants, each with its position as payload.
Queue queue_of(const std::vector<std::int64_t>& instants) {
  Queue queue;
  for (std::size_t i = 0; i < instants.size(); ++i) queue.push({instants[i]}, i);
  return queue;
}

Events sorted(const std::vector<std::int64_t>& instants) {
  Events events;
  for (std::size_t i = 0; i < instants.size(); ++i) events.push_back({instants[i], i});
  std::stable_sort(events.begin(), events.end(),
                   [](const Event& a, const Event& b) { return a.first < b.first; });
  return events;
}

/// The simplest thing with the same promises.
class Model {
 public:
  void push(std::int64_t at, std::uint64_t payload) {
    const auto later = std::upper_bound(events_.begin(), events_.end(), at,
                                        [](std::int64_t t, const Event& e) { return t < e.first; });
    events_.insert(later, {at, payload});
  }
  Event pop() {
    const Event first = events_.front();
    events_.erase(events_.begin());
    return first;
  }
  bool empty() const { return events_.empty(); }
  std::size_t size() const { return events_.size(); }
  const Events& events() const { return events_; }

 private:
  Events events_;
};

TEST(EventQueue, IsEmptyAtFirst) {
  const Queue queue;
  EXPECT_TRUE(queue.empty());
  EXPECT_EQ(queue.size(), 0U);
  EXPECT_EQ(queue.memory(), 0U);
}

TEST(EventQueue, GivesTheEarliestFirst) {
  Queue queue = queue_of({30, 10, 20});
  EXPECT_EQ(queue.size(), 3U);
  EXPECT_EQ(drain(queue), (Events{{10, 1}, {20, 2}, {30, 0}}));
}

TEST(EventQueue, GivesEqualInstantsInTheOrderTheyWereScheduled) {
  Queue queue = queue_of({7, 5, 7, 5, 7});
  EXPECT_EQ(drain(queue), (Events{{5, 1}, {5, 3}, {7, 0}, {7, 2}, {7, 4}}));
}

TEST(EventQueue, PutsWhatIsScheduledForNowBehindWhatWasThere) {
  Queue queue = queue_of({5, 5, 6});
  EXPECT_EQ(take(queue), Event(5, 0));
  queue.push({5}, 9);
  EXPECT_EQ(drain(queue), (Events{{5, 1}, {5, 9}, {6, 2}}));
}

TEST(EventQueue, CarriesPayloadsOfSeveralFields) {
  struct Arrival {
    ProcessId process;
    std::uint32_t frame;
    std::uint64_t connection;
    Duration latency;
  };
  EventQueue<Arrival> queue;
  for (std::uint32_t i = 0; i < 100; ++i) {
    queue.push({1'000 - 10 * std::int64_t{i}}, {ProcessId{i}, i, 2 * i, milliseconds(i)});
  }
  for (std::uint32_t i = 100; i-- > 0;) {
    const auto [at, arrival] = queue.pop();
    EXPECT_EQ(arrival.process, ProcessId{i});
    EXPECT_EQ(arrival.connection, 2 * i);
    EXPECT_EQ(arrival.latency, milliseconds(i));
  }
}

TEST(EventQueue, RefusesAnInstantBeforeTheLastPop) {
  Queue queue = queue_of({5, 8});
  queue.pop();
  queue.push({5}, 1);
  EXPECT_THROW(queue.push({4}, 2), InternalError);
  EXPECT_EQ(drain(queue), (Events{{5, 1}, {8, 1}})) << "the refused one is not there";
}

TEST(EventQueue, RefusesToGiveWhatItDoesNotHave) {
  Queue queue;
  EXPECT_THROW(queue.pop(), InternalError);
  EXPECT_THROW(queue.next_at(), InternalError);
}

TEST(EventQueue, TakesAnEarlierEventAfterALookAtTheNext) {
  std::vector<std::int64_t> instants;
  for (std::int64_t i = 0; i < 1000; ++i) instants.push_back(1'000'000'000 + i * 1'000);
  Queue queue = queue_of(instants);
  EXPECT_EQ(queue.next_at().ns, 1'000'000'000);
  queue.push({500}, 1);
  EXPECT_EQ(queue.next_at().ns, 500);
  queue.push({400}, 2);
  EXPECT_EQ(take(queue), Event(400, 2));
  EXPECT_EQ(take(queue), Event(500, 1));
  EXPECT_EQ(drain(queue), sorted(instants));
}

TEST(EventQueue, TakesEveryInstantThereIs) {
  const std::vector<std::int64_t> instants = {kMax, 0, kMin, -1, kMax, 1, kMin, kMax - 1, kMin + 1};
  Queue queue = queue_of(instants);
  EXPECT_EQ(drain(queue), sorted(instants));
  queue.push(kNever, 7);
  EXPECT_EQ(drain(queue), (Events{{kMax, 7}}));
}

TEST(EventQueue, TakesEveryInstantThereIsByThousands) {
  std::vector<std::int64_t> instants;
  for (int i = 0; i < 2'000; ++i) {
    for (const std::int64_t at : {kMax, std::int64_t{0}, kMin, std::int64_t{-1}, kMax - 1}) {
      instants.push_back(at);
    }
  }
  Queue queue = queue_of(instants);
  EXPECT_EQ(drain(queue), sorted(instants));
}

TEST(EventQueue, CrossesGapsOfEveryMagnitude) {
  std::vector<std::int64_t> instants;
  for (int shift = 0; shift < 63; ++shift) {
    for (const std::int64_t around : {-1, 0, 1}) {
      for (int twice = 0; twice < 2; ++twice) {
        instants.push_back((std::int64_t{1} << shift) + around);
      }
    }
  }
  std::reverse(instants.begin(), instants.end());
  Queue queue = queue_of(instants);
  EXPECT_EQ(drain(queue), sorted(instants));
}

TEST(EventQueue, KeepsACascadeOfThousandsAtOneInstantInOrder) {
  Queue queue = queue_of({1'000, 2'000});
  for (std::uint64_t i = 0; i < 10'000; ++i) queue.push({1'000}, 100 + i);
  EXPECT_EQ(take(queue), Event(1'000, 0));
  for (std::uint64_t i = 0; i < 10'000; ++i) {
    EXPECT_EQ(take(queue), Event(1'000, 100 + i));
    if (i < 5'000) queue.push({1'000}, 20'000 + i);
  }
  for (std::uint64_t i = 0; i < 5'000; ++i) EXPECT_EQ(take(queue), Event(1'000, 20'000 + i));
  EXPECT_EQ(drain(queue), (Events{{2'000, 1}}));
}

TEST(EventQueue, AgreesWithAHeapOfNumberedEventsThroughALongHold) {
  using Numbered = std::pair<std::int64_t, std::uint64_t>;
  for (const std::int64_t unit : {1, 64, 4'096, 1'000'003}) {
    for (const int pending : {1, 40, 3'000}) {
      std::mt19937_64 random(7);
      // Many ties, and now and then a gap of another magnitude.
      const auto delay = [&random, unit] {
        const auto bits = static_cast<std::int64_t>(random() >> 32);
        return (bits & 7) == 0 ? bits >> (bits & 31) : unit * (bits >> 4 & 1'023);
      };
      Queue queue;
      std::priority_queue<Numbered, std::vector<Numbered>, std::greater<>> heap;
      std::uint64_t number = 0;
      const auto push = [&queue, &heap, &number](std::int64_t at) {
        queue.push({at}, number);
        heap.push({at, number++});
      };
      for (int i = 0; i < pending; ++i) push(delay());
      for (int i = 0; i < 20'000; ++i) {
        ASSERT_EQ(take(queue), heap.top()) << unit << " " << pending << " " << i;
        const std::int64_t now = heap.top().first;
        heap.pop();
        push(now + delay());
      }
    }
  }
}

TEST(EventQueue, CopiesIntoAnIndependentFuture) {
  std::vector<std::int64_t> instants;
  for (std::int64_t i = 0; i < 5'000; ++i) instants.push_back(i * 7'919 % 5'003 * 1'000);
  Queue original = queue_of(instants);
  for (int i = 0; i < 100; ++i) original.pop();
  Queue copy = original;
  const Events rest = drain(original);
  EXPECT_EQ(copy.size(), 4'900U);
  copy.push(copy.next_at(), 99'999);
  Events expected = rest;
  expected.insert(expected.begin() + 1, {rest.front().first, 99'999});
  EXPECT_EQ(drain(copy), expected);
}

TEST(EventQueue, GivesMemoryBackAfterAPeak) {
  for (const std::int64_t spacing : {0, 1, 1'000'003}) {
    for (const bool ascending : {true, false}) {
      Queue queue;
      const std::int64_t peak = 100'000;
      for (std::int64_t i = 0; i < peak; ++i) {
        queue.push({spacing * (ascending ? i : peak - i)}, 0);
      }
      EXPECT_GT(queue.memory(), 1'000'000U);
      while (queue.size() > 10) queue.pop();
      for (int i = 0; i < 1'000; ++i) queue.push(queue.pop().at + milliseconds(1), 0);
      EXPECT_LT(queue.memory(), 100'000U) << spacing << (ascending ? " up" : " down");
    }
  }
}

TEST(EventQueue, GivesMemoryBackAfterThousandsAtOneInstantBeforeManyOthers) {
  Queue queue;
  for (std::int64_t i = 0; i < 100'000; ++i) queue.push({500}, 0);
  for (std::int64_t i = 0; i < 100'000; ++i) queue.push({1'000 * (1 + i * 7'919 % 100'003)}, 0);
  while (queue.size() > 10) queue.pop();
  EXPECT_LT(queue.memory(), 100'000U);
}

TEST(EventQueue, AllocatesNothingWhileAsManyArePending) {
  Queue queue;
  std::uint64_t random = 1;
  const auto hold = [&queue, &random] {
    random = random * 6364136223846793005U + 1442695040888963407U;
    const Instant now = queue.pop().at;
    queue.push(now + Duration{static_cast<std::int64_t>(random >> 44)}, 0);
  };
  for (std::int64_t i = 0; i < 10'000; ++i) queue.push({i * 100}, 0);
  for (int i = 0; i < 100'000; ++i) hold();
  const std::size_t memory = queue.memory();
  for (int i = 0; i < 100'000; ++i) hold();
  EXPECT_EQ(queue.memory(), memory);
}

/// Delays with many ties and every magnitude, mostly short.
rc::Gen<std::int64_t> delays() {
  const auto magnitude =
      rc::gen::map(rc::gen::pair(rc::gen::inRange(0, 61), rc::gen::inRange<std::int64_t>(0, 4)),
                   [](const std::pair<int, std::int64_t>& p) { return p.second << p.first >> 2; });
  return rc::gen::weightedOneOf<std::int64_t>({{3, rc::gen::inRange<std::int64_t>(0, 4)},
                                               {3, rc::gen::inRange<std::int64_t>(0, 5'000)},
                                               {2, magnitude},
                                               {1, rc::gen::just(kMax)}});
}

RC_GTEST_PROP(EventQueue, SortsStablyWhateverItIsGiven, ()) {
  const auto instants = *rc::gen::container<std::vector<std::int64_t>>(
      rc::gen::oneOf(delays(), rc::gen::arbitrary<std::int64_t>()));
  Queue queue = queue_of(instants);
  RC_ASSERT(drain(queue) == sorted(instants));
}

RC_GTEST_PROP(EventQueue, DoesWhatTheModelDoesAndSoDoesEveryCopy, ()) {
  Queue queue;
  Model model;
  std::vector<std::pair<Queue, Model>> futures;
  std::int64_t now = *rc::gen::element<std::int64_t>(0, 0, kMin, -1'000);
  std::uint64_t payload = 0;
  const auto bursts = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 120));
  for (const int burst : bursts) {
    const auto kind = *rc::gen::inRange(0, 8);
    if (kind < 4) {
      for (const auto delay : *rc::gen::container<std::vector<std::int64_t>>(
               static_cast<std::size_t>(burst), delays())) {
        const std::int64_t at = (Instant{now} + Duration{delay}).ns;
        queue.push({at}, payload);
        model.push(at, payload++);
      }
    } else if (kind < 7) {
      for (int i = 0; i < burst && !model.empty(); ++i) {
        const Event expected = model.pop();
        if (kind == 4) RC_ASSERT(queue.next_at().ns == expected.first);
        const auto entry = queue.pop();
        RC_ASSERT(Event(entry.at.ns, entry.payload) == expected);
        now = expected.first;
      }
    } else {
      futures.emplace_back(queue, model);
    }
    RC_ASSERT(queue.size() == model.size());
    if (!model.empty() && burst % 2 == 0) {
      RC_ASSERT(queue.next_at().ns == model.events().front().first);
    }
  }
  RC_ASSERT(drain(queue) == model.events());
  for (auto& [other, its_model] : futures) RC_ASSERT(drain(other) == its_model.events());
}

}  // namespace
}  // namespace imstorm
