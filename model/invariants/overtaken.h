#pragma once

#include <array>
#include <optional>

#include "model/history/event.h"
#include "model/invariants/position_set.h"
#include "sim/core/dense.h"

namespace imstorm {

/// Which places in a conversation a new lineage left out, and whether the scenario permits what did
/// that. A permission explains a message only if the last place that it was accepted at is among
/// them; who could have sent it again is the law's business.
class Overtaken {
 public:
  /// REQUIRES: a Forked, Rebuilt or Permitted event.
  void observe(const Event& event) {
    if (event.kind == EventKind::Permitted) {
      if (event.value < permits_.size()) permits_[event.value] = true;
      return;
    }
    const Permit by = event.kind == EventKind::Rebuilt ? Permit::Disks : Permit::Failover;
    left_out_[event.conv][static_cast<std::size_t>(by)].add(Seq{event.value + 1}, event.seq);
  }

  /// What explains the loss of what was last accepted at `seq`; none: nothing that is permitted.
  std::optional<Permit> explains(ConvId conv, Seq seq) const {
    const Rows* rows = left_out_.find(conv);
    for (std::size_t by = 0; rows != nullptr && by < permits_.size(); ++by) {
      if (permits_[by] && (*rows)[by].has(seq)) return static_cast<Permit>(by);
    }
    return std::nullopt;
  }

 private:
  using Rows = std::array<PositionSet, std::size(kPermitNames)>;
  DenseVector<ConvId, Rows> left_out_;
  std::array<bool, std::size(kPermitNames)> permits_{};
};

/// As a sentence goes on: "..., and the server lost it in a failover".
constexpr std::string_view how(Permit permit) {
  return permit == Permit::Disks ? "with its disks" : "in a failover";
}

}  // namespace imstorm
