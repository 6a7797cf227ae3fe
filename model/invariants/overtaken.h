#pragma once

#include <array>
#include <cstddef>
#include <optional>

#include "model/history/event.h"
#include "model/invariants/position_set.h"
#include "sim/core/dense.h"

namespace imstorm {

/// Which places in a conversation its newest lineage leaves out, and whether the scenario permits
/// what did that. A permission explains a message only if the last place that it was accepted at is
/// among them; who could have sent it again is the law's business.
class Overtaken {
 public:
  /// REQUIRES: a Forked, Rebuilt or Permitted event, as Lineages lays them.
  void observe(const Event& event) {
    if (event.kind == EventKind::Permitted) {
      if (event.value < permits_.size()) permits_[event.value] = true;
      return;
    }
    LeftOut& left_out = left_out_[event.conv];
    if (event.lineage < left_out.newest) return;
    left_out.newest = event.lineage;
    if (event.value == event.seq.value) {  // what was said of places above is void
      for (PositionSet& row : left_out.rows) row.cut(event.seq);
      return;
    }
    const Permit by = event.kind == EventKind::Rebuilt ? Permit::Disks : Permit::Failover;
    left_out.rows[static_cast<std::size_t>(by)].add(Seq{event.value + 1}, event.seq);
  }

  /// What explains the loss of what was last accepted at `seq`; none: nothing that is permitted.
  std::optional<Permit> explains(ConvId conv, Seq seq) const {
    const LeftOut* left_out = left_out_.find(conv);
    for (std::size_t by = 0; left_out != nullptr && by < permits_.size(); ++by) {
      if (permits_[by] && left_out->rows[by].has(seq)) return static_cast<Permit>(by);
    }
    return std::nullopt;
  }

 private:
  struct LeftOut {
    Lineage newest;
    std::array<PositionSet, std::size(kPermitNames)> rows;  // by permit
  };
  DenseVector<ConvId, LeftOut> left_out_;
  std::array<bool, std::size(kPermitNames)> permits_{};
};

/// As a sentence goes on: "..., and the server lost it in a failover".
constexpr std::string_view how(Permit permit) {
  return permit == Permit::Disks ? "with its disks" : "in a failover";
}

}  // namespace imstorm
