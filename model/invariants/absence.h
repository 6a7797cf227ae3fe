#pragma once

#include <algorithm>

#include "model/history/event.h"
#include "sim/core/dense.h"

namespace imstorm {

/// For whom the server keeps what up to which position no more, since they were away for too long,
/// and whether the scenario permits what they miss.
class Absence {
 public:
  /// REQUIRES: a GivenUp or Permitted event.
  void observe(const Event& event) {
    if (event.kind == EventKind::Permitted) {
      permitted_ |= event.value == static_cast<std::uint64_t>(Permit::Absence);
      return;
    }
    for (Seq* upto : {&of_device_.at(event.device, event.conv), &of_anybody_[event.conv]}) {
      *upto = std::max(*upto, event.seq);
    }
  }

  /// Why that device misses what is at `seq`.
  bool explains(DeviceId device, ConvId conv, Seq seq) const {
    const Seq* upto = of_device_.find(device, conv);
    return permitted_ && upto != nullptr && seq <= *upto;
  }
  /// Why nobody has it.
  bool explains(ConvId conv, Seq seq) const {
    const Seq* upto = of_anybody_.find(conv);
    return permitted_ && upto != nullptr && seq > Seq{} && seq <= *upto;
  }

 private:
  Grid<DeviceId, ConvId, Seq> of_device_;
  DenseVector<ConvId, Seq> of_anybody_;
  bool permitted_ = false;
};

}  // namespace imstorm
