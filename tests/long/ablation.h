#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <ostream>
#include <set>
#include <string>

#include "model/world/run.h"
#include "tests/model/world/small_world.h"

namespace imstorm {

/// How many seeds an unsound choice has to break its law, and a sound one to keep all.
inline constexpr std::uint64_t kAblationSeedsMax = 200;

/// A departure from the sound stack and the law that it must break; no law: it keeps every one.
struct Departure {
  const char* name;
  std::function<void(Scenario&)> depart;
  const char* law = nullptr;
};

/// By FaultKind.
using FaultCounts = std::array<std::uint64_t, kFaultKinds>;

inline std::ostream& operator<<(std::ostream& out, const Departure& one) { return out << one.name; }
inline std::string departure_name(const testing::TestParamInfo<Departure>& info) {
  return info.param.name;
}

inline Scenario departed(const Departure& departure) {
  Scenario scenario = small_world();
  make_hostile(scenario);
  departure.depart(scenario);
  return scenario;
}

/// Passes when a seed breaks the law, with a sentence and witnesses.
inline void expect_broken(const Scenario& scenario, const std::string& wanted) {
  std::set<std::string> others;
  for (std::uint64_t seed = 1; seed <= kAblationSeedsMax; ++seed) {
    const RunRecord record = run_scenario(scenario, seed, {false, 5});
    for (const RunRecord::Law& law : record.laws) {
      if (law.verdict.outcome != Outcome::Broken) continue;
      others.insert(law.name);
      if (law.name != wanted) continue;
      testing::Test::RecordProperty("first_seed", static_cast<int>(seed));
      EXPECT_FALSE(law.verdict.because.empty());
      EXPECT_FALSE(law.verdict.witnesses.empty());
      return;
    }
  }
  std::string broken;
  for (const std::string& law : others) broken += " " + law;
  FAIL() << wanted << " was not broken in " << kAblationSeedsMax << " seeds; broken:" << broken;
}

/// Passes when every law ends as holds or vacuous for every seed. Returns how often each kind of
/// fault struck.
inline FaultCounts expect_whole(const Scenario& scenario, std::uint64_t seeds = kAblationSeedsMax) {
  FaultCounts faults{};
  for (std::uint64_t seed = 1; seed <= seeds && !testing::Test::HasFailure(); ++seed) {
    const RunRecord record = run_scenario(scenario, seed, {false, 20});
    for (std::size_t kind = 0; kind < kFaultKinds; ++kind) {
      faults[kind] += record.faults[kind].injected;
    }
    for (const RunRecord::Law& law : record.laws) {
      EXPECT_LT(law.verdict.outcome, Outcome::Undecided)
          << "seed " << seed << ": " << law.name << ": " << law.verdict.because;
    }
  }
  return faults;
}

/// How often something could have broken each law in these runs, in all of which every one holds.
using Exercised = std::map<std::string, std::uint64_t>;
inline Exercised exercised_by(const Scenario& scenario, std::uint64_t seeds) {
  constexpr std::uint64_t kBrokenMax = 5;  // more are not told
  Exercised exercised;
  std::uint64_t broken = 0;
  for (std::uint64_t seed = 1; seed <= seeds && broken < kBrokenMax; ++seed) {
    for (const RunRecord::Law& law : run_scenario(scenario, seed, {false, 40}).laws) {
      exercised[law.name] += law.verdict.exercised;
      if (law.verdict.outcome < Outcome::Undecided) continue;
      ++broken;
      ADD_FAILURE() << "seed " << seed << ": " << law.name << ": " << law.verdict.because;
    }
  }
  return exercised;
}

}  // namespace imstorm
