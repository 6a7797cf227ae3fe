#include <benchmark/benchmark.h>

#include <cstdint>

#include "sim/core/decision.h"
#include "sim/core/hash.h"
#include "sim/core/time.h"
#include "sim/machine/event_queue.h"
#include "tools/bench/phold.h"

namespace imstorm::bench {
namespace {

/// What no simulated event can do without: the queue, the virtual clock, one decision (how long the
/// next packet is under way) and the digest.
class BareKernel {
 public:
  explicit BareKernel(std::uint32_t pending) : decider_(Decider::seeded(1)) {
    for (std::uint32_t place = 0; place < pending; ++place) schedule({place, 0});
  }

  void step() {
    const auto event = queue_.pop();
    now_ = event.at;
    digest_.fold(static_cast<std::uint64_t>(now_.ns), event.payload.place, event.payload.attempt);
    schedule({event.payload.place, event.payload.attempt + 1});
  }

  std::uint64_t digest() const { return digest_.value(); }

 private:
  struct Packet {
    std::uint32_t place;
    std::uint32_t attempt;
  };

  [[gnu::always_inline]] void schedule(Packet packet) {
    const std::uint64_t bits = decider_.draw({Choice::Latency, packet.place, 0, packet.attempt});
    queue_.push(now_ + Packets::gap(bits), packet);
  }

  EventQueue<Packet> queue_;
  Instant now_;
  Decider decider_;
  Digest digest_;
};

/// The bare kernel on PHOLD: chat/<name>/<pending> is held against it.
void kernel(benchmark::State& state) {
  const auto pending = static_cast<std::uint32_t>(state.range(0));
  BareKernel kernel(pending);
  for (std::uint64_t i = 0; i < 3 * std::uint64_t{pending}; ++i) kernel.step();
  for (auto _ : state) kernel.step();
  benchmark::DoNotOptimize(kernel.digest());
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(kernel)->RangeMultiplier(10)->Range(100, 1'000'000);

}  // namespace
}  // namespace imstorm::bench
