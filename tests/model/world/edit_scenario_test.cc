#include "model/world/edit_scenario.h"

#include <gtest/gtest.h>

#include "model/scenario/parse.h"
#include "model/world/run.h"

namespace imstorm {
namespace {

/// Dave has a device that says nothing and is told nothing; x is a conversation nobody uses.
Scenario scenario() {
  const ParseResult parsed = parse_scenario(R"(
[users]
dave = ["phone"]
alice = ["phone", "laptop"]
bob = ["phone"]
[conversations]
x = ["dave", "alice"]
team = ["alice", "bob"]
[[signal]]
from = "alice.laptop"
to = "team"
at = "1s"
[[signal]]
from = "bob.phone"
to = "alice"
at = "2s"
)",
                                            "signals.toml");
  EXPECT_TRUE(parsed.scenario) << render(parsed.diagnostics);
  return parsed.scenario.value_or(Scenario{});
}

std::string who(const Scenario& s, const SignalSpec& signal) {
  const std::string to =
      signal.conv ? s.conversations[signal.conv.index()].name : s.users[signal.to.index()].name;
  return s.devices.at(signal.device.index()).name + " to " + to;
}

void expect_the_same_signals(const std::optional<Scenario>& smaller) {
  ASSERT_TRUE(smaller);
  ASSERT_EQ(smaller->signals.size(), 2U);
  EXPECT_EQ(who(*smaller, smaller->signals[0]), "alice.laptop to team");
  EXPECT_EQ(who(*smaller, smaller->signals[1]), "bob.phone to alice");
}

TEST(EditScenario, SignalsKeepTheirDevicesWhenAnotherOneGoes) {
  const Scenario whole = scenario();
  expect_the_same_signals(without_device(whole, DeviceId(0)));
  expect_the_same_signals(without_device(whole, DeviceId(1)));
}

TEST(EditScenario, SignalsKeepTheirReceiversWhenAnotherUserGoes) {
  expect_the_same_signals(without_user(scenario(), UserId(0)));
}

TEST(EditScenario, SignalsKeepTheirConversationWhenAnotherOneGoes) {
  expect_the_same_signals(without_conversation(scenario(), ConvId(0)));
}

TEST(EditScenario, NobodyGoesWhoSignalsOrIsSignalled) {
  const Scenario whole = scenario();
  EXPECT_FALSE(without_device(whole, DeviceId(2)));
  EXPECT_FALSE(without_device(whole, DeviceId(3)));
  EXPECT_FALSE(without_user(whole, UserId(1)));
  EXPECT_FALSE(without_conversation(whole, ConvId(1)));
  Scenario told = whole;
  told.signals.resize(1);
  told.signals[0] = {DeviceId(3), {}, UserId(0), Instant{} + seconds(1), {}};  // bob to dave
  EXPECT_FALSE(without_user(told, UserId(0)));
}

TEST(EditScenario, NobodyGoesWhereChanceSaysWhoSignals) {
  Scenario drawn = scenario();
  drawn.signals.clear();
  drawn.signal_traffic.push_back({ConvId(1), 3, {}, seconds(1), 1, percent(50)});
  EXPECT_FALSE(without_device(drawn, DeviceId(0)));
  EXPECT_FALSE(without_user(drawn, UserId(0)));
  EXPECT_FALSE(without_conversation(drawn, ConvId(0)));
}

}  // namespace
}  // namespace imstorm
