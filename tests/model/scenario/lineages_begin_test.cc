// Where a store may lose what it acknowledged.
#include <gtest/gtest.h>

#include "model/scenario/parse.h"
#include "model/scenario/processes.h"
#include "tests/model/world/small_world.h"

namespace imstorm {
namespace {

struct Stores {
  Scenario scenario = small_world();

  explicit Stores(std::uint32_t replicas, std::uint32_t shards = 1) {
    scenario.topology.store.count = shards;
    scenario.topology.store_replicas = replicas;
  }
  Stores& wipe(std::uint32_t store, Duration at) {
    Fault fault;
    fault.kind = FaultKind::WipeDisk;
    fault.at = Instant{} + at;
    fault.from = {ProcessTable(scenario).of(ProcessKind::Store, store)};
    scenario.faults.push_back(fault);
    return *this;
  }
};

TEST(LineagesBegin, WhereAMajorityOfDisksIsLostBeItOneAfterTheOther) {
  EXPECT_FALSE(lineages_may_begin(Stores(1).scenario));
  EXPECT_TRUE(lineages_may_begin(Stores(1).wipe(0, seconds(3)).scenario)) << "the only one";
  EXPECT_FALSE(lineages_may_begin(Stores(3).wipe(1, seconds(3)).scenario));
  EXPECT_FALSE(lineages_may_begin(Stores(3).wipe(1, seconds(3)).wipe(1, seconds(9)).scenario))
      << "the same again: the other two have it all";
  EXPECT_TRUE(lineages_may_begin(Stores(3).wipe(1, seconds(3)).wipe(2, seconds(9)).scenario));
  EXPECT_FALSE(lineages_may_begin(Stores(5).wipe(1, seconds(3)).wipe(2, seconds(9)).scenario));
  EXPECT_FALSE(lineages_may_begin(Stores(3, 2).wipe(0, seconds(3)).wipe(3, seconds(3)).scenario))
      << "one of each shard";
}

TEST(LineagesBegin, NotWhereAMajorityIsSpared) {
  Stores spared(3);
  for (std::uint32_t store = 0; store < 3; ++store) {
    spared.wipe(store, seconds(3)).scenario.faults.back().spares_majority = true;
  }
  EXPECT_FALSE(lineages_may_begin(spared.scenario));
  EXPECT_TRUE(lineages_may_begin(spared.wipe(0, seconds(9)).scenario)) << "it does not look";
  Stores storm(3);
  storm.scenario.storm.on = true;
  storm.scenario.storm.wipe_store.every = seconds(10);
  EXPECT_FALSE(lineages_may_begin(storm.scenario));
  EXPECT_TRUE(lineages_may_begin(storm.wipe(0, seconds(9)).scenario));
}

/// Of clocks that are wrong by years: the numbers of a second lineage find no place above them.
TEST(LineagesBegin, NotBySnowflakesOfClocksThatAreFarOff) {
  const auto complaint = [](const std::string& storm) {
    return render(parse_scenario("[users]\nalice = 2\n[conversations]\ndm = [\"alice\"]\n"
                                 "[[send]]\nfrom = \"alice.phone\"\nto = \"dm\"\n"
                                 "[topology]\nstore.replicas = 3\n[protocol]\n"
                                 "seq.source = \"snowflake\"\nstore.replicate = \"async\"\n" +
                                     storm,
                                 "flakes.toml")
                      .diagnostics);
  };
  const std::string hostile = "[storm]\nprofile = \"hostile\"\n";
  EXPECT_NE(complaint(hostile).find("no room"), std::string::npos);
  EXPECT_EQ(complaint(hostile + "clock_step_most = \"1h\"\n"), "");
  EXPECT_EQ(complaint(""), "");
}

TEST(LineagesBegin, WhereReplicasAreBehind) {
  Stores async(3);
  async.scenario.protocol.store.replicate = StoreOptions::Replicate::Async;
  EXPECT_TRUE(lineages_may_begin(async.scenario));
  async.scenario.protocol.store.lineage = StoreOptions::Lineage::Ignored;
  EXPECT_FALSE(lineages_may_begin(async.scenario)) << "nobody looks";
}

}  // namespace
}  // namespace imstorm
