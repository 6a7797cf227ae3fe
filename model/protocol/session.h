#pragma once

#include <cstdint>

#include "sim/core/ratio.h"
#include "sim/core/time.h"

namespace imstorm {

/// How a device keeps a session with a gateway, and how both ends notice that it is gone.
struct SessionOptions {
  enum class Takeover : std::uint8_t {
    Epoch,     ///< a new session fences the old one everywhere (rules G1, G2)
    BothLive,  ///< frames of any session are served
  };
  enum class EgressFull : std::uint8_t {
    Close,      ///< the connection is closed: its device comes back and asks (G5)
    DropFrame,  ///< the frame is left out, and nobody is told
  };
  Takeover takeover = Takeover::Epoch;
  EgressFull egress_full = EgressFull::Close;
  Duration heartbeat = seconds(30);       ///< a ping after this long without traffic
  std::uint32_t missed_max = 2;           ///< heartbeats missed before the connection is given up
  Duration connect_timeout = seconds(5);  ///< CONNECT without CONNECTED: try again after this, or
                                          ///< later: each attempt in a row waits twice as long as
                                          ///< the one before, beginning with reconnect_first
  Duration connect_max = seconds(90);     ///< the most that this wait grows to
  Duration reconnect_first =
      seconds(1);  ///< back-off: this, doubled each time, up to reconnect_max
  Duration reconnect_max = seconds(30);
  Ratio jitter = percent(20);    ///< spread of every retry timer, 0 to 100%
  Duration sync = seconds(120);  ///< period of SYNC while connected (rule R6), 0 = never
  std::uint32_t egress_max =
      1'000;  ///< frames under way on one connection before it is closed (G5)
};

}  // namespace imstorm
