#pragma once

#include <cstddef>
#include <vector>

#include "model/world/shrink.h"
#include "reports/campaign.h"

namespace imstorm {

/// Keeps how a finding became small, for reports. Of more than kShrinkStepsMax steps it keeps every
/// second one, and so on.
class ShrinkLog {
 public:
  static constexpr std::size_t kShrinkStepsMax = 200;

  /// Steps that changed nothing but the number of runs are not kept.
  void add(const ShrinkProgress& progress);
  const std::vector<ShrinkStep>& steps() const { return steps_; }

 private:
  void thin_out();

  std::vector<ShrinkStep> steps_;
};

}  // namespace imstorm
