#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <set>

#include "model/scenario/key.h"
#include "model/scenario/keys.h"
#include "model/scenario/parse.h"

namespace imstorm {
namespace {

const std::string kRest = R"(
[users]
alice = ["phone"]
[conversations]
dm = ["alice"]
[[send]]
from = "alice.phone"
to = "dm"
)";

Scenario parsed(const std::string& text, const Overrides& overrides = {}) {
  const auto result = parse_scenario(text + kRest, "test.toml", overrides);
  EXPECT_FALSE(has_error(result.diagnostics)) << render(result.diagnostics);
  return result.scenario.value_or(Scenario{});
}

std::vector<std::string> sets_of(const Scenario& scenario) {
  std::vector<std::string> sets;
  for (const auto& [key, text] : scenario.config) sets.push_back(key + "=" + text);
  return sets;
}

TEST(Settings, PreferSetToEnvironmentToFileToDefault) {
  const std::string file = "[protocol]\npull.limit = 3\n";
  Overrides overrides;
  EXPECT_EQ(parsed("").protocol.pull.limit, 100U);
  EXPECT_EQ(parsed(file).protocol.pull.limit, 3U);
  overrides.environment = {{"IMSTORM_PULL_LIMIT", "4"}, {"PATH", "/bin"}};
  EXPECT_EQ(parsed(file, overrides).protocol.pull.limit, 4U);
  overrides.sets = {"pull.limit=5"};
  EXPECT_EQ(parsed(file, overrides).protocol.pull.limit, 5U);
  overrides.sets = {"pull.limit=5", "protocol.pull.limit=6"};
  EXPECT_EQ(parsed(file, overrides).protocol.pull.limit, 6U);
}

TEST(Settings, OfAPresetAreChangedKeyByKey) {
  const Scenario bad = parsed("[link.edge]\npreset = \"bad\"\nloss = \"7%\"\n");
  EXPECT_EQ(bad.topology.edge.latency.p50, milliseconds(125));
  EXPECT_EQ(bad.topology.edge.loss, percent(7));
  EXPECT_EQ(bad.devices[0].edge, bad.topology.edge);
  Overrides overrides;
  overrides.sets = {"link.edge.preset=good"};
  const Scenario good = parsed("[link.edge]\npreset = \"bad\"\nloss = \"7%\"\n", overrides);
  EXPECT_EQ(good.topology.edge.latency.p50, milliseconds(10));
  EXPECT_EQ(good.topology.edge.loss, percent(7));
}

TEST(Settings, TurnAStormOnAsSoonAsOneOfThemIsAboutIt) {
  EXPECT_FALSE(parsed("").storm.on);
  EXPECT_TRUE(parsed("storm.crash.every = \"5s\"\n").storm.on);
  EXPECT_FALSE(parsed("[storm]\nprofile = \"hostile\"\non = false\n").storm.on);
  Overrides overrides;
  overrides.sets = {"storm.profile=hostile"};
  const StormOptions storm = parsed("", overrides).storm;
  EXPECT_TRUE(storm.on);
  for (const StormRate& rate :
       {storm.crash, storm.host_crash, storm.pause, storm.partition, storm.cut, storm.slow_disk,
        storm.clock_step, storm.clock_drift, storm.offline, storm.kill, storm.wipe}) {
    EXPECT_GT(rate.every, Duration{});
  }
  EXPECT_GT(storm.crash_at_sync.ppm, 0U);
}

TEST(Settings, OfOneDurationSetAllQuantiles) {
  EXPECT_EQ(parsed("link.edge.latency = \"5ms\"\n").topology.edge.latency,
            Quantiles::fixed(milliseconds(5)));
  Overrides overrides;
  overrides.sets = {"link.edge.latency=6ms"};
  EXPECT_EQ(parsed("link.edge.latency = \"5ms\"\n", overrides).topology.edge.latency,
            Quantiles::fixed(milliseconds(6)));
}

TEST(KeyTable, NamesEachKeyOnceWithADefaultThatIsAllowed) {
  std::set<std::string> names;
  for (const Key& key : all_keys()) {
    EXPECT_TRUE(names.insert(key.name).second) << key.name;
    EXPECT_FALSE(key.help.empty()) << key.name;
    const std::int64_t value = key.get(Scenario{});
    const auto read = read_value(key, value_text(key, value));
    ASSERT_TRUE(std::holds_alternative<std::int64_t>(read)) << key.name;
    EXPECT_EQ(std::get<std::int64_t>(read), value) << key.name;
  }
  EXPECT_EQ(key_table().size(), names.size());
}

TEST(KeyTable, HasADifferentMemberForEachKey) {
  for (const Key& key : all_keys()) {
    Scenario changed;
    const std::int64_t other = key.get(changed) == key.least ? key.least + 1 : key.least;
    key.set(changed, other);
    for (const Key& any : all_keys()) {
      const std::int64_t expected = any.name == key.name ? other : any.get(Scenario{});
      EXPECT_EQ(any.get(changed), expected) << key.name << " moves " << any.name;
    }
  }
}

TEST(Policies, SayWhereEachDepartureWasSeen) {
  for (const PolicyRow& row : policies()) {
    const std::string name = row.axis + " = " + row.value;
    EXPECT_EQ(row.seen.empty(), row.is_default) << name;
    EXPECT_LE(row.seen.size(), 60U) << name;
  }
}

TEST(Policies, HaveASoundDefaultOnEachAxis) {
  std::map<std::string, int> defaults;
  for (const PolicyRow& row : policies()) {
    defaults[row.axis] += row.is_default ? 1 : 0;
    EXPECT_FALSE(row.help.empty()) << row.axis << " " << row.value;
    EXPECT_TRUE(row.sound || !row.is_default) << row.axis;
    EXPECT_EQ(row.sound, row.breaks.empty());
  }
  EXPECT_GE(defaults.size(), 22U);
  for (const auto& [axis, n] : defaults) EXPECT_EQ(n, 1) << axis;
}

TEST(Policies, AreTheOnesThatTheirWordsSay) {
  Overrides overrides;
  overrides.sets = {"route.group=hash-sender",
                    "route.worker=any-free",
                    "route.socket=round-robin",
                    "session.takeover=both-live",
                    "outbox.order=stop-and-wait",
                    "outbox.remove=on-write",
                    "outbox.reconnect=new-first",
                    "dedup.identity=per-try",
                    "dedup.window=last-only",
                    "store.commit=memory",
                    "seq.fence=none",
                    "notify.repeat=once",
                    "notify.during_pull=drop",
                    "notify.target=last",
                    "pull.cursor=own-ack",
                    "pull.page=newest-first",
                    "pull.stale_reply=accepted",
                    "ack.when=on-receipt",
                    "ack.carry=per-pull",
                    "ack.trim=max-device",
                    "ack.sender=at-gateway",
                    "consume.phases=two-local",
                    "consume.state=volatile",
                    "consume.duplicate=dup-flag",
                    "consume.commit=after-effect",
                    "consume.permit=per-message",
                    "ack.value=highest",
                    "outbox.rejected=blocks",
                    "client.cache=lost",
                    "client.msgids=lost",
                    "client.order=by-timestamp"};
  const ProtocolOptions p = parsed("", overrides).protocol;
  EXPECT_EQ(p.route.group, RoutingOptions::Group::HashSender);
  EXPECT_EQ(p.route.worker, RoutingOptions::Worker::AnyFree);
  EXPECT_EQ(p.route.socket, RoutingOptions::Socket::RoundRobin);
  EXPECT_EQ(p.session.takeover, SessionOptions::Takeover::BothLive);
  EXPECT_EQ(p.outbox.order, OutboxOptions::Order::StopAndWait);
  EXPECT_EQ(p.outbox.remove, OutboxOptions::Remove::OnWrite);
  EXPECT_EQ(p.outbox.reconnect, OutboxOptions::Reconnect::NewFirst);
  EXPECT_EQ(p.dedup.identity, DedupOptions::Identity::PerTry);
  EXPECT_EQ(p.dedup.window, DedupOptions::Window::LastOnly);
  EXPECT_EQ(p.store.commit, StoreOptions::Commit::Memory);
  EXPECT_EQ(p.seq.fence, SeqOptions::Fence::None);
  EXPECT_EQ(p.notify.repeat, NotifyOptions::Repeat::Once);
  EXPECT_EQ(p.notify.during_pull, NotifyOptions::DuringPull::Drop);
  EXPECT_EQ(p.notify.target, NotifyOptions::Target::Last);
  EXPECT_EQ(p.pull.cursor, PullOptions::Cursor::OwnAck);
  EXPECT_EQ(p.pull.page, PullOptions::Page::NewestFirst);
  EXPECT_EQ(p.pull.stale_reply, PullOptions::StaleReply::Accepted);
  EXPECT_EQ(p.ack.when, AckOptions::When::OnReceipt);
  EXPECT_EQ(p.ack.carry, AckOptions::Carry::PerPull);
  EXPECT_EQ(p.ack.trim, AckOptions::Trim::MaxDevice);
  EXPECT_EQ(p.ack.sender, AckOptions::Sender::AtGateway);
  EXPECT_EQ(p.consume.phases, ConsumeOptions::Phases::TwoLocal);
  EXPECT_EQ(p.consume.state, ConsumeOptions::State::Volatile);
  EXPECT_EQ(p.consume.duplicate, ConsumeOptions::Duplicate::DupFlag);
  EXPECT_EQ(p.consume.commit, ConsumeOptions::Commit::AfterEffect);
  EXPECT_EQ(p.consume.permit, ConsumeOptions::Permit::PerMessage);
  EXPECT_EQ(p.ack.value, AckOptions::Value::Highest);
  EXPECT_EQ(p.outbox.rejected, OutboxOptions::Rejected::Blocks);
  EXPECT_EQ(p.client.cache, ClientOptions::Cache::Lost);
  EXPECT_EQ(p.client.msgids, ClientOptions::Msgids::Lost);
  EXPECT_EQ(p.client.order, ClientOptions::Order::ByTimestamp);
}

/// A value of that key that a scenario may hold, whatever the other keys are.
std::int64_t any_value(const Key& key) {
  if (key.type == KeyType::Seed) return *rc::gen::arbitrary<std::int64_t>();
  return *rc::gen::oneOf(rc::gen::just(key.least), rc::gen::just(key.most),
                         rc::gen::inRange(key.least, key.most));
}

bool is_free(const Key& key) {
  const bool ordered = key.name.find("latency") != std::string::npos ||
                       key.name.find(".service.") != std::string::npos ||
                       key.name.find(".sync.") != std::string::npos ||
                       key.name.find(".least") != std::string::npos ||
                       key.name.find(".most") != std::string::npos;
  const bool counted =
      key.name.find("topology.") == 0 && key.name.find(".count") != std::string::npos;
  // Those whose value others must suit, and so a random one seldom does.
  const std::set<std::string> bound = {"limits.settle_max",          "storm.length",
                                       "protocol.ack.retain",        "protocol.store.lineage",
                                       "protocol.seq.section_lease", "protocol.session.egress_max",
                                       "protocol.outbox.window",     "protocol.session.connect_max",
                                       "protocol.session.heartbeat", "protocol.session.missed_max",
                                       "protocol.store.election",    "protocol.seq.hole_after"};
  return !ordered && !counted && bound.count(key.name) == 0;
}

RC_GTEST_PROP(EffectiveConfig, ReadsBackAsTheSameScenario, ()) {
  Overrides random;
  random.sets = {"protocol.store.lineage=ignored"};  // or much would not go together
  for (const Key& key : all_keys()) {
    if (is_free(key) && *rc::gen::weightedElement<bool>({{1, true}, {4, false}})) {
      random.sets.push_back(key.name + "=" + value_text(key, any_value(key)));
    }
  }
  const Scenario first = parsed("", random);
  Overrides config;
  config.sets = sets_of(first);
  const Scenario second =
      parsed("seed = 99\nstorm.loss = \"1%\"\nlink.edge.preset = \"bad\"\n", config);
  RC_ASSERT(first.config == second.config);
  RC_ASSERT(first.config.size() == all_keys().size());
  RC_ASSERT(first.storm == second.storm);
  RC_ASSERT(first.topology.edge == second.topology.edge);
  RC_ASSERT(first.devices[0].edge == second.devices[0].edge);
  for (const Key& key : all_keys()) RC_ASSERT(key.get(first) == key.get(second));
}

TEST(KeyTable, DoesNotSayThatNoProfileHasWhatOneHas) {
  for (const KeyRow& row : key_table()) {
    if (row.help.find("no profile") == std::string::npos) continue;
    const Scenario hostile = parsed("storm.profile = \"hostile\"\n");
    EXPECT_EQ(find_key(row.name)->get(hostile), find_key(row.name)->get(Scenario{})) << row.name;
  }
}

TEST(Limits, OfSignalsAreCheckedAgainstTheLinksOfThoseWhoGiveThem) {
  const auto problems = [](const std::string& users, const std::string& set) {
    const std::string text = "[users]\n" + users +
                             "[conversations]\ndm = [\"alice\", \"bob\"]\n"
                             "[[signal]]\nfrom = \"alice.phone\"\nto = \"dm\"\n";
    return render(parse_scenario(text, "test.toml", {{set}, {}, {}}).diagnostics);
  };
  const std::string fast = "alice = 1\nbob = 1\ncarol = { link = \"hostile\" }\n";
  EXPECT_EQ(problems(fast, "duration=5s"), "");
  EXPECT_NE(problems(fast, "link.edge.preset=bad").find("may take 10.005s"), std::string::npos);
  EXPECT_EQ(problems(fast, "limits.signal_within=4005ms"), "");
  EXPECT_NE(problems(fast, "limits.signal_within=4004ms"), "");
  const std::string slow = "alice = 1\nbob = { link = \"bad\" }\n";
  EXPECT_NE(problems(slow, "duration=5s").find("from alice.phone to bob.phone may take 7.005s"),
            std::string::npos);
  // Who gives no signals has nothing to be late.
  EXPECT_FALSE(
      has_error(parse_scenario(kRest, "t", {{"link.edge.preset=bad"}, {}, {}}).diagnostics));
}

TEST(EffectiveConfig, SaysWhatIsEffective) {
  Overrides overrides;
  overrides.sets = {"ack.carry=per-pull", "duration=1h30m"};
  const Scenario scenario = parsed("", overrides);
  const std::map<std::string, std::string> config(scenario.config.begin(), scenario.config.end());
  EXPECT_EQ(config.at("protocol.ack.carry"), "per-pull");
  EXPECT_EQ(config.at("duration"), "1h30m");
  EXPECT_EQ(config.at("link.edge.loss"), "0.5%");
  EXPECT_EQ(config.at("storm.on"), "false");
}

}  // namespace
}  // namespace imstorm
