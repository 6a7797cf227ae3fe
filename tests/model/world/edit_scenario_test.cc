#include "model/world/edit_scenario.h"

#include <gtest/gtest.h>

#include "model/scenario/fault_sentence.h"
#include "model/scenario/parse.h"
#include "model/scenario/processes.h"
#include "model/scenario/write_scenario.h"
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
  expect_the_same_signals(without_device(whole, DeviceId(1)));
}

TEST(EditScenario, NobodyIsLeftWithoutADevice) {
  EXPECT_FALSE(without_device(scenario(), DeviceId(0))) << "dave's only one: no file can say that";
}

TEST(EditScenario, SignalsKeepTheirReceiversWhenAnotherUserGoes) {
  expect_the_same_signals(without_user(scenario(), UserId(0)));
}

TEST(EditScenario, SignalsKeepTheirConversationWhenAnotherOneGoes) {
  expect_the_same_signals(without_conversation(scenario(), ConvId(0)));
}

Scenario with_faults(const std::string& faults, const std::string& topology) {
  const ParseResult parsed = parse_scenario(R"(
[users]
dave = ["phone"]
alice = ["phone"]
bob = { devices = ["phone", "laptop"], gateways = ["gateway-2", "gateway-3"] }
[conversations]
x = ["dave", "alice"]
dm = ["alice", "bob"]
[[send]]
from = "bob.phone"
to = "dm"
[topology]
gateway.count = 3
)" + topology + "\n[faults]\nlist = [" + faults +
                                                "]\n",
                                            "faults.toml");
  EXPECT_TRUE(parsed.scenario) << render(parsed.diagnostics);
  return parsed.scenario.value_or(Scenario{});
}

std::vector<std::string> sentences(const std::optional<Scenario>& scenario) {
  std::vector<std::string> found;
  if (!scenario) return {"nothing"};
  const ProcessTable table(*scenario);
  const MessageNames messages(*scenario);
  for (const Fault& fault : scenario->faults) found.push_back(describe(fault, table, messages));
  return found;
}

TEST(EditScenario, FaultsKeepWhomTheyStrikeOrGoWithThem) {
  const Scenario whole = with_faults(R"("crash logic-1 at 1s", "crash gateway-3 at 2s",
    "kill dave.phone at 3s", "partition dave.phone | gateway-1 from 1s to 2s")",
                                     "");
  const auto fewer = with_topology(whole, [](Topology& t) { t.gateway.count = 2; });
  EXPECT_EQ(sentences(fewer),
            (std::vector<std::string>{"crash logic-1 at 1s, restart after 1s",
                                      "kill dave.phone at 3s, restart after 1s",
                                      "partition dave.phone | gateway-1 from 1s to 2s"}));
  ASSERT_TRUE(fewer);
  EXPECT_EQ(fewer->devices[2].gateways, std::vector<std::uint32_t>{1});
  // No gateway that bob can reach is left.
  EXPECT_FALSE(with_topology(whole, [](Topology& t) { t.gateway.count = 1; }));
  EXPECT_EQ(sentences(without_user(whole, UserId(0))),
            (std::vector<std::string>{"crash logic-1 at 1s, restart after 1s",
                                      "crash gateway-3 at 2s, restart after 1s"}));
}

TEST(EditScenario, HostsKeepTheirNamesOrTheirCrashesGo) {
  const Scenario whole =
      with_faults(R"("crash host-3 at 1s", "crash host dave.phone at 2s")", "hosts = 3");
  EXPECT_EQ(sentences(with_topology(whole, [](Topology& t) { t.gateway.count = 2; })).size(), 2U);
  EXPECT_EQ(sentences(with_topology(whole, [](Topology& t) { t.hosts = 2; })),
            (std::vector<std::string>{"crash host dave.phone at 2s, restart after 1s"}));
  EXPECT_EQ(sentences(without_user(whole, UserId(0))),
            (std::vector<std::string>{"crash host-3 at 1s, restart after 1s"}));
}

TEST(EditScenario, MessagesKeepTheirConversationsAndMembers) {
  const Scenario whole = with_faults("", "");
  const auto smaller = without_conversation(whole, ConvId(0));
  ASSERT_TRUE(smaller);
  EXPECT_EQ(smaller->conversations.at(smaller->sends[0].conv.index()).name, "dm");
  EXPECT_FALSE(without_conversation(whole, ConvId(1)));  // the one that is used
  const auto fewer = without_user(whole, UserId(0));
  ASSERT_TRUE(fewer);
  ASSERT_EQ(fewer->conversations[1].members.size(), 2U);
  EXPECT_EQ(fewer->users.at(fewer->conversations[1].members[0].index()).name, "alice");
  EXPECT_EQ(fewer->users.at(fewer->conversations[1].members[1].index()).name, "bob");
  EXPECT_EQ(fewer->devices.at(fewer->sends[0].device.index()).name, "bob.phone");
  Scenario lonely = whole;
  lonely.conversations[0].members = {UserId(0)};
  EXPECT_FALSE(without_user(lonely, UserId(0)));  // the last member
}

TEST(EditScenario, HomeGatewaysAreThoseThatDevicesChooseFirst) {
  const Scenario whole = with_faults("", "");
  bool refused = false, pinned = false;
  for (int n = 1; n <= 20; ++n) {
    Scenario other = whole;
    other.devices[3].name = "bob.laptop" + std::to_string(n);
    if (const auto home = with_home_gateways(other)) {
      pinned = true;
      EXPECT_EQ(home->devices[2].gateways, home->devices[3].gateways);
      EXPECT_EQ(home->devices[2].gateways.size(), 1U);
      EXPECT_NE(home->devices[2].gateways[0], 0U);  // not one that he cannot reach
    } else {
      refused = true;  // his two devices would choose different ones
    }
  }
  EXPECT_TRUE(refused && pinned);
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

/// A guest whom nothing brings in is none in the file either: it must not be one in memory.
TEST(EditScenario, GuestsGoWithWhatBringsThemIn) {
  const ParseResult parsed = parse_scenario(R"(
[users]
alice = ["phone"]
bob = ["phone"]
[conversations]
team = ["alice"]
[[member]]
in = "team"
join = "bob"
by = "alice.phone"
at = "1s"
[[send]]
from = "bob.phone"
to = "team"
at = "2s"
[[send]]
from = "alice.phone"
to = "team"
at = "3s"
[[signal]]
from = "bob.phone"
to = "team"
at = "4s"
)",
                                            "guests.toml");
  ASSERT_TRUE(parsed.scenario) << render(parsed.diagnostics);
  const Scenario& scenario = *parsed.scenario;
  ASSERT_EQ(scenario.conversations[0].others.size(), 1U);
  const auto without = [&](Content content, UserId author) {
    for (std::size_t i = 0; i < scenario.sends.size(); ++i) {
      const SendSpec& send = scenario.sends[i];
      const bool is_by = scenario.devices[send.device.index()].user == author;
      if (send.content == content && is_by) return muted(scenario, BodyId(i));
    }
    return Scenario{};
  };
  const Scenario uninvited = without(Content::Join, UserId(0));
  EXPECT_TRUE(uninvited.conversations[0].others.empty());
  EXPECT_EQ(written(uninvited).size(), 1U) << "what bob writes and signals is refused";
  EXPECT_TRUE(parse_scenario(scenario_text(uninvited), "case.toml").scenario);
  EXPECT_EQ(without(Content::Text, UserId(0)).conversations[0].others.size(), 1U);
}

}  // namespace
}  // namespace imstorm
