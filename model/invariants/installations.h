#pragma once

#include <cstddef>
#include <vector>

#include "model/history/event.h"
#include "sim/core/dense.h"

namespace imstorm {

/// The devices of each user and the storage that each has now, as far as Installed and Wiped told.
class Installations {
 public:
  struct OnDevice {
    DeviceId device;
    InstId inst;            ///< none: wiped and never set up again
    bool renewed = false;   ///< it was wiped at least once
    InstId last;            ///< the newest that it ever had
    std::size_t since = 0;  ///< position of the event that installed that one
  };

  /// REQUIRES: Installed or Wiped.
  void observe(const Event& event, std::size_t position = 0);

  /// The installation whose app's memory this one has: its own id, or where a reinstall kept the
  /// app's set of messages, the first of such a row.
  InstId root(InstId inst) const {
    const InstId* found = roots_.find(inst);
    return found == nullptr || !*found ? inst : *found;
  }
  bool reinstalled() const { return reinstalled_; }

  /// In the order of their first installation.
  const std::vector<OnDevice>& of(UserId user) const;

 private:
  DenseVector<UserId, std::vector<OnDevice>> devices_;
  DenseVector<InstId, InstId> roots_;
  bool reinstalled_ = false;
};

}  // namespace imstorm
