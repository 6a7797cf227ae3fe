#pragma once

#include <cstdint>

#include "sim/core/time.h"

namespace imstorm {

/// The two phases: data first, consumption second.
struct ConsumeOptions {
  enum class Phases : std::uint8_t {
    TwoServer,  ///< the server's notice after the device's ACK (reading A)
    TwoLocal,   ///< the SDK hands over by itself after storing (reading B)
    One,        ///< stored and shown in one step
  };
  enum class State : std::uint8_t {
    Durable,   ///< the consumed cursor is written with the app's effect, in one transaction (R3)
    Volatile,  ///< the consumed cursor is forgotten by a restart
  };
  enum class Duplicate : std::uint8_t {
    RecvCursor,  ///< a page counts once, and nothing up to the receive cursor is stored again (R2)
    RowExists,   ///< late pages count too; known is what has a row, and rows go when consumed
    Republish,   ///< late pages count too, and all in them is new
    DupFlag,     ///< late pages count too; known is what the server marks as sent before
    Ttl,         ///< as RowExists, and remembered for `duplicate_ttl` after it was consumed
  };
  enum class Commit : std::uint8_t {
    WithEffect,    ///< the app's effect and the cursor in one transaction (R3)
    BeforeEffect,  ///< the cursor first: a crash in between loses the message
    AfterEffect,   ///< the effect first: a crash in between repeats it
  };
  enum class Permit : std::uint8_t {
    Cumulative,  ///< everything up to a position
    PerMessage,  ///< one message each, applied in the order of arrival
  };
  Phases phases = Phases::TwoServer;
  State state = State::Durable;
  Duplicate duplicate = Duplicate::RecvCursor;
  Commit commit = Commit::WithEffect;
  Permit permit = Permit::Cumulative;
  Duration duplicate_ttl = seconds(30);
  Duration retry_first =
      seconds(1);  ///< CONSUME without CONSUME_ACK is repeated after this, doubled
  Duration retry_max = seconds(30);
};

}  // namespace imstorm
