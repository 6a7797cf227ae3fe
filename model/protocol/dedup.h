#pragma once

#include <cstdint>

namespace imstorm {

/// How a repeated SEND is recognised.
struct DedupOptions {
  enum class Identity : std::uint8_t {
    DurableCmid,  ///< made and stored before the first transmission, the same for ever (I2)
    PerTry,       ///< a new id for each transmission
  };
  enum class Window : std::uint8_t {
    All,       ///< every outcome is kept
    LastOnly,  ///< only the sender's newest outcome is kept: an older message is taken as new
    None,      ///< the store takes every SEND as new
  };
  Identity identity = Identity::DurableCmid;
  Window window = Window::All;
};

}  // namespace imstorm
