#include "sim/net/weather.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace imstorm {
namespace {

const ProcessId kAda(1), kBob(2), kCy(3), kDan(4);

Fault between(std::vector<ProcessId> from, std::vector<ProcessId> to, bool both_ways) {
  Fault fault;
  fault.kind = FaultKind::Partition;
  fault.from = std::move(from);
  fault.to = std::move(to);
  fault.both_ways = both_ways;
  return fault;
}

TEST(Weather, OneWayCoversOneWay) {
  const Fault fault = between({kAda, kBob}, {kCy}, false);
  EXPECT_TRUE(Weather::covers(fault, kAda, kCy));
  EXPECT_TRUE(Weather::covers(fault, kBob, kCy));
  EXPECT_FALSE(Weather::covers(fault, kCy, kAda));
  EXPECT_FALSE(Weather::covers(fault, kAda, kBob));
  EXPECT_FALSE(Weather::covers(fault, kAda, kDan));
  EXPECT_FALSE(Weather::covers(fault, kDan, kCy));
}

TEST(Weather, BothWaysCoversTheWayBack) {
  const Fault fault = between({kAda}, {kCy, kDan}, true);
  EXPECT_TRUE(Weather::covers(fault, kAda, kDan));
  EXPECT_TRUE(Weather::covers(fault, kDan, kAda));
  EXPECT_FALSE(Weather::covers(fault, kCy, kDan)) << "within one side nothing happens";
  EXPECT_FALSE(Weather::covers(fault, kAda, kBob));
  EXPECT_FALSE(Weather::covers(fault, kBob, kAda));
}

TEST(Weather, AnEmptySideIsAnyone) {
  const Fault from_ada = between({kAda}, {}, false);
  EXPECT_TRUE(Weather::covers(from_ada, kAda, kBob));
  EXPECT_FALSE(Weather::covers(from_ada, kBob, kAda));
  const Fault around_ada = between({kAda}, {}, true);
  EXPECT_TRUE(Weather::covers(around_ada, kBob, kAda));
  EXPECT_FALSE(Weather::covers(around_ada, kBob, kCy));
  const Fault to_ada = between({}, {kAda}, false);
  EXPECT_TRUE(Weather::covers(to_ada, kCy, kAda));
  EXPECT_FALSE(Weather::covers(to_ada, kAda, kCy));
  EXPECT_TRUE(Weather::covers(between({}, {}, false), kBob, kDan));
}

using Seen = std::vector<std::pair<std::uint32_t, Instant>>;

Seen seen_on(const Weather& weather, const FaultPlan& plan, ProcessId from, ProcessId to) {
  Seen seen;
  weather.on_path(plan, from, to, [&](std::uint32_t index, const Fault& fault, Instant until) {
    EXPECT_EQ(&fault, &plan[index]);
    seen.emplace_back(index, until);
  });
  return seen;
}

TEST(Weather, ShowsWhatIsInForceOnAPath) {
  const FaultPlan plan{between({kAda}, {kBob}, false), between({}, {}, true),
                       between({kCy}, {kDan}, true)};
  Weather weather;
  EXPECT_TRUE(weather.calm());
  EXPECT_EQ(seen_on(weather, plan, kAda, kBob), Seen{});
  weather.begin(2, Instant{30});
  weather.begin(1, Instant{20});
  weather.begin(0, Instant{10});
  EXPECT_FALSE(weather.calm());
  EXPECT_EQ(seen_on(weather, plan, kAda, kBob), (Seen{{1, Instant{20}}, {0, Instant{10}}}));
  EXPECT_EQ(seen_on(weather, plan, kBob, kAda), (Seen{{1, Instant{20}}}));
  EXPECT_EQ(seen_on(weather, plan, kDan, kCy), (Seen{{2, Instant{30}}, {1, Instant{20}}}));
}

TEST(Weather, ClearsUpFaultByFault) {
  const FaultPlan plan{between({}, {}, true), between({}, {}, true)};
  Weather weather;
  weather.begin(0, Instant{10});
  weather.begin(1, Instant{20});
  weather.end(0);
  EXPECT_EQ(seen_on(weather, plan, kAda, kBob), (Seen{{1, Instant{20}}}));
  weather.end(0);
  EXPECT_FALSE(weather.calm()) << "what is not in force cannot end";
  weather.end(1);
  EXPECT_TRUE(weather.calm());
}

}  // namespace
}  // namespace imstorm
