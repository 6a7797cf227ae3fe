#pragma once

#include <vector>

#include "model/history/event.h"
#include "sim/core/dense.h"

namespace imstorm {

/// The devices of each user and the storage that each has now, as far as Installed and Wiped told.
class Installations {
 public:
  struct OnDevice {
    DeviceId device;
    InstId inst;           ///< none: wiped and never set up again
    bool renewed = false;  ///< it was wiped at least once
  };

  /// REQUIRES: Installed or Wiped.
  void observe(const Event& event);

  /// In the order of their first installation.
  const std::vector<OnDevice>& of(UserId user) const;

 private:
  DenseVector<UserId, std::vector<OnDevice>> devices_;
};

}  // namespace imstorm
