#include "model/scenario/hazards.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "model/scenario/keys.h"
#include "model/scenario/parse.h"

namespace imstorm {
namespace {

const std::string kRest = R"(
[users]
alice = ["phone"]
bob = { devices = ["phone"], gateways = ["gateway-2"] }
[conversations]
dm = ["alice", "bob"]
[[send]]
from = "alice.phone"
to = "dm"
)";

const std::string kSignals = R"(
[[signal]]
from = "alice.phone"
to = "bob"
[[signal]]
from = "alice.phone"
to = "dm"
)";

Scenario scenario_with(const std::vector<std::string>& sets, const std::string& text = kRest) {
  Overrides overrides;
  overrides.sets = sets;
  const ParseResult result = parse_scenario(text, "test.toml", overrides);
  EXPECT_FALSE(has_error(result.diagnostics)) << render(result.diagnostics);
  return result.scenario.value_or(Scenario{});
}

std::vector<Hazard> hazards(Hazard::Kind kind, const std::vector<std::string>& sets,
                            const std::string& text = kRest) {
  std::vector<Hazard> all = hazards_of(scenario_with(sets, text));
  all.erase(std::remove_if(all.begin(), all.end(),
                           [kind](const Hazard& hazard) { return hazard.kind != kind; }),
            all.end());
  return all;
}

TEST(Hazards, OfThePinnedSoundStackAreItsSinglePointsOnly) {
  for (const Hazard& hazard : hazards_of(scenario_with({}))) {
    EXPECT_EQ(hazard.kind, Hazard::Kind::SinglePoint) << hazard.what;
  }
}

TEST(Hazards, AreParallelPathsWhereNoStationIsOnEveryWay) {
  const auto found = hazards(Hazard::Kind::ParallelPaths,
                             {"route.worker=any-free", "topology.logic.threads=3",
                              "topology.gateway.threads=1", "topology.store.threads=1"});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].choice, "route.worker = any-free");
  EXPECT_EQ(found[0].cure, "route.worker = by-key");
  EXPECT_NE(found[0].what.find("3 worker threads of a logic process"), std::string::npos);
  EXPECT_EQ(found[0].laws, std::vector<std::string>{"sender-fifo"});
}

TEST(Hazards, SayWhatRepairsTheOrderAndWhenNothingDoes) {
  const auto repaired =
      hazards(Hazard::Kind::ParallelPaths, {"route.socket=round-robin", "link.backbone.sockets=4"});
  const auto bare =
      hazards(Hazard::Kind::ParallelPaths,
              {"route.socket=round-robin", "link.backbone.sockets=4", "outbox.order=pipelined"});
  ASSERT_EQ(repaired.size(), 1U);
  ASSERT_EQ(bare.size(), 1U);
  EXPECT_NE(repaired[0].masked_by.find("dense-cseq"), std::string::npos);
  EXPECT_EQ(bare[0].masked_by, "");
  EXPECT_NE(bare[0].what.find("16 ways"), std::string::npos) << bare[0].what;
}

TEST(Hazards, AreParallelPathsAtEveryLevelOfTheWay) {
  const auto found = hazards(Hazard::Kind::ParallelPaths, {"route.worker=any-free"});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].what,
            "two messages of one sender can overtake each other: any of 2 worker threads of a "
            "gateway, 2 worker threads of a logic process or 2 worker threads of a store may get "
            "one of them (8 ways in all)");
  const auto one_under_way =
      hazards(Hazard::Kind::ParallelPaths, {"route.worker=any-free", "outbox.order=stop-and-wait"});
  ASSERT_EQ(one_under_way.size(), 1U);
  EXPECT_NE(one_under_way[0].masked_by.find("stop-and-wait"), std::string::npos);
}

TEST(Hazards, AreParallelPathsOfSignalsThatNothingPutsInOrderAgain) {
  const std::string text = kRest + kSignals;
  const auto found = hazards(Hazard::Kind::ParallelPaths, {"route.worker=any-free"}, text);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_NE(found[0].masked_by, "") << "chat";
  EXPECT_EQ(found[1].masked_by, "");
  EXPECT_EQ(found[1].laws, std::vector<std::string>{"signal-fifo"});
  EXPECT_EQ(found[2].laws, (std::vector<std::string>{"signal-fifo", "signal-group-order"}));
  EXPECT_NE(found[2].what.find("2 worker threads of the receiver's gateway"), std::string::npos);
  EXPECT_EQ(found[2].what.find("store"), std::string::npos) << "signals are not stored";
}

