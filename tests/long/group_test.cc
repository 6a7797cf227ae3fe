// Groups under fire: how messages reach the members, who is a member when, and what each choice
// does to the laws.
#include <gtest/gtest.h>

#include <functional>
#include <ostream>
#include <set>
#include <string>

#include "model/world/run.h"
#include "tests/model/world/small_world.h"

namespace imstorm {
namespace {

constexpr std::uint64_t kSeedsMax = 200;

struct Row {
  const char* name;
  std::function<void(Scenario&)> depart;
  const char* law;  // the one that must break
};

std::ostream& operator<<(std::ostream& out, const Row& row) { return out << row.name; }
std::string row_name(const testing::TestParamInfo<Row>& info) { return info.param.name; }

void push_prev(Scenario& s) { s.protocol.deliver.mode = DeliverOptions::Mode::PushPrev; }

class UnsoundGroups : public testing::TestWithParam<Row> {};
class SoundGroups : public testing::TestWithParam<Row> {};

const Row kUnsound[] = {
    {"deliver_mode_push", [](Scenario& s) { s.protocol.deliver.mode = DeliverOptions::Mode::Push; },
     "no-loss"},
};

TEST_P(UnsoundGroups, BreakTheLawThatTheyAreKnownToBreak) {
  Scenario scenario = small_world();
  make_hostile(scenario);
  GetParam().depart(scenario);
  std::set<std::string> broken;
  for (std::uint64_t seed = 1; seed <= kSeedsMax && broken.count(GetParam().law) == 0; ++seed) {
    for (const RunRecord::Law& law : run_scenario(scenario, seed, {false, 5}).laws) {
      if (law.verdict.outcome == Outcome::Broken) broken.insert(law.name);
    }
  }
  EXPECT_EQ(broken.count(GetParam().law), 1U)
      << GetParam().law << " was not broken in " << kSeedsMax << " seeds";
}
INSTANTIATE_TEST_SUITE_P(Policy, UnsoundGroups, testing::ValuesIn(kUnsound), row_name);

const Row kSound[] = {
    {"deliver_mode_push_prev", push_prev, ""},
    {"deliver_mode_push_prev_over_datagrams",
     [](Scenario& s) {
       push_prev(s);
       make_datagrams(s);
     },
     ""},
    {"deliver_mode_push_prev_two_local",
     [](Scenario& s) {
       push_prev(s);
       s.protocol.consume.phases = ConsumeOptions::Phases::TwoLocal;
     },
     ""},
};

TEST_P(SoundGroups, KeepEveryLaw) {
  Scenario scenario = small_world();
  make_hostile(scenario);
  GetParam().depart(scenario);
  for (std::uint64_t seed = 1; seed <= kSeedsMax; ++seed) {
    for (const RunRecord::Law& law : run_scenario(scenario, seed, {false, 20}).laws) {
      EXPECT_NE(law.verdict.outcome, Outcome::Broken)
          << "seed " << seed << ": " << law.name << ": " << law.verdict.because;
    }
    if (HasFailure()) return;
  }
}
INSTANTIATE_TEST_SUITE_P(Policy, SoundGroups, testing::ValuesIn(kSound), row_name);

}  // namespace
}  // namespace imstorm
