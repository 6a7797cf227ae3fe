// The full chat path: devices that write, gateways, logic, store, acknowledgements, laws on.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <cstdint>

#include "model/world/run.h"
#include "model/world/world.h"
#include "tools/bench/memory.h"

namespace imstorm::bench {
namespace {

/// `users` users with a phone and a laptop each, in pairs and in groups of ten, every conversation
/// with a message every two seconds.
Scenario busy_town(std::uint32_t users) {
  Scenario scenario;
  scenario.name = "busy-town";
  scenario.duration = seconds(30);
  for (std::uint32_t u = 0; u < users; ++u) {
    scenario.users.push_back({fmt::format("user-{}", u)});
    for (const char* kind : {"phone", "laptop"}) {
      DeviceSpec device;
      device.name = fmt::format("user-{}.{}", u, kind);
      device.user = UserId(u);
      device.edge = scenario.topology.edge;
      scenario.devices.push_back(device);
    }
  }
  const auto talk = [&](std::uint32_t first, std::uint32_t members) {
    ConversationSpec conv;
    conv.name = fmt::format("conv-{}", scenario.conversations.size());
    for (std::uint32_t i = 0; i < members; ++i) conv.members.push_back(UserId((first + i) % users));
    TrafficSpec traffic;
    traffic.conv = ConvId(scenario.conversations.size());
    traffic.messages = 15;
    traffic.every = seconds(2);
    scenario.conversations.push_back(conv);
    scenario.traffic.push_back(traffic);
  };
  for (std::uint32_t u = 0; u + 1 < users; u += 2) talk(u, 2);
  for (std::uint32_t u = 0; u + 9 < users; u += 10) talk(u, 10);
  return scenario;
}

/// From a second after the start, when everybody is connected, to the end of the traffic.
void busy(benchmark::State& state) {
  const Scenario scenario = busy_town(static_cast<std::uint32_t>(state.range(0)));
  std::uint64_t events = 0;
  std::uint64_t pending = 0;
  std::uint64_t looks = 0;
  for (auto _ : state) {
    state.PauseTiming();
    World world(scenario, 1, {false, 0});
    world.run_until(Instant{} + seconds(1));
    const std::uint64_t before = world.events();
    state.ResumeTiming();
    for (int second = 2; second <= 30; ++second) {
      world.run_until(Instant{} + seconds(second));
      pending += world.pending();
      ++looks;
    }
    events += world.events() - before;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(events));
  state.counters["pending"] = static_cast<double>(pending / looks);
}
BENCHMARK(busy)->Name("chat/busy")->Arg(10)->Arg(100)->Arg(1'000)->Unit(benchmark::kMillisecond);

/// One run of a small world, from its making to its verdict: what a campaign repeats.
void whole_run(benchmark::State& state) {
  const Scenario scenario = busy_town(2);
  std::uint64_t seed = 0;
  for (auto _ : state) benchmark::DoNotOptimize(run_scenario(scenario, ++seed, {false, 0}));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(whole_run)->Name("run/two_users")->Unit(benchmark::kMicrosecond);

/// Devices that are connected and silent: bytes on the heap for each, in a run that has come to
/// rest.
void idle_devices(benchmark::State& state) {
  const auto devices = static_cast<std::uint32_t>(state.range(0));
  Scenario scenario;
  scenario.duration = seconds(1);
  for (std::uint32_t d = 0; d < devices; ++d) {
    scenario.users.push_back({fmt::format("u{}", d)});
    DeviceSpec device;
    device.name = fmt::format("u{}.phone", d);
    device.user = UserId(d);
    device.edge = scenario.topology.edge;
    scenario.devices.push_back(device);
    if (d % 2 == 1) {
      scenario.conversations.push_back({fmt::format("c{}", d), {UserId(d - 1), UserId(d)}});
    }
  }
  std::uint64_t bytes = 0;
  for (auto _ : state) {
    const std::uint64_t before = heap_bytes();
    World world(scenario, 1, {false, 0});
    world.run_until(Instant{} + seconds(45));
    bytes = heap_bytes() - before;
  }
  state.counters["bytes_per_device"] = static_cast<double>(bytes / devices);
}
BENCHMARK(idle_devices)
    ->Name("memory/idle_devices")
    ->Arg(1'000)
    ->Arg(100'000)
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace imstorm::bench
