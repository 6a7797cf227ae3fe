#include "model/scenario/write_scenario.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

#include "model/scenario/parse.h"

namespace imstorm {
namespace {

Scenario read(const std::string& text) {
  const ParseResult parsed = parse_scenario(text, "case.toml");
  EXPECT_TRUE(parsed.scenario) << render(parsed.diagnostics) << text;
  return parsed.scenario.value_or(Scenario{});
}

/// A user's link is a preset's latency and loss upon the topology's link, whatever that is.
TEST(WriteScenario, KeepsALinkOfAUserUponAnyLinkOfTheTopology) {
  const Scenario scenario = read(R"(
link.edge.transport = "datagram"
link.edge.break_after = "7s"
[users]
alice = ["phone"]
bob = { devices = ["phone"], link = "bad" }
[conversations]
dm = ["alice", "bob"]
)");
  const Scenario again = read(scenario_text(scenario));
  ASSERT_EQ(again.devices.size(), 2U);
  EXPECT_EQ(again.devices[0].edge, scenario.devices[0].edge);
  EXPECT_EQ(again.devices[1].edge, scenario.devices[1].edge) << scenario_text(scenario);
}

constexpr const char* kEverything = R"(
title = "C:\\tmp \"quoted\"\nand more"
seed = 77
protocol.pull.limit = 3
storm.profile = "bad"
[users]
alice = { devices = ["phone", "laptop"], clock_skew = "-5m" }
bob = { devices = ["phone"], gateways = ["gateway-2"] }
[conversations]
dm = ["alice", "bob"]
[[send]]
from = "alice.phone"
to = "dm"
at = "1500ms"
name = "hello"
bytes = 7
[[send]]
from = "bob.phone"
to = "dm"
reply_to = "hello"
after = "3s"
[[traffic]]
in = "dm"
messages = 12
from = "4s"
every = "70ms"
burst = 4
reply = "12.5%"
bytes = 9
[[signal]]
from = "alice.laptop"
to = "bob"
at = "2s"
name = "ring"
[[signal]]
from = "alice.laptop"
to = "dm"
[[signal_traffic]]
in = "dm"
signals = 8
from = "6s"
every = "80ms"
burst = 3
unicast = "25%"
[faults]
list = ["drop SEND hello, second try", "pause bob.phone from 1s to 2s", "drop SIGNAL ring, first try"]
[expect]
verdict = "broken"
no-loss = "vacuous"
[replay]
origin = "imstorm run a.toml"
signature = "no-loss: acked"
digest = "00000000000000ff"
events = 99
stride = 4
marks = ["AbC-_9"]
)";

TEST(WriteScenario, KeepsEverySendTrafficAndSignal) {
  const Scenario scenario = read(kEverything);
  const std::string text = scenario_text(scenario);
  const Scenario again = read(text);
  EXPECT_EQ(scenario_text(again), text);
  EXPECT_EQ(again.title, "C:\\tmp \"quoted\"\nand more");
  for (const auto& [key, value] : effective_config(scenario)) {
    if (key == "storm.profile") continue;  // spelled out
    const auto config = effective_config(again);
    EXPECT_NE(std::find(config.begin(), config.end(), std::pair(key, value)), config.end()) << key;
  }
  ASSERT_EQ(again.devices.size(), 3U);
  EXPECT_EQ(again.devices[1].clock_skew, -minutes(5));
  EXPECT_EQ(again.devices[2].gateways, std::vector<std::uint32_t>{1});
  ASSERT_EQ(again.sends.size(), 2U);
  EXPECT_EQ(again.sends[0].name, "hello");
  EXPECT_EQ(again.sends[0].at, Instant{} + milliseconds(1'500));
  EXPECT_EQ(again.sends[0].bytes, 7U);
  EXPECT_EQ(again.sends[1].reply_to, BodyId(0));
  EXPECT_EQ(again.sends[1].at, Instant{} + seconds(3));
  ASSERT_EQ(again.traffic.size(), 1U);
  EXPECT_EQ(again.traffic[0].messages, 12U);
  EXPECT_EQ(again.traffic[0].from, Instant{} + seconds(4));
  EXPECT_EQ(again.traffic[0].every, milliseconds(70));
  EXPECT_EQ(again.traffic[0].burst, 4U);
  EXPECT_EQ(again.traffic[0].reply, (Ratio{125'000}));
  EXPECT_EQ(again.traffic[0].bytes, 9U);
  ASSERT_EQ(again.signals.size(), 2U);
  EXPECT_EQ(again.signals[0].name, "ring");
  EXPECT_EQ(again.signals[0].to, UserId(1));
  EXPECT_EQ(again.signals[0].at, Instant{} + seconds(2));
  EXPECT_EQ(again.signals[1].conv, ConvId(0));
  EXPECT_FALSE(again.signals[1].to);
  ASSERT_EQ(again.signal_traffic.size(), 1U);
  EXPECT_EQ(again.signal_traffic[0].signals, 8U);
  EXPECT_EQ(again.signal_traffic[0].from, Instant{} + seconds(6));
  EXPECT_EQ(again.signal_traffic[0].every, milliseconds(80));
  EXPECT_EQ(again.signal_traffic[0].burst, 3U);
  EXPECT_EQ(again.signal_traffic[0].unicast, percent(25));
}

TEST(WriteScenario, KeepsFaultsExpectationsAndTheReplay) {
  const Scenario scenario = read(kEverything);
  const Scenario again = read(scenario_text(scenario));
  EXPECT_EQ(again.faults, scenario.faults);
  EXPECT_EQ(again.expect.verdict, "broken");
  EXPECT_EQ(again.expect.laws, scenario.expect.laws);
  EXPECT_EQ(again.replay.origin, "imstorm run a.toml");
  EXPECT_EQ(again.replay.signature, "no-loss: acked");
  EXPECT_EQ(again.replay.digest, 0xffU);
  EXPECT_EQ(again.replay.events, 99U);
  EXPECT_EQ(again.replay.stride, 4U);
  EXPECT_EQ(again.replay.marks, "AbC-_9");
}

TEST(WriteScenario, NeedsNoSeedWhereNobodyDraws) {
  Scenario scenario = read(kEverything);
  scenario.decisions = Decisions::Harmless;
  const Scenario again = read(scenario_text(scenario));
  EXPECT_EQ(again.decisions, Decisions::Harmless);
  EXPECT_EQ(again.seed, 1U);
}

TEST(WriteScenario, KeepsWhatACaseIsComparedWith) {
  Scenario scenario = read("[users]\nalice = 1\n");
  scenario.replay.digest = 0x1f;
  scenario.replay.events = 12;
  const Scenario again = read(scenario_text(scenario));
  EXPECT_EQ(again.replay.digest, 0x1fU);
  EXPECT_EQ(again.replay.events, 12U);
}

/// A digest that is compared with nothing would be a check that cannot fail.
TEST(WriteScenario, NeedsEventsBesideADigest) {
  const ParseResult parsed =
      parse_scenario("users.alice = 1\n[replay]\ndigest = \"000000000000001f\"\n", "case.toml");
  EXPECT_FALSE(parsed.scenario);
  EXPECT_NE(render(parsed.diagnostics).find("events"), std::string::npos);
}

}  // namespace
}  // namespace imstorm
