#include "tools/imstorm/shrink_log.h"

#include <string>
#include <utility>

namespace imstorm {

void ShrinkLog::add(const ShrinkProgress& progress) {
  ShrinkStep step{std::string(progress.stage), progress.runs, progress.faults, progress.messages};
  if (!steps_.empty()) {
    const ShrinkStep& last = steps_.back();
    const bool same_size = last.faults == step.faults && last.messages == step.messages;
    if (same_size && last.stage == step.stage) return;
  }
  if (steps_.size() >= kShrinkStepsMax) thin_out();
  steps_.push_back(std::move(step));
}

/// The first one stays: it is how large the finding was.
void ShrinkLog::thin_out() {
  std::vector<ShrinkStep> kept;
  for (std::size_t i = 0; i < steps_.size(); i += 2) kept.push_back(std::move(steps_[i]));
  steps_ = std::move(kept);
}

}  // namespace imstorm
