#pragma once

#include <cstdint>

namespace imstorm {

/// How a committed message gets to a connected device.
struct DeliverOptions {
  enum class Mode : std::uint8_t {
    NotifyPull,  ///< a notification, then the device pulls from its cursor
    Push,        ///< the message itself, and nothing is ever pulled: what a socket loses is lost
    PushPrev,    ///< the message with the position of its predecessor; pulled where that is missing
  };
  Mode mode = Mode::NotifyPull;
};

}  // namespace imstorm
