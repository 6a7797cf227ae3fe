#pragma once

#include <algorithm>

#include "model/history/event.h"
#include "sim/core/dense.h"

namespace imstorm {

/// For which devices the server waited in vain, and kept nothing any more; where the scenario
/// permits what that costs.
class Absences {
 public:
  bool permitted() const { return permitted_; }

  void observe_permit(const Event& event) {
    permitted_ |= event.value == static_cast<std::uint64_t>(Permit::Absence);
  }
  /// REQUIRES: a GivenUp or Connected event.
  void observe(const Event& event) {
    if (!permitted_) return;  // that is told first
    if (event.kind == EventKind::GivenUp) {
      Row& row = rows_.at(event.device, event.conv);
      row.upto = std::max(row.upto, event.seq);
    } else {
      for (auto& [conv, row] : rows_.row(event.device)) row.came_back = row.upto;
    }
  }

  /// What is at `seq` was not kept for it.
  bool given_up(DeviceId device, ConvId conv, Seq seq) const {
    const Row* row = rows_.find(device, conv);
    return row != nullptr && seq <= row->upto;
  }
  /// ... and it was not connected again since, so that nobody could tell it.
  bool never_back(DeviceId device, ConvId conv, Seq seq) const {
    return given_up(device, conv, seq) && rows_.find(device, conv)->came_back < seq;
  }

 private:
  struct Row {
    Seq upto;
    Seq came_back;  // what was given up when it was connected last
  };
  Grid<DeviceId, ConvId, Row> rows_;
  bool permitted_ = false;
};

}  // namespace imstorm
