#pragma once

#include <cstdint>

#include "sim/core/time.h"

namespace imstorm {

/// How a repeated SEND is recognised.
struct DedupOptions {
  enum class Identity : std::uint8_t {
    DurableCmid,      ///< made and stored before the first transmission, the same for ever (I2)
    PerTry,           ///< a new id for each transmission
    VolatileCounter,  ///< a counter that a restart sets back: a new message carries an old id
  };
  enum class Window : std::uint8_t {
    All,       ///< every outcome is kept
    LastOnly,  ///< only the sender's newest outcome is kept: an older message is taken as new
    None,      ///< the store takes every SEND as new
    Ttl,       ///< an outcome is kept for `ttl`: a later retry is taken as new
    Lru,       ///< the `lru_max` outcomes of a conversation that were asked for last are kept
  };
  enum class Write : std::uint8_t {
    WithAppend,    ///< in the transaction that appends the message (S1)
    BeforeAppend,  ///< in a write before it: where the append fails, the retry is swallowed
    Memory,        ///< not at all: a restarted store takes the retry as new
  };
  Identity identity = Identity::DurableCmid;
  Window window = Window::All;
  Write write = Write::WithAppend;
  Duration ttl = minutes(5);     ///< how long Window::Ttl keeps an outcome
  std::uint32_t lru_max = 1000;  ///< how many outcomes Window::Lru keeps, 1 to 1000000
};

}  // namespace imstorm
