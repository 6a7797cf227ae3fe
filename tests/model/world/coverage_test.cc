#include "model/world/coverage.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>

#include "model/scenario/parse.h"
#include "model/scenario/processes.h"
#include "model/world/run.h"

namespace imstorm {
namespace {

/// What one behaviour is made of.
struct Behaviour {
  ProcessKind kind;
  unsigned state, event, fault;
};

constexpr unsigned kUserWrites = 105;  // see event_code in step.h

Behaviour parts_of(std::uint64_t tuple) {
  return {static_cast<ProcessKind>(tuple >> 16 & 0xff), static_cast<unsigned>(tuple >> 8 & 0xff),
          static_cast<unsigned>(tuple & 0xff), static_cast<unsigned>(tuple >> 24 & 0xff)};
}

RunRecord covered(const std::string& faults) {
  const ParseResult parsed = parse_scenario(R"(
[users]
alice = ["phone"]
bob = ["phone"]
[conversations]
dm = ["alice", "bob"]
[[send]]
from = "alice.phone"
to = "dm"
at = "60s"
[faults]
list = [)" + faults + "]\n",
                                            "covered.toml");
  EXPECT_TRUE(parsed.scenario) << render(parsed.diagnostics);
  RunSettings settings;
  settings.cover = true;
  const Scenario scenario = parsed.scenario.value_or(Scenario{});
  RunRecord record = run_scenario(scenario, 1, settings);
  EXPECT_EQ(record.digest, run_scenario(scenario, 1).digest) << "coverage changes a run";
  return record;
}

bool any(const RunRecord& record, const std::function<bool(const Behaviour&)>& is) {
  return std::any_of(record.behaviours.begin(), record.behaviours.end(),
                     [&](std::uint64_t tuple) { return is(parts_of(tuple)); });
}

TEST(Coverage, KeepsEachBehaviourOnceInTheOrderInWhichItWasMet) {
  Coverage coverage;
  coverage.meet(1, 2, 3, 4);
  coverage.meet(0, 0, 0, 0);
  coverage.meet(1, 2, 3, 4);
  coverage.meet(1, 2, 3, 5);
  const std::vector<std::uint64_t> met = coverage.take();
  EXPECT_EQ(met, (std::vector<std::uint64_t>{0x04010203, 0, 0x05010203}));
}

TEST(Coverage, OfARunIsEmptyUnlessItIsAskedFor) {
  EXPECT_FALSE(covered("").behaviours.empty());
  EXPECT_TRUE(run_scenario(Scenario{}, 1).behaviours.empty());
}

TEST(Coverage, TellsApartWhatADeviceWaitsFor) {
  std::set<unsigned> states;
  for (const std::uint64_t tuple : covered("").behaviours) {
    const Behaviour behaviour = parts_of(tuple);
    if (behaviour.kind == ProcessKind::Device) states.insert(behaviour.state);
  }
  EXPECT_GT(states.size(), 4U);
  EXPECT_TRUE(states.contains(0));  // nothing, offline
}

TEST(Coverage, TellsApartServersThatHaveCrashed) {
  const auto crashed = [](const Behaviour& b) {
    return b.kind == ProcessKind::Logic && (b.state & 1U) != 0;
  };
  EXPECT_FALSE(any(covered(""), crashed));
  EXPECT_TRUE(any(covered("\"crash logic-* at 5s\""), crashed));
}

TEST(Coverage, NamesTheFaultThatIsAboutUntilItsTraceIsCold) {
  constexpr auto crash = 1 + static_cast<unsigned>(FaultKind::Crash);
  const RunRecord record = covered("\"crash gateway-* at 5s\"");
  EXPECT_FALSE(any(covered(""), [](const Behaviour& b) { return b.fault != 0; }));
  EXPECT_TRUE(any(record, [](const Behaviour& b) { return b.fault == crash; }));
  // Nearly a minute later it is nobody's fault any more.
  const auto writes = [](const Behaviour& b) {
    return b.kind == ProcessKind::Device && b.event == kUserWrites;
  };
  EXPECT_TRUE(any(record, [&](const Behaviour& b) { return writes(b) && b.fault == 0; }));
  EXPECT_FALSE(any(record, [&](const Behaviour& b) { return writes(b) && b.fault != 0; }));
}

}  // namespace
}  // namespace imstorm
