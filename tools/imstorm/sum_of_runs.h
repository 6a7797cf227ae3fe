#pragma once

#include <cstdint>

#include "model/world/run.h"

namespace imstorm {

/// Many runs of one scenario as if they were one: counts added, samples put together, of each law
/// the heaviest verdict (the first run's among equals). Memory grows with the messages of all runs.
class SumOfRuns {
 public:
  void add(const RunRecord& record);
  std::uint64_t runs() const { return runs_; }
  const RunRecord& record() const { return sum_; }

 private:
  std::uint64_t runs_ = 0;
  RunRecord sum_;
};

}  // namespace imstorm
