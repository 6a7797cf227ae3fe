#include "tools/imstorm/compare.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "model/scenario/parse.h"
#include "sim/core/time.h"

#include "tests/tools/command.h"
#include "tools/imstorm/same_world.h"

namespace imstorm {
namespace {

using Json = nlohmann::json;

/// The figure of that name, or null.
Json figure(const Json& comparison, const std::string& name) {
  for (const Json& row : comparison["figures"]) {
    if (row["name"] == name) return row;
  }
  return {};
}

TEST(Compare, ShowsWhatPiggybackingSaves) {
  const Ran result = ran({"compare", shipped("busy-dm"), "--with", "ack.carry=per-pull", "--json",
                          "-", "--stable-output"});
  ASSERT_EQ(result.code, ExitCode::Holds) << result.err;
  const Json json = Json::parse(result.out);
  EXPECT_EQ(json["schema"], "imstorm.comparison/1");
  const Json trips = figure(json, "round trips per message");
  EXPECT_LT(std::stod(trips["a"].get<std::string>()), std::stod(trips["b"].get<std::string>()));
  EXPECT_EQ(json["settings"]["protocol.ack.carry"]["b"], "per-pull");
  EXPECT_EQ(figure(json, "messages sent")["change"], "=");
}

/// The change of a figure from the first design to the second, in percent.
double change(const Json& comparison, const std::string& name) {
  const Json row = figure(comparison, name);
  const double a = std::stod(row["a"].get<std::string>());
  return 100 * (std::stod(row["b"].get<std::string>()) / a - 1);
}

std::int64_t median_delivery(const Json& side) {
  for (const Json& series : side["latency"]["series"]) {
    if (series["name"] == "sent to consumed") return series["p50"].get<std::int64_t>();
  }
  return 0;
}

Json compared(std::vector<std::string> how) {
  how.insert(how.begin(), {"compare", shipped("busy-dm"), "--json", "-"});
  return Json::parse(ran(how).out);
}

/// Reading A asks the server before the app may have it: one more round trip of the receiver's.
TEST(Compare, ShowsWhatTwoPhasesCost) {
  const Json json = compared({"--with", "consume.phases=two-local"});
  EXPECT_LT(change(json, "round trips per message"), -20);
  const std::int64_t saved = median_delivery(json["a"]) - median_delivery(json["b"]);
  EXPECT_GT(saved, milliseconds(40).ns) << "ACK and CONSUME, over 20 ms each way";
}

/// No NOTIFY and no PULL: the message itself comes. (Where the server must permit it, too, there is
/// no pull for the ACK to ride on, and ack.delay eats up what was gained.)
TEST(Compare, ShowsWhatPushWithPredecessorGains) {
  const Json json =
      compared({"--set", "consume.phases=two-local", "--with", "deliver.mode=push-prev"});
  EXPECT_LT(change(json, "round trips per message"), -30);
  EXPECT_LT(median_delivery(json["b"]), median_delivery(json["a"]) - milliseconds(40).ns);
  EXPECT_EQ(json["b"]["cost"]["client_by_kind"].value("PULL", 0), 0);
  const Json two = compared({"--with", "deliver.mode=push-prev"});
  EXPECT_LT(change(two, "round trips per message"), -30);
  EXPECT_GT(median_delivery(two["b"]), median_delivery(two["a"]));
}

TEST(Compare, RunsBothDesignsOnTheSameDecisions) {
  const std::vector<std::string> same = {
      "compare", shipped("lossy-edge"), shipped("lossy-edge"), "--runs", "3", "--json",
      "-",       "--stable-output"};
  const Json json = Json::parse(ran(same).out);
  EXPECT_TRUE(json["settings"].empty());
  for (const Json& row : json["figures"]) {
    EXPECT_EQ(row["a"], row["b"]) << row["name"];
  }
  EXPECT_EQ(json["a"]["run"]["runs"], 3);
}

TEST(Compare, ShowsTheLawThatOneDesignBreaks) {
  const Ran result = ran({"compare", shipped("logic-crash"), "--with", "dedup.identity=per-try"});
  EXPECT_EQ(result.code, ExitCode::Broken);
  EXPECT_NE(result.out.find("exactly-once"), std::string::npos) << result.out;
  EXPECT_NE(result.out.find("A holds, B broken | 2 runs"), std::string::npos) << result.out;
  EXPECT_NE(result.out.find("Replay     imstorm run "), std::string::npos);
}

TEST(Compare, GivesBothWhatIsSetAndTheSecondWhatItHasBeside) {
  const Json json = Json::parse(ran({"compare", shipped("busy-dm"), "--set", "pull.limit=7",
                                     "--with", "ack.carry=per-pull", "--json", "-"})
                                    .out);
  EXPECT_EQ(json["settings"].size(), 1U) << json["settings"];
  EXPECT_EQ(json["a"]["run"]["config"]["protocol.pull.limit"], "7");
  EXPECT_EQ(json["b"]["run"]["config"]["protocol.pull.limit"], "7");
}

TEST(Compare, TakesTheSeedsFromTheFirstScenariosOwnOn) {
  const auto bytes = [](const std::vector<std::string>& seeds) {
    std::vector<std::string> args = {
        "compare", shipped("lossy-edge"), "--with", "pull.limit=7", "--json", "-"};
    args.insert(args.end(), seeds.begin(), seeds.end());
    return Json::parse(ran(args).out)["a"]["cost"]["bytes"];
  };
  EXPECT_EQ(bytes({"--set", "seed=5", "--runs", "2"}), bytes({"--seed", "5", "--seed", "6"}));
  EXPECT_NE(bytes({"--seed", "5", "--seed", "6"}), bytes({"--seed", "5", "--seed", "5"}));
}

TEST(Compare, NeedsASecondDesign) {
  const Ran alone = ran({"compare", shipped("busy-dm")});
  EXPECT_EQ(alone.code, ExitCode::Usage);
  EXPECT_NE(alone.err.find("--with KEY=VALUE"), std::string::npos);
  EXPECT_EQ(ran({"compare", "a.toml", "b.toml", "c.toml"}).code, ExitCode::Usage);
}

TEST(Compare, SaysOnceWhatASettingDoesToBoth) {
  for (const char* const other : {"busy-dm", "lossy-edge"}) {
    const Ran result = ran({"compare", shipped("busy-dm"), shipped(other), "--set",
                            "consume.duplicate_ttl=1s", "--with", "seed=2"});
    const std::string idle = "--set consume.duplicate_ttl=1s: warning";
    const std::size_t first = result.err.find(idle);
    EXPECT_NE(first, std::string::npos) << result.err;
    EXPECT_EQ(result.err.find(idle, first + 1), std::string::npos) << result.err;
  }
}

TEST(Compare, RefusesTooManyRunsAndUnknownSettings) {
  const Ran many = ran({"compare", shipped("busy-dm"), "--with", "pull.limit=1", "--runs", "20k"});
  EXPECT_EQ(many.code, ExitCode::Usage);
  EXPECT_NE(many.err.find("must be 1 to 10000"), std::string::npos) << many.err;
  EXPECT_EQ(ran({"compare", shipped("busy-dm"), "--with", "pull.limti=1"}).code, ExitCode::Usage);
  EXPECT_EQ(ran({"compare", "nowhere.toml", "--with", "pull.limit=1"}).code, ExitCode::NotFound);
}

TEST(Compare, TakesSeedsOrANumberOfThem) {
  const Ran result =
      ran({"compare", shipped("busy-dm"), "--with", "pull.limit=1", "--runs", "3", "--seed", "7"});
  EXPECT_EQ(result.code, ExitCode::Usage) << result.out;
}

/// A page that comes unasked is a packet like any other.
TEST(Compare, CountsEveryPacketThatServesMessages) {
  const Json json = Json::parse(ran({"compare", shipped("busy-dm"), "--with",
                                     "deliver.mode=push-prev", "--json", "-", "--stable-output"})
                                    .out);
  for (const char* side : {"a", "b"}) {
    std::uint64_t packets = 0;
    const Json& cost = json[side]["cost"];
    for (const auto& [kind, sent] : cost["client_by_kind"].items()) {
      const bool session = kind == "CONNECT" || kind == "CONNECTED" || kind == "SYNC" ||
                           kind == "PING" || kind == "PONG" || kind == "CLOSE";
      if (!session) packets += sent.get<std::uint64_t>();
    }
    EXPECT_EQ(cost["messages"], json[side]["run"]["messages"]);
    const double trips = static_cast<double>(packets) / 2;
    const auto per = [&](const char* what) { return std::stod(cost[what].get<std::string>()); };
    EXPECT_NEAR(per("round_trips_per_message"), trips / cost["messages"].get<double>(), 0.01);
    EXPECT_NEAR(per("round_trips_per_delivery"), trips / cost["deliveries"].get<double>(), 0.01);
  }
}

TEST(Compare, DoesNotForetellATimeThatNobodyCanKnow) {
  const Json json = Json::parse(ran({"compare", shipped("busy-dm"), "--with", "ack.carry=none",
                                     "--json", "-", "--allow-vacuous"})
                                    .out);
  const Json foretold = figure(json, "by arithmetic");
  EXPECT_NE(foretold["a"], "unknown");
  EXPECT_EQ(foretold["b"], "unknown");
  EXPECT_EQ(foretold["change"], "");
}

TEST(Compare, SaysThatItsFileCannotBeWritten) {
  const Ran result =
      ran({"compare", shipped("busy-dm"), "--with", "pull.limit=1", "--json", "/nowhere/x.json"});
  EXPECT_EQ(result.code, ExitCode::CannotWrite);
}

/// What the page finds in its data element.
Json data_of(const std::string& page) {
  constexpr std::string_view begin = "<script type=\"application/json\" id=\"imstorm-data\">";
  const std::size_t at = page.find(begin) + begin.size();
  return Json::parse(page.substr(at, page.find("</script>", at) - at));
}

TEST(Compare, WritesAPageWithARunOfEach) {
  const TemporaryFolder folder;
  const Ran result =
      ran({"compare", shipped("logic-crash"), "--with", "dedup.identity=per-try", "--html",
           folder.path("c.html"), "--json", folder.path("c.json"), "--stable-output"});
  EXPECT_EQ(result.code, ExitCode::Broken) << result.err;
  const std::string page = TemporaryFolder::read(folder.path("c.html"));
  EXPECT_LE(page.size(), 250'000u);
  const Json data = data_of(page);
  EXPECT_EQ(data, Json::parse(TemporaryFolder::read(folder.path("c.json"))));
  EXPECT_EQ(data["headline"],
            "B breaks exactly-once, no-phantom and no-silent-drop, which A keeps");
  EXPECT_EQ(data["replay"],
            "imstorm compare " + shipped("logic-crash") + " --with dedup.identity=per-try");
  for (const char* side : {"a", "b"}) {
    EXPECT_EQ(data["shown"][side]["run"]["digest"], data[side]["run"]["digest"]) << side;
    EXPECT_FALSE(data["shown"][side]["trace"]["steps"]["at"].empty()) << side;
    EXPECT_EQ(data["shown"][side]["verdict"], data[side]["verdict"]) << side;
  }
}

TEST(Compare, ShowsTheFirstRunInWhichEitherBrokeALaw) {
  const TemporaryFolder folder;
  // Of these seeds the second and the third break a law, and the first does not.
  ran({"compare", shipped("lossy-edge"), "--with", "store.commit=memory", "--seed", "2", "--seed",
       "9", "--seed", "4", "--json", folder.path("c.json"), "--stable-output"});
  const Json json = Json::parse(TemporaryFolder::read(folder.path("c.json")));
  ASSERT_EQ(json["b"]["verdict"], "broken");
  EXPECT_EQ(json["shown"]["b"]["verdict"], "broken");
  EXPECT_EQ(json["shown"]["b"]["run"]["seed"], "0x9");
  EXPECT_EQ(json["shown"]["a"]["run"]["seed"], "0x9");
  EXPECT_TRUE(json["shown"]["b"].contains("trace"));
}

TEST(Compare, ReportMakesTheSamePageOfItsFile) {
  const TemporaryFolder folder;
  ran({"compare", shipped("busy-dm"), "--with", "ack.carry=per-pull", "--html",
       folder.path("right-away.html"), "--json", folder.path("c.json"), "--stable-output"});
  const Ran report = ran({"report", folder.path("c.json")});
  EXPECT_EQ(report.code, ExitCode::Holds) << report.err;
  EXPECT_EQ(TemporaryFolder::read(folder.path("c.html")),
            TemporaryFolder::read(folder.path("right-away.html")));
  EXPECT_EQ(ran({"report", folder.path("")}).code, ExitCode::Holds);
  EXPECT_NE(TemporaryFolder::read(folder.path("index.html")).find("./c.html"), std::string::npos);
}

TEST(Compare, TheHeadlineSaysWhatCameOfIt) {
  const auto headline = [](const std::string& scenario, const std::string& with) {
    return Json::parse(ran({"compare", scenario, "--with", with, "--json", "-"}).out)["headline"]
        .get<std::string>();
  };
  const std::string saves = headline(shipped("busy-dm"), "ack.carry=per-pull");
  EXPECT_EQ(saves.find("Both: holds; "), 0u) << saves;
  EXPECT_NE(saves.find(" round trips per message in A, "), std::string::npos) << saves;
}

TEST(Compare, SaysThatTwoScenariosAreNotTheSameWorld) {
  const Ran ends = ran({"compare", shipped("first-message"), shipped("busy-dm")});
  EXPECT_EQ(ends.out.find("COMPARED  Not in the same world: "), 0U) << ends.out;
  EXPECT_EQ(ends.out.find("on the same decisions"), std::string::npos);
  EXPECT_NE(ends.out.find("Note       users, messages, traffic"), std::string::npos) << ends.out;
  EXPECT_NE(ends.out.find(" and links differ"), std::string::npos) << ends.out;
}

/// Two designs for one world, each in a file of its own.
TEST(Compare, TakesAPairOfTheArticleForOneWorld) {
  for (const char* name : {"two-phases", "fence", "group-membership", "worker-pool"}) {
    const std::string with = shipped(std::string("article/") + name);
    const std::string without = shipped(std::string("article/") + name + "-without");
    const ParseResult a = load_scenario(with), b = load_scenario(without);
    ASSERT_TRUE(a.scenario && b.scenario);
    EXPECT_EQ(different_worlds(*a.scenario, *b.scenario), std::vector<std::string>{}) << name;
  }
}

TEST(Compare, NamesEachPartOfTheWorldThatDiffers) {
  const auto apart = [](const char* key, const char* value) {
    const Overrides overrides{{std::string(key) + "=" + value}, {}, {}};
    const ParseResult one = load_scenario(shipped("lossy-edge"));
    const ParseResult other = load_scenario(shipped("lossy-edge"), overrides);
    return different_worlds(*one.scenario, *other.scenario);
  };
  const auto only = [](const char* part) { return std::vector<std::string>{part}; };
  EXPECT_EQ(apart("link.edge.loss", "9%"), only("links"));
  EXPECT_EQ(apart("duration", "70s"), only("duration"));
  EXPECT_EQ(apart("storm.crash.every", "9s"), only("storm"));
  EXPECT_EQ(apart("pull.limit", "7"), std::vector<std::string>{});
  EXPECT_EQ(apart("topology.logic.threads", "7"), std::vector<std::string>{});
}

TEST(Compare, SaysWhyTheMedianGoesAnotherWayThanArithmetic) {
  const std::string push =
      ran({"compare", shipped("busy-dm"), "--with", "deliver.mode=push-prev"}).out;
  EXPECT_NE(push.find("goes up, by arithmetic down"), std::string::npos) << push;
  EXPECT_NE(push.find("ack.delay"), std::string::npos) << push;
  const std::string gains = ran({"compare", shipped("busy-dm"), "--set", "consume.phases=two-local",
                                 "--with", "deliver.mode=push-prev"})
                                .out;
  EXPECT_EQ(gains.find("Note"), std::string::npos) << gains;
}

}  // namespace
}  // namespace imstorm
