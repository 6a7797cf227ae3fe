#pragma once

#include <cstdint>
#include <optional>

#include "sim/core/boxed.h"
#include "sim/core/ensure.h"
#include "sim/core/fifo.h"

namespace imstorm {

/// The conversations of a device that do one thing at once: so many, and the others wait for their
/// turn, first come, first served (rules R8 and T4). Who has a turn, or waits for one, its owner
/// knows.
class Turns {
 public:
  bool free(std::uint32_t most) const { return begun_ < most; }
  void begin() { ++begun_; }
  void end() {
    ensure(begun_ > 0, "a turn ends that never began");
    --begun_;
  }
  void wait(std::uint32_t who) { waiting_.own().push_back(who); }
  bool anyone_waits() const { return !waiting_->empty(); }
  /// Whose turn it can be now, and who waits no more; nothing if `most` have theirs.
  std::optional<std::uint32_t> next(std::uint32_t most) {
    if (!free(most) || !anyone_waits()) return {};
    const std::uint32_t who = waiting_->front();
    waiting_.own().pop_front();
    return who;
  }

 private:
  std::uint32_t begun_ = 0;
  Boxed<Fifo<std::uint32_t>> waiting_;
};

}  // namespace imstorm
