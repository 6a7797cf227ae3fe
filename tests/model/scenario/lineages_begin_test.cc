// Where a store may lose what it acknowledged.
#include <gtest/gtest.h>

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
    fault.kind = FaultKind::Wipe;
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

TEST(LineagesBegin, WhereReplicasAreBehind) {
  Stores async(3);
  async.scenario.protocol.store.replicate = StoreOptions::Replicate::Async;
  EXPECT_TRUE(lineages_may_begin(async.scenario));
  async.scenario.protocol.store.lineage = StoreOptions::Lineage::Ignored;
  EXPECT_FALSE(lineages_may_begin(async.scenario)) << "nobody looks";
}

}  // namespace
}  // namespace imstorm
