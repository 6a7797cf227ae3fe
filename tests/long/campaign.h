#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <map>
#include <string>

#include "model/world/run.h"

namespace imstorm {

/// What many runs of the sound stack add up to. Any broken or undecided law fails the test.
struct Campaign {
  std::array<RunRecord::FaultCount, kFaultKinds> faults{};
  std::map<std::string, std::uint64_t> exercised;
  std::uint64_t broken = 0;

  void run(const Scenario& scenario, std::uint64_t first, std::uint64_t last) {
    for (std::uint64_t seed = first; seed <= last; ++seed) {
      const RunRecord record = run_scenario(scenario, seed, {false, 10});
      for (std::size_t kind = 0; kind < kFaultKinds; ++kind) {
        faults[kind].injected += record.faults[kind].injected;
        faults[kind].effective += record.faults[kind].effective;
      }
      for (const RunRecord::Law& law : record.laws) {
        exercised[law.name] += law.verdict.exercised;
        if (law.verdict.outcome == Outcome::Holds) continue;
        if (law.verdict.outcome == Outcome::Vacuous) continue;
        ++broken;
        ADD_FAILURE() << "seed " << seed << ": " << law.name << ": " << law.verdict.because;
      }
      if (broken > 5) return;  // enough to go by
    }
  }
};

}  // namespace imstorm