TEST(Hazards, AreParallelPathsThroughProcesses) {
  const std::string text = kRest + kSignals;
  const std::vector<std::string> three = {"topology.logic.count=3"};
  const auto with = [&](const char* choice) {
    return hazards(Hazard::Kind::ParallelPaths, {three[0], choice}, text);
  };
  const auto unicast = with("route.unicast=random");
  ASSERT_EQ(unicast.size(), 1U);
  EXPECT_EQ(unicast[0].what,
            "two signals of one sender to one user can overtake each other: any of 3 logic "
            "processes may get one of them (3 ways in all)");
  EXPECT_EQ(unicast[0].cure, "route.unicast = hash");
  const auto by_sender = with("route.group=hash-sender");
  ASSERT_EQ(by_sender.size(), 1U);
  EXPECT_EQ(by_sender[0].choice, "route.group = hash-sender");
  EXPECT_EQ(with("route.group=round-robin").size(), 2U) << "messages and signals";
  EXPECT_TRUE(
      hazards(Hazard::Kind::ParallelPaths,
              {"topology.logic.count=1", "route.unicast=round-robin", "route.group=round-robin"},
              text)
          .empty());
}

TEST(Hazards, AreNotParallelWhereThereIsOnlyOneOfEach) {
  EXPECT_TRUE(
      hazards(Hazard::Kind::ParallelPaths,
              {"route.socket=round-robin", "route.worker=any-free", "topology.gateway.threads=1",
               "topology.logic.threads=1", "topology.store.threads=1", "link.backbone.sockets=1"})
          .empty());
}

TEST(Hazards, KnowThatAQuorumOfThreeIsNoSinglePointAndThatItsLackIsAnEarlyPromise) {
  for (const Hazard& hazard : hazards(Hazard::Kind::SinglePoint, {"topology.store.replicas=3"})) {
    EXPECT_EQ(hazard.what.find("store-1"), std::string::npos) << hazard.what;
  }
  const auto found =
      hazards(Hazard::Kind::EarlyPromise, {"topology.store.replicas=3", "store.replicate=async"});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].cure, "store.replicate = quorum");
  EXPECT_EQ(found[0].laws, (std::vector<std::string>{"ack-safety", "no-loss"}));
}

TEST(Hazards, AreKeysThatMoveWhileSomethingOfThemWaits) {
  const auto found =
      hazards(Hazard::Kind::ParallelPaths,
              {"route.rehash=immediate", "route.resize=immediate", "route.on_slow=elsewhere",
               "storm.leave.every=1s", "storm.resize.every=1s", "outbox.order=pipelined"});
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].choice, "route.rehash = immediate");
  EXPECT_EQ(found[0].laws, std::vector<std::string>{"sender-fifo"});
  EXPECT_EQ(found[0].masked_by, "");
  EXPECT_EQ(found[1].cure, "route.on_slow = wait");
  EXPECT_EQ(found[2].cure, "route.resize = drain");
  EXPECT_TRUE(hazards(Hazard::Kind::ParallelPaths, {"route.on_slow=elsewhere"}).empty())
      << "the store puts messages in order";
}

TEST(Hazards, AreNoMovingKeysWhereNothingMoves) {
  EXPECT_TRUE(
      hazards(Hazard::Kind::ParallelPaths,
              {"route.rehash=immediate", "route.resize=immediate", "route.on_slow=elsewhere",
               "outbox.order=pipelined", "topology.logic.count=1"})
          .empty());
  EXPECT_TRUE(hazards(Hazard::Kind::ParallelPaths,
                      {"outbox.order=pipelined", "storm.leave.every=1s", "storm.resize.every=1s"})
                  .empty());
}

