#pragma once

#include <vector>

#include "sim/core/ids.h"
#include "sim/core/time.h"
#include "sim/fault/fault.h"

namespace imstorm {

/// The path faults that are in force now: partitions and raised rates of loss, repetition,
/// reordering.
class Weather {
 public:
  /// `fault` is an index into the run's plan.
  void begin(std::uint32_t fault, Instant until) { active_.push_back({fault, until}); }
  void end(std::uint32_t fault);

  /// Calls `see(index, fault, until)` for every fault in force on the way from `from` to `to`.
  template <class See>
  void on_path(const FaultPlan& plan, ProcessId from, ProcessId to, const See& see) const {
    for (const Entry& entry : active_) {
      if (covers(plan[entry.fault], from, to)) see(entry.fault, plan[entry.fault], entry.until);
    }
  }
  bool calm() const { return active_.empty(); }

  /// Is `fault` on the way from `from` to `to`? An empty side means anyone.
  static bool covers(const Fault& fault, ProcessId from, ProcessId to);

 private:
  struct Entry {
    std::uint32_t fault = 0;
    Instant until;
  };
  std::vector<Entry> active_;  // in the order of beginning
};

}  // namespace imstorm
