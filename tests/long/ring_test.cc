// Processes come and go under signals and chat: the sound stack keeps every law, and each departure
// breaks the one that it is known to break, where nothing masks it.
#include "tests/long/ablation.h"

namespace imstorm {
namespace {

/// Chat and signals in a hostile storm in which nobody stays.
Scenario restless_world() {
  Scenario scenario = small_world();
  make_hostile(scenario);
  make_restless(scenario);
  scenario.storm.begin = seconds(15);
  scenario.storm.pause = {seconds(10), milliseconds(100), seconds(6)};
  scenario.limits.signal_within = seconds(6);
  add_signals(scenario);
  return scenario;
}

TEST(RestlessStorm, LeavesEveryLawOfTheSoundStackWhole) {
  constexpr std::uint64_t kSeeds = 300;
  const Exercised exercised = exercised_by(restless_world(), kSeeds);
  for (const auto& [law, times] : exercised) EXPECT_GT(times, kSeeds) << law;
}

/// Worker threads that always have something waiting.
void busy_threads(Scenario& s) {
  const auto ms = milliseconds;
  s.topology.logic.service = {ms(2), ms(4), ms(8), ms(12), ms(20)};
  s.storm.resize.every = milliseconds(500);
  s.storm.resize_most = 4;
}

void chat_only(Scenario& s) { s.signal_traffic.clear(); }

const Departure kUnsound[] = {
    {"route_rehash_immediate",
     [](Scenario& s) { s.protocol.route.rehash = RoutingOptions::Rehash::Immediate; },
     "signal-fifo"},
    {"route_rehash_immediate_group",
     [](Scenario& s) { s.protocol.route.rehash = RoutingOptions::Rehash::Immediate; },
     "signal-group-order"},
    {"route_on_slow_elsewhere",
     [](Scenario& s) { s.protocol.route.on_slow = RoutingOptions::OnSlow::Elsewhere; },
     "signal-fifo"},
    {"route_resize_immediate",
     [](Scenario& s) {
       s.protocol.route.resize = RoutingOptions::Resize::Immediate;
       busy_threads(s);
     },
     "signal-fifo"},
};

class RoutingAblations : public testing::TestWithParam<Departure> {};

TEST_P(RoutingAblations, BreakTheLawThatTheyAreKnownToBreak) {
  Scenario scenario = restless_world();
  GetParam().depart(scenario);
  expect_broken(scenario, GetParam().law);
}

INSTANTIATE_TEST_SUITE_P(Policy, RoutingAblations, testing::ValuesIn(kUnsound), departure_name);

const Departure kWhole[] = {
    {"busy_threads", busy_threads},
    // Masked for chat by the epoch in the store (rules L1 and L2).
    {"route_rehash_immediate_chat",
     [](Scenario& s) {
       s.protocol.route.rehash = RoutingOptions::Rehash::Immediate;
       chat_only(s);
     }},
    {"route_on_slow_elsewhere_chat",
     [](Scenario& s) {
       s.protocol.route.on_slow = RoutingOptions::OnSlow::Elsewhere;
       chat_only(s);
     }},
    // Masked for chat by the numbers that the store checks (rule S2).
    {"route_resize_immediate_chat",
     [](Scenario& s) {
       s.protocol.route.resize = RoutingOptions::Resize::Immediate;
       busy_threads(s);
       chat_only(s);
     }},
};

class RoutingNets : public testing::TestWithParam<Departure> {};

TEST_P(RoutingNets, KeepEveryLaw) {
  Scenario scenario = restless_world();
  GetParam().depart(scenario);
  expect_whole(scenario);
}

INSTANTIATE_TEST_SUITE_P(Policy, RoutingNets, testing::ValuesIn(kWhole), departure_name);

}  // namespace
}  // namespace imstorm