TEST(Hazards, NameTheProcessThatStandsInEveryWayAndWhomItStops) {
  const auto found = hazards(Hazard::Kind::SinglePoint, {});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].what, "while gateway-2 is down, bob.phone waits");
  EXPECT_EQ(found[1].what, "while store-1 is down, every device waits");
  // Another conversation, whose devices alone need another store.
  const ParseResult parsed = parse_scenario(kRest + R"(
[topology]
store.count = 2
)",
                                            "two.toml");
  ASSERT_TRUE(parsed.scenario);
  Scenario two = *parsed.scenario;
  two.users.push_back({"carol"});
  two.devices.push_back({"carol.phone", UserId(2), two.topology.edge, {}, {}});
  const std::vector<Hazard> of_two = hazards_of(two);
  EXPECT_TRUE(std::any_of(of_two.begin(), of_two.end(), [](const Hazard& hazard) {
    return hazard.what.ends_with("is down, alice.phone and 1 other device wait");
  })) << of_two.back().what;
  const auto alone = hazards(Hazard::Kind::SinglePoint, {"topology.logic.count=1"});
  ASSERT_EQ(alone.size(), 3U);
  EXPECT_EQ(alone[1].what, "while logic-1 is down, every device waits");
}

/// Not every device with every member of every conversation: that would take minutes here.
TEST(Hazards, OfAHundredThousandPhonesInOneRoomAreFoundAtOnce) {
  const ParseResult parsed = parse_scenario(
      "[users]\nu = { devices = 1, count = 100_000 }\n[conversations]\nall = [\"u-*\"]\n"
      "[[send]]\nfrom = \"u-1.phone\"\nto = \"all\"\n",
      "big.toml");
  ASSERT_TRUE(parsed.scenario) << render(parsed.diagnostics);
  const std::vector<Hazard> found = hazards_of(*parsed.scenario);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].what, "while store-1 is down, every device waits");
}

TEST(Hazards, NameTheStoreThatHasTheConversation) {
  bool first = false, second = false;
  for (int n = 1; n <= 10; ++n) {
    std::string text = kRest + "[topology]\nstore.count = 2\n";
    for (std::size_t at = text.find("dm"); at != text.npos; at = text.find("dm", at + 3)) {
      text.replace(at, 2, "c" + std::to_string(n));
    }
    const ParseResult parsed = parse_scenario(text, "test.toml");
    ASSERT_TRUE(parsed.scenario) << render(parsed.diagnostics);
    const std::string what = hazards_of(*parsed.scenario).back().what;
    first = first || what == "while store-1 is down, every device waits";
    second = second || what == "while store-2 is down, every device waits";
  }
  EXPECT_TRUE(first && second);
}

TEST(Hazards, ComeByTheirKind) {
  const auto all = hazards_of(scenario_with({"dedup.window=none", "ack.sender=at-gateway",
                                             "pull.page=newest-first", "route.worker=any-free"}));
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end(),
                             [](const Hazard& a, const Hazard& b) { return a.kind < b.kind; }));
  EXPECT_EQ(all.back().kind, Hazard::Kind::UnsoundChoice);
}

TEST(Hazards, NameTheHostThatAllServersShare) {
  const auto found = hazards(Hazard::Kind::SinglePoint, {"topology.hosts=1"});
  EXPECT_EQ(found.back().what,
            "while host-1, which all servers share, is down, every device waits");
}

std::string last_point(const std::vector<std::string>& sets) {
  return hazards(Hazard::Kind::SinglePoint, sets).back().what;
}

TEST(Hazards, NameTheIdServiceThatAConversationCannotDoWithout) {
  const std::string nobody_else = "while store-1 is down, every device waits";
  EXPECT_EQ(last_point({"seq.source=seqsvr"}), "while ids-1 is down, every device waits");
  EXPECT_EQ(last_point({"msgid.source=redis-sync"}), "while ids-1 is down, every device waits");
  // A counter lives at one of them; blocks and snowflakes come from any.
  EXPECT_NE(last_point({"seq.source=seqsvr", "topology.ids.count=2"}), nobody_else);
  EXPECT_EQ(last_point({"seq.source=seqsvr", "topology.ids.count=2", "seq.section=leased"}),
            nobody_else);
  EXPECT_EQ(last_point({"seq.source=segment", "topology.ids.count=2"}), nobody_else);
  EXPECT_EQ(last_point({"seq.source=snowflake"}), "while ids-1 is down, every device waits");
  EXPECT_EQ(last_point({"msgid.source=segment", "topology.ids.count=2"}), nobody_else);
  EXPECT_EQ(last_point({"topology.ids.count=1"}), nobody_else);  // nobody asks it
}

