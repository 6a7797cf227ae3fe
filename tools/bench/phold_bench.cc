#include "tools/bench/phold.h"

#include <benchmark/benchmark.h>

#include <cstdint>
#include <queue>
#include <string>

#include "sim/core/hash.h"
#include "sim/core/time.h"
#include "sim/machine/event_queue.h"

namespace imstorm::bench {
namespace {

using Payload = std::uint64_t;

/// What std::priority_queue needs for the order that EventQueue promises: a sequence number.
class StdQueue {
 public:
  struct Entry {
    Instant at;
    std::uint64_t sequence;
    Payload payload;
    friend bool operator<(const Entry& a, const Entry& b) {
      return a.at != b.at ? a.at > b.at : a.sequence > b.sequence;
    }
  };
  static_assert(sizeof(Entry) == 24);

  void push(Instant at, Payload payload) { entries_.push({at, sequence_++, payload}); }
  Instant next_at() const { return entries_.top().at; }
  Entry pop() {
    const Entry entry = entries_.top();
    entries_.pop();
    return entry;
  }

 private:
  std::uint64_t sequence_ = 0;
  std::priority_queue<Entry> entries_;
};

/// The queue under the hold model, as an event loop drives it.
template <class Queue, class Gaps>
class Hold {
 public:
  explicit Hold(std::uint64_t pending) {
    for (std::uint64_t i = 0; i < pending; ++i) queue_.push(Instant{} + gap(), i);
    for (std::uint64_t i = 0; i < 3 * pending; ++i) step();  // to the steady state
  }

  Payload step() {
    const Instant now = queue_.next_at();
    const auto event = queue_.pop();
    queue_.push(now + gap(), event.payload);
    return event.payload;
  }

 private:
  Duration gap() { return Gaps::gap(hash_mix(1, drawn_++)); }

  Queue queue_;
  std::uint64_t drawn_ = 0;
};

template <class Queue, class Gaps>
void phold(benchmark::State& state) {
  Hold<Queue, Gaps> hold(static_cast<std::uint64_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(hold.step());
  state.SetItemsProcessed(state.iterations());
}

/// A small world's share: made, filled with 20 events, copied, run to its end, destroyed.
template <class Queue>
void small_world(benchmark::State& state) {
  for (auto _ : state) {
    Queue queue;
    for (std::uint64_t i = 0; i < 20; ++i) queue.push(Instant{} + Packets::gap(hash_mix(2, i)), i);
    Queue fork = queue;
    for (int i = 0; i < 20; ++i) benchmark::DoNotOptimize(fork.pop());
  }
}

/// A fork of a world with this many pending events.
template <class Queue>
void copy(benchmark::State& state) {
  Queue queue;
  const auto pending = static_cast<std::uint64_t>(state.range(0));
  for (std::uint64_t i = 0; i <= pending; ++i) {
    queue.push(Instant{} + PacketsAndTimers::gap(hash_mix(3, i)), i);
  }
  queue.pop();
  for (auto _ : state) {
    Queue fork = queue;
    benchmark::DoNotOptimize(&fork);
  }
}

template <class Queue, class Gaps>
void add(const std::string& queue) {
  benchmark::RegisterBenchmark(("phold/" + queue + "/" + Gaps::kName).c_str(), phold<Queue, Gaps>)
      ->Arg(1'000)
      ->Arg(100'000)
      ->Arg(1'000'000);
}

const bool registered = [] {
  using Ours = EventQueue<Payload>;
  add<Ours, Packets>("event_queue");
  add<StdQueue, Packets>("std_priority_queue");
  add<Ours, PacketsAndTimers>("event_queue");
  add<StdQueue, PacketsAndTimers>("std_priority_queue");
  benchmark::RegisterBenchmark("small_world/event_queue", small_world<Ours>);
  benchmark::RegisterBenchmark("small_world/std_priority_queue", small_world<StdQueue>);
  benchmark::RegisterBenchmark("copy/event_queue", copy<Ours>)->Arg(1'000)->Arg(100'000);
  benchmark::RegisterBenchmark("copy/std_priority_queue", copy<StdQueue>)->Arg(1'000)->Arg(100'000);
  return true;
}();

}  // namespace
}  // namespace imstorm::bench
