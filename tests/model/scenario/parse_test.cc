#include "model/scenario/parse.h"

#include <gtest/gtest.h>

#include "model/scenario/messages.h"
#include "model/scenario/processes.h"
#include "tests/model/scenario/goldens.h"

namespace imstorm {
namespace {

Scenario parsed(const std::string& text, const Overrides& overrides = {}) {
  const auto result = parse_scenario(text, "folder/test.toml", overrides);
  EXPECT_EQ(render(result.diagnostics), "");
  return result.scenario.value_or(Scenario{});
}

const std::string kMinimal = R"(
[users]
alice = ["phone"]
bob = ["phone", "laptop"]
[conversations]
dm = ["alice", "bob"]
[[send]]
from = "alice.phone"
to = "dm"
at = "1s"
)";

TEST(Scenario, NeedsUsersAConversationAndAMessageOnly) {
  const Scenario scenario = parsed(kMinimal);
  EXPECT_EQ(scenario.name, "test");
  ASSERT_EQ(scenario.users.size(), 2U);
  EXPECT_EQ(scenario.users[1].name, "bob");
  ASSERT_EQ(scenario.devices.size(), 3U);
  EXPECT_EQ(scenario.devices[2].name, "bob.laptop");
  EXPECT_EQ(scenario.devices[2].user, UserId{1});
  ASSERT_EQ(scenario.conversations.size(), 1U);
  EXPECT_EQ(scenario.conversations[0].members, (std::vector<UserId>{UserId{0}, UserId{1}}));
  ASSERT_EQ(scenario.sends.size(), 1U);
  EXPECT_EQ(scenario.sends[0].device, DeviceId{0});
  EXPECT_EQ(scenario.sends[0].at, Instant{} + seconds(1));
  EXPECT_FALSE(scenario.sends[0].reply_to);
  EXPECT_FALSE(scenario.storm.on);
}

TEST(Scenario, HasTheFiguresOfAMobileNetworkByDefault) {
  const Scenario scenario = parsed(kMinimal);
  const Topology& t = scenario.topology;
  EXPECT_EQ(t.edge.latency, (Quantiles{milliseconds(30), milliseconds(40), milliseconds(60),
                                       milliseconds(400), seconds(2)}));
  EXPECT_EQ(t.backbone.latency.p50, microseconds(300));
  EXPECT_EQ(t.backbone.latency.max, milliseconds(1));
  EXPECT_EQ(t.store_disk.sync.base, milliseconds(2));
  EXPECT_EQ(t.store_disk.sync.p99, milliseconds(20));
  EXPECT_EQ(t.device_disk.sync.p50, milliseconds(1));
  EXPECT_EQ(scenario.devices[0].edge, t.edge);
  EXPECT_EQ(scenario.protocol.pull.limit, 100U);
}

TEST(Scenario, KeepsUsersInTheOrderOfTheFile) {
  const Scenario scenario = parsed(
      "[users]\nzoe = 1\nmia = 2\namy = { devices = 1 }\n"
      "[conversations]\nx = [\"*\"]\n[[traffic]]\nin = \"x\"\nmessages = 1");
  ASSERT_EQ(scenario.users.size(), 3U);
  EXPECT_EQ(scenario.users[0].name, "zoe");
  EXPECT_EQ(scenario.users[1].name, "mia");
  EXPECT_EQ(scenario.users[2].name, "amy");
}

TEST(Users, ComeInNumbersWithDevicesInNumbers) {
  const Scenario scenario = parsed(R"(
[users]
boss = { devices = ["phone"], link = "bad", clock_skew = "-5m", gateways = ["gateway-2"] }
member = { count = 50, devices = 3 }
[conversations]
team = ["member-*", "boss"]
[[traffic]]
in = "team"
messages = 100
from = "2s"
every = "10ms"
burst = 4
reply = "10%"
bytes = "2k"
)");
  EXPECT_EQ(scenario.users.size(), 51U);
  EXPECT_EQ(scenario.devices.size(), 151U);
  EXPECT_EQ(scenario.devices[150].name, "member-50.tablet");
  EXPECT_EQ(scenario.conversations[0].members.size(), 51U);
  EXPECT_EQ(scenario.conversations[0].members[0], UserId{1});
  const DeviceSpec& boss = scenario.devices[0];
  EXPECT_EQ(boss.edge.latency.p50, milliseconds(125));
  EXPECT_EQ(boss.edge.loss, percent(3));
  EXPECT_EQ(boss.clock_skew, -minutes(5));
  EXPECT_EQ(boss.gateways, std::vector<std::uint32_t>{1});
  EXPECT_TRUE(scenario.devices[1].gateways.empty());
  const TrafficSpec& traffic = scenario.traffic.at(0);
  EXPECT_EQ(traffic.messages, 100U);
  EXPECT_EQ(traffic.from, Instant{} + seconds(2));
  EXPECT_EQ(traffic.every, milliseconds(10));
  EXPECT_EQ(traffic.burst, 4U);
  EXPECT_EQ(traffic.reply, percent(10));
  EXPECT_EQ(traffic.bytes, 2'000U);
}

TEST(Sends, AreRepeatedAndAnswered) {
  const Scenario scenario = parsed(kMinimal + R"(
name = "hello"
count = 3
every = "200ms"
bytes = 7
[[send]]
from = "bob.laptop"
to = "dm"
reply_to = "m3"
after = "5s"
)");
  ASSERT_EQ(scenario.sends.size(), 4U);
  EXPECT_EQ(scenario.sends[0].name, "hello");
  EXPECT_EQ(scenario.sends[2].name, "");
  EXPECT_EQ(scenario.sends[2].at, Instant{} + milliseconds(1'400));
  EXPECT_EQ(scenario.sends[2].bytes, 7U);
  EXPECT_EQ(scenario.sends[3].reply_to, BodyId{2});
  EXPECT_EQ(scenario.sends[3].at, Instant{} + seconds(5));
}

TEST(Messages, AreNamedByTheFileOrByTheirNumber) {
  const MessageNames names(parsed(kMinimal +
                                  "name = \"hello\"\n[[send]]\nfrom = \"bob.phone\"\n"
                                  "to = \"dm\"\n[[traffic]]\nin = \"dm\"\nmessages = 2"));
  EXPECT_EQ(names.size(), 4U);
  EXPECT_EQ(names.name_of(BodyId{0}), "hello");
  EXPECT_EQ(names.name_of(BodyId{3}), "m4");
  EXPECT_EQ(names.find("hello"), BodyId{0});
  EXPECT_EQ(names.find("m4"), BodyId{3});
  for (const char* none : {"m1", "m5", "m0", "m", "", "m04", "m-1"}) {
    EXPECT_FALSE(names.find(none)) << none;
  }
}

TEST(Faults, MayStandInATableOrAboveAllTables) {
  const std::string above = "faults = [\"crash logic-1 at 3s\"]\n" + kMinimal;
  const std::string below = kMinimal + "[faults]\nlist = [\"crash logic-1 at 3s\"]\n";
  ASSERT_EQ(parsed(above).faults.size(), 1U);
  EXPECT_EQ(parsed(above).faults, parsed(below).faults);
}

TEST(Expectations, AreKeptInTheOrderOfTheFile) {
  Overrides overrides;
  overrides.laws = test::law_names();
  const Scenario scenario = parsed(
      kMinimal + "[expect]\nno-loss = \"broken\"\nverdict = \"broken\"\nconverge = \"undecided\"",
      overrides);
  EXPECT_EQ(scenario.expect.verdict, "broken");
  ASSERT_EQ(scenario.expect.laws.size(), 2U);
  EXPECT_EQ(scenario.expect.laws[0], (std::pair<std::string, std::string>{"no-loss", "broken"}));
  EXPECT_EQ(scenario.expect.laws[1].first, "converge");
}

TEST(Processes, AreGatewaysLogicStoresAndDevices) {
  const ProcessTable own(parsed(kMinimal));
  ASSERT_EQ(own.rows.size(), 8U);
  EXPECT_EQ(own.rows[0].name, "gateway-1");
  EXPECT_EQ(own.find("logic-2"), own.of(ProcessKind::Logic, 1));
  EXPECT_EQ(own.find("bob.laptop"), own.of(ProcessKind::Device, 2));
  EXPECT_FALSE(own.find("bob"));
  EXPECT_EQ(own.hosts.size(), 8U);
  EXPECT_EQ(own.rows[own.find("store-1").index()].host, own.find_host("host-5"));
  EXPECT_EQ(own.rows[own.find("bob.laptop").index()].host, own.find_host("bob.laptop"));
  const ProcessTable shared(parsed("topology.hosts = 2\n" + kMinimal));
  EXPECT_EQ(shared.hosts.size(), 5U);
  EXPECT_EQ(shared.rows[shared.find("logic-1").index()].host, shared.find_host("host-1"));
  EXPECT_EQ(shared.rows[shared.find("store-1").index()].host, shared.find_host("host-1"));
  EXPECT_EQ(shared.rows[shared.find("alice.phone").index()].host, shared.find_host("alice.phone"));
}

TEST(TheTemplate, IsAScenarioWithoutComplaint) {
  const Scenario scenario = parsed(template_scenario("my-test"));
  EXPECT_EQ(scenario.title, "my-test");
  EXPECT_EQ(scenario.users.size(), 5U);
  EXPECT_EQ(scenario.faults.size(), 3U);
  // What it shows in comments is right as well.
  std::string all = template_scenario("my-test");
  for (const char* table : {"# [storm]", "# profile", "# length", "# [protocol]", "# ack.carry"}) {
    const std::size_t at = all.find(table);
    ASSERT_NE(at, std::string::npos) << table;
    all.erase(at, 2);
  }
  EXPECT_TRUE(parsed(all).storm.on);
}

class Shipped : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(Shipped, FitsOnAScreenAndReadsWithoutComplaint) {
  const std::string text = test::read_text(GetParam());
  Overrides overrides;
  overrides.laws = test::law_names();
  const auto result = parse_scenario(text, GetParam().string(), overrides);
  EXPECT_EQ(render(result.diagnostics), "");
  ASSERT_TRUE(result.scenario.has_value());
  EXPECT_FALSE(result.scenario->title.empty());
  EXPECT_FALSE(result.scenario->expect.verdict.empty());
  EXPECT_LE(std::count(text.begin(), text.end(), '\n'), 48);
  EXPECT_EQ(text[0], '#');
}

INSTANTIATE_TEST_SUITE_P(Scenarios, Shipped,
                         testing::ValuesIn(test::files_in(test::source_dir() / "scenarios",
                                                          ".toml")),
                         [](const testing::TestParamInfo<std::filesystem::path>& file) {
                           std::string name = file.param.stem().string();
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(Scenario, PutsMembersWhoComeAndGoBehindTheMessages) {
  const Scenario scenario = parsed(kMinimal + R"(
[[member]]
kick = "bob"
in = "dm"
by = "alice.phone"
at = "2s"
[[member]]
join = "bob"
in = "dm"
at = "3s"
[[member]]
join = "bob"
in = "dm"
at = "4s"
[[churn]]
in = "dm"
who = "b*"
changes = 3
)");
  ASSERT_EQ(scenario.sends.size(), 4U);
  EXPECT_EQ(scenario.sends[1].content, Content::Kick);
  EXPECT_EQ(scenario.sends[1].subject, UserId{1});
  EXPECT_EQ(scenario.sends[1].device, DeviceId{0});
  EXPECT_EQ(scenario.sends[1].name, "bob-is-kicked");
  EXPECT_EQ(scenario.sends[2].device, DeviceId{1}) << "his own first device asks";
  EXPECT_EQ(scenario.sends[3].name, "bob-joins-2");
  EXPECT_TRUE(scenario.conversations[0].others.empty()) << "he is a member from the start";
  ASSERT_EQ(scenario.churn.size(), 1U);
  EXPECT_EQ(scenario.churn[0].users, std::vector<UserId>{UserId{1}});
  EXPECT_EQ(MessageNames(scenario).size(), 7U);
}

TEST(Scenario, LetsSomebodyWriteWhoJoinsLater) {
  const Scenario scenario = parsed(R"(
[users]
alice = ["phone"]
bob = ["phone"]
[conversations]
dm = ["alice"]
[[send]]
from = "bob.phone"
to = "dm"
take_back = "3s"
[[member]]
join = "bob"
in = "dm"
by = "alice.phone"
)");
  EXPECT_EQ(scenario.conversations[0].others, std::vector<UserId>{UserId{1}});
  EXPECT_EQ(scenario.sends[0].take_back, seconds(3));
}

}  // namespace
}  // namespace imstorm