TEST(Hazards, NameEachReplicaOfAStoreThatHasNoMajorityWithoutIt) {
  const auto stores = [](const char* replicas) {
    std::vector<std::string> names;
    for (const Hazard& hazard : hazards(Hazard::Kind::SinglePoint, {replicas})) {
      if (hazard.what.find("store-") != std::string::npos) names.push_back(hazard.what);
    }
    return names;
  };
  EXPECT_EQ(stores("topology.store.replicas=1").size(), 1U);
  EXPECT_EQ(stores("topology.store.replicas=2"),
            (std::vector<std::string>{"while store-1 is down, every device waits",
                                      "while store-1b is down, every device waits"}));
  EXPECT_EQ(stores("topology.store.replicas=3").size(), 0U);
  EXPECT_EQ(stores("topology.store.replicas=4").size(), 0U);
}

TEST(Hazards, AreEarlyPromisesWhereSomethingIsSaidBeforeItIsDurable) {
  const auto found =
      hazards(Hazard::Kind::EarlyPromise, {"ack.sender=at-gateway", "store.commit=memory"});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].choice, "store.commit = memory");
  EXPECT_EQ(found[1].choice, "ack.sender = at-gateway");
  EXPECT_EQ(found[1].laws,
            (std::vector<std::string>{"ack-safety", "no-silent-drop", "read-your-writes"}));
}

/// What a choice of the table is repaired by in a scenario.
std::string repair_of(const std::vector<std::string>& sets) {
  for (const Hazard& hazard : hazards_of(scenario_with(sets))) {
    const std::size_t equals = sets[0].find('=');
    if (hazard.choice == sets[0].substr(0, equals) + " = " + sets[0].substr(equals + 1)) {
      return hazard.masked_by;
    }
  }
  return "not a hazard";
}

TEST(Hazards, NameWhatRepairsAChoiceAsFarAsItIsThere) {
  EXPECT_EQ(repair_of({"notify.repeat=once"}), "session.sync");
  EXPECT_EQ(repair_of({"notify.repeat=once", "session.sync=0s"}), "");
  EXPECT_EQ(repair_of({"notify.target=last"}), "notify.repeat and session.sync");
  EXPECT_EQ(repair_of({"notify.target=last", "notify.repeat=once"}), "session.sync");
  EXPECT_EQ(repair_of({"notify.target=last", "session.sync=0s"}), "notify.repeat");
  EXPECT_EQ(repair_of({"notify.target=last", "notify.repeat=once", "session.sync=0s"}), "");
  // Sound where no number comes twice and none comes late: both are needed.
  EXPECT_EQ(repair_of({"seq.insert=blind"}), "not a hazard");
  EXPECT_EQ(repair_of({"seq.insert=blind", "seq.source=seqsvr"}), "seq.source and seq.fence");
  EXPECT_EQ(repair_of({"seq.insert=blind", "seq.source=seqsvr", "seq.fence=none"}), "");
  // Only the first of several sound choices repairs, or another sound one.
  EXPECT_EQ(repair_of({"ack.apply=last"}), "notify.repeat and session.sync and consume.phases");
  EXPECT_EQ(repair_of({"ack.apply=last", "consume.phases=one"}), "notify.repeat and session.sync");
  EXPECT_EQ(repair_of({"outbox.reconnect=new-first", "outbox.order=stop-and-wait"}),
            "outbox.order");
  EXPECT_EQ(repair_of({"ack.when=on-receipt"}), "consume.phases");
  EXPECT_EQ(repair_of({"ack.when=on-receipt", "consume.phases=one"}), "");
  EXPECT_EQ(repair_of({"client.cache=lost"}), "the app's own set of message ids");
}

