#include "model/world/roster.h"

#include <gtest/gtest.h>

#include "tests/model/world/small_world.h"

namespace imstorm {
namespace {

/// Two gateways and two logic processes, one of each standing by.
struct House {
  Scenario scenario = small_world();

  House() {
    scenario.topology.gateway.spare = 1;
    scenario.topology.logic.spare = 1;
  }
  ProcessTable table() const { return ProcessTable(scenario); }
  ProcessId at(const char* name) const { return table().find(name); }
  void order(FaultKind kind, Duration at, std::vector<const char*> names, Duration lasts = {},
             Duration amount = {}) {
    Fault fault;
    fault.kind = kind;
    fault.at = Instant{} + at;
    fault.lasts = lasts;
    fault.amount = amount;
    for (const char* name : names) fault.from.push_back(this->at(name));
    scenario.faults.push_back(fault);
  }
  Roster plan() const { return plan_roster(scenario, table(), scenario.faults); }
};

std::vector<std::string> names(const House& house, const Ring& ring) {
  std::vector<std::string> all;
  const ProcessTable table = house.table();
  for (const ProcessId id : ring.processes()) all.push_back(table.rows[id.index()].name);
  return all;
}

using Names = std::vector<std::string>;

TEST(Roster, BeginsWithoutTheSpareOnes) {
  const House house;
  const Roster plan = house.plan();
  EXPECT_TRUE(plan.steps.empty());
  ASSERT_EQ(plan.rings.size(), 1u);
  EXPECT_EQ(names(house, plan.rings[0]), (Names{"logic-1", "logic-2"}));
  EXPECT_FALSE(plan.begins[house.at("logic-3").index()]);
  EXPECT_FALSE(plan.begins[house.at("gateway-3").index()]);
  EXPECT_TRUE(plan.begins[house.at("store-1").index()]);
  EXPECT_TRUE(plan.begins[house.at("alice.phone").index()]);
}

TEST(Roster, PublishesARingForEachLogicProcessThatComesOrGoes) {
  House house;
  house.order(FaultKind::Leave, seconds(3), {"logic-1"}, seconds(1));
  house.order(FaultKind::Join, seconds(2), {"logic-3"});
  house.order(FaultKind::Join, seconds(1), {"gateway-3"});
  const Roster plan = house.plan();
  ASSERT_EQ(plan.steps.size(), 3u);
  EXPECT_EQ(plan.steps[0].process, house.at("gateway-3"));
  EXPECT_EQ(plan.steps[0].ring, 0u) << "gateways are not on the ring";
  EXPECT_EQ(plan.steps[1].ring, 1u);
  EXPECT_EQ(plan.steps[1].fault, 1u);
  EXPECT_EQ(plan.steps[2].ring, 2u);
  EXPECT_EQ(plan.steps[2].gone_after, seconds(1));
  ASSERT_EQ(plan.rings.size(), 3u);
  EXPECT_EQ(names(house, plan.rings[1]), (Names{"logic-1", "logic-2", "logic-3"}));
  EXPECT_EQ(names(house, plan.rings[2]), (Names{"logic-2", "logic-3"}));
}

TEST(Roster, LeavesOutWhatWouldChangeNothing) {
  House house;
  house.order(FaultKind::Join, seconds(1), {"logic-1"});
  house.order(FaultKind::Leave, seconds(1), {"logic-3"}, seconds(1));
  EXPECT_TRUE(house.plan().steps.empty());
}

TEST(Roster, KeepsTheLastLogicProcess) {
  House house;
  house.order(FaultKind::Leave, seconds(1), {"logic-1", "logic-2"}, seconds(1));
  const Roster plan = house.plan();
  ASSERT_EQ(plan.steps.size(), 1u);
  EXPECT_EQ(plan.steps[0].process, house.at("logic-1"));
}

TEST(Roster, KeepsTheOnlyGatewayThatADeviceCanReach) {
  House house;
  house.scenario.devices[0].gateways = {1};
  house.order(FaultKind::Leave, seconds(1), {"gateway-2"}, seconds(1));
  EXPECT_TRUE(house.plan().steps.empty());
  house.order(FaultKind::Leave, seconds(2), {"gateway-1"}, seconds(1));
  EXPECT_EQ(house.plan().steps.size(), 1u);
}

TEST(Roster, ReplacesNobodyWhoIsNotThere) {
  House house;
  house.order(FaultKind::Replace, seconds(1), {"logic-3"}, seconds(4), seconds(1));
  EXPECT_TRUE(house.plan().steps.empty());
}

TEST(Roster, ReplacesOneAfterTheOther) {
  House house;
  house.order(FaultKind::Replace, seconds(10), {"gateway-1", "logic-1", "logic-2"}, seconds(4),
              seconds(1));
  const Roster plan = house.plan();
  ASSERT_EQ(plan.steps.size(), 6u);
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    const auto turn = static_cast<std::int64_t>((i + 1) / 2);
    EXPECT_EQ(plan.steps[i].at, Instant{} + seconds(10 + 4 * turn)) << i;
    EXPECT_EQ(plan.steps[i].enters, i % 2 == 1) << i;
  }
  EXPECT_EQ(plan.steps[0].gone_after, seconds(1));
  EXPECT_EQ(span_of(house.scenario.faults[0]), seconds(12));
  EXPECT_EQ(plan.rings.size(), 5u);
  EXPECT_EQ(names(house, plan.rings.back()), names(house, plan.rings.front()));
}

}  // namespace
}  // namespace imstorm
