#pragma once

#include <cstdint>

#include "sim/core/quantiles.h"
#include "sim/core/ratio.h"
#include "sim/core/time.h"

namespace imstorm {

/// One class of path between two processes.
struct LinkOptions {
  enum class Transport : std::uint8_t {
    Stream,    ///< FIFO each way, nothing lost or repeated while it lives; a break loses a suffix
    Datagram,  ///< any packet may be lost, repeated or overtaken
  };
  Transport transport = Transport::Stream;
  Quantiles latency;                   ///< one way
  Ratio loss;                          ///< stream: a stall of `stall`; datagram: gone
  std::uint32_t burst = 1;             ///< packets that a loss takes in a row, on average; 1:
                                       ///< each is lost or not by itself
  Ratio duplicate;                     ///< datagram only
  Ratio reorder;                       ///< datagram only: held back by up to `stall`
  Duration stall = milliseconds(200);  ///< first retransmission timeout; doubled in a burst
  Duration break_after = seconds(10);  ///< a stream that cannot deliver for this long breaks
  std::uint32_t sockets = 1;           ///< connections per pair of server processes, 1 to 64
  friend bool operator==(const LinkOptions&, const LinkOptions&) = default;
};

}  // namespace imstorm