TEST(Hazards, SayNothingOfARepairThatIsNotThere) {
  const auto find = [](const std::vector<std::string>& sets, const std::string& choice) {
    for (const Hazard& hazard : hazards_of(scenario_with(sets))) {
      if (hazard.choice == choice) return hazard;
    }
    return Hazard{};
  };
  const Hazard once = find({"notify.repeat=once", "session.sync=0s"}, "notify.repeat = once");
  EXPECT_EQ(once.what, "how often a device is told that there is something to pull: once");
  const Hazard row = find({"consume.duplicate=row-exists"}, "consume.duplicate = row-exists");
  EXPECT_EQ(row.masked_by, "phase two, which has a cursor of its own");
  EXPECT_EQ(repair_of({"consume.duplicate=row-exists", "consume.phases=one"}), "");
  EXPECT_EQ(repair_of({"client.cache=lost", "client.msgids=lost"}), "");
  EXPECT_EQ(repair_of({"consume.permit=per-message"}), "streams");
  EXPECT_EQ(repair_of({"consume.permit=per-message", "link.edge.transport=datagram"}), "");
}

TEST(Hazards, AreSeveralWhereAChoiceBreaksLawsInDifferentWays) {
  std::vector<std::string> masks;
  for (const Hazard& hazard : hazards_of(scenario_with({"seq.source=snowflake"}))) {
    if (hazard.choice != "seq.source = snowflake") continue;
    masks.push_back(hazard.laws.front() + " unless " + hazard.masked_by);
  }
  EXPECT_EQ(masks, (std::vector<std::string>{"seq-monotonic unless seq.insert",
                                             "no-silent-drop unless "}));
}

/// What else a choice takes to do anything.
std::vector<std::string> company_of(const std::string& axis) {
  if (axis.starts_with("seq.") && axis != "seq.source") {
    return {"seq.source=seqsvr", "topology.ids.count=2"};
  }
  if (axis == "msgid.recover") return {"msgid.source=redis-sync"};
  if (axis.starts_with("msgid.") && axis != "msgid.source") return {"msgid.source=snowflake"};
  if (axis == "store.lineage") return {"topology.store.replicas=3", "store.replicate=async"};
  if (axis == "store.replicate" || axis == "store.read") return {"topology.store.replicas=3"};
  if (axis == "outbox.rejected") return {"store.bytes_max=10"};
  if (axis == "pull.page") return {"pull.limit=1"};
  if (axis == "pull.cursor" || axis == "ack.value") return {"deliver.mode=push-prev"};
  if (axis == "ack.trim") return {"ack.window=1"};
  if (axis == "client.msgids") return {"client.cache=lost"};
  return {};
}

const std::string kMore = R"(
[[send]]
from = "bob.phone"
to = "dm"
)";

const std::string kMember = R"(
[[member]]
kick = "bob"
in = "dm"
by = "alice.phone"
)";

/// One scenario for each choice: whatever `list policies` calls unsound is foretold.
TEST(Hazards, ForetellEveryUnsoundChoiceOfTheTable) {
  std::size_t unsound = 0;
  for (const PolicyRow& row : policies()) {
    if (row.is_default || row.sound) continue;
    ++unsound;
    std::vector<std::string> sets = company_of(row.axis);
    sets.insert(sets.end(),
                {row.axis + "=" + row.value, "storm.leave.every=1s", "storm.resize.every=1s"});
    const std::string members = row.axis == "group.membership" ? kMember : "";
    const auto all = hazards_of(scenario_with(sets, kRest + kMore + kSignals + members));
    std::size_t found = 0;
    for (const Hazard& hazard : all) {
      if (hazard.choice != row.axis + " = " + row.value) continue;
      ++found;
      EXPECT_FALSE(hazard.laws.empty()) << hazard.choice;
      for (const std::string& law : hazard.laws) {
        EXPECT_NE(row.breaks.find(law), std::string::npos) << law << " by " << hazard.choice;
        EXPECT_EQ(law.find(' '), std::string::npos) << law << " is no law";
      }
    }
    EXPECT_GT(found, 0U) << row.axis << " = " << row.value;
  }
  EXPECT_GT(unsound, 10U);
}

}  // namespace
}  // namespace imstorm
