#include "model/scenario/write_scenario.h"

#include <gtest/gtest.h>

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
