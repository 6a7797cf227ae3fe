#pragma once

#include <cstdint>

#include "sim/core/time.h"

namespace imstorm {

/// How a device learns that there is something to pull.
struct NotifyOptions {
  enum class Repeat : std::uint8_t {
    UntilReceived,  ///< level-triggered: repeated while the device's cursor is behind (N1)
    Once,
  };
  enum class DuringPull : std::uint8_t {
    DirtyFlag,  ///< remembered, pulled again afterwards (R5)
    Drop,       ///< a lost wake-up
  };
  enum class Target : std::uint8_t {
    Max,
    Last,  ///< a late NOTIFY(4) overwrites 5
  };
  enum class Subscribe : std::uint8_t {
    BeforeSnapshot,  ///< the subscription is live, then the head is read (G3)
    AfterSnapshot,   ///< what is committed between the two goes unnoticed
  };
  enum class Presence : std::uint8_t {
    CompareAndDelete,  ///< the end of a session takes away its own presence only (G1)
    Unconditional,     ///< a late end of the old session takes away the new one's
  };
  Repeat repeat = Repeat::UntilReceived;
  DuringPull during_pull = DuringPull::DirtyFlag;
  Target target = Target::Max;
  Subscribe subscribe = Subscribe::BeforeSnapshot;
  Presence presence = Presence::CompareAndDelete;
  Duration retry_first = seconds(1);  ///< repeated after this, doubled each time
  Duration retry_max = seconds(30);
};

}  // namespace imstorm
