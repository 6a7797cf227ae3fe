// What is slow is not broken: no fault, links of every kind, and timers that are longer than any
// repair used to be given.
#include <gtest/gtest.h>

#include <functional>
#include <ostream>
#include <string>

#include "model/scenario/presets.h"
#include "model/world/run.h"
#include "tests/model/world/small_world.h"

namespace imstorm {
namespace {

struct Slow {
  const char* name;
  std::function<void(Scenario&)> depart;
  std::uint64_t seeds;
};
std::ostream& operator<<(std::ostream& out, const Slow& slow) { return out << slow.name; }

std::string slow_name(const testing::TestParamInfo<Slow>& info) { return info.param.name; }

template <LinkPreset kPreset>
void over(Scenario& scenario) {
  for (DeviceSpec& device : scenario.devices) device.edge = link_preset(kPreset);
}

const Slow kSlow[] = {
    {"over_good_links", over<LinkPreset::Good>, 50},
    {"over_typical_links", over<LinkPreset::Typical>, 50},
    {"over_bad_links", over<LinkPreset::Bad>, 100},
    {"over_hostile_links", over<LinkPreset::Hostile>, 400},
    {"pulls_again_late", [](Scenario& s) { s.protocol.pull.retry_first = minutes(10); }, 50},
    {"notifies_again_late", [](Scenario& s) { s.protocol.notify.retry_first = minutes(10); }, 50},
    {"permits_again_late", [](Scenario& s) { s.protocol.consume.retry_first = minutes(10); }, 50},
    {"never_syncs",
     [](Scenario& s) {
       s.protocol.session.sync = {};
       s.protocol.session.heartbeat = minutes(3);
     },
     50},
    {"sees_holes_late",
     [](Scenario& s) {
       s.protocol.seq.source = SeqOptions::Source::Segment;
       s.topology.ids.count = 2;
       s.protocol.seq.hole_after = minutes(10);
     },
     50},
};

class SlowWorlds : public testing::TestWithParam<Slow> {};

TEST_P(SlowWorlds, AreNotBroken) {
  Scenario scenario = small_world();
  GetParam().depart(scenario);
  for (std::uint64_t seed = 1; seed <= GetParam().seeds; ++seed) {
    for (const RunRecord::Law& law : run_scenario(scenario, seed, {false, 4}).laws) {
      EXPECT_LT(law.verdict.outcome, Outcome::Undecided)
          << "seed " << seed << ": " << law.name << ": " << law.verdict.because;
    }
    if (HasFailure()) return;
  }
}
INSTANTIATE_TEST_SUITE_P(Preset, SlowWorlds, testing::ValuesIn(kSlow), slow_name);

}  // namespace
}  // namespace imstorm
