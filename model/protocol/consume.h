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
  enum class Order : std::uint8_t {
    BySeq,
    ByTimestamp,  ///< by the sender's clock: skewed clocks reorder
  };
  Phases phases = Phases::TwoServer;
  State state = State::Durable;
  Order order = Order::BySeq;
  Duration retry_first =
      seconds(1);  ///< CONSUME without CONSUME_ACK is repeated after this, doubled
  Duration retry_max = seconds(30);
};

}  // namespace imstorm
