#pragma once

#include <cstdint>

#include "sim/core/time.h"

namespace imstorm {

/// How a device fetches what it lacks and how far its cursor moves.
struct PullOptions {
  enum class Cursor : std::uint8_t {
    ProvenCoverage,  ///< to the last position that the page examined (R1)
    ServerHead,      ///< to the newest position the server named: a page short of it is lost
    OwnAck,        ///< SEND_ACK of an own message moves it too: what others sent in between is lost
    RequestedEnd,  ///< to the end of the range that was asked for, whatever the page held
    LiveMessage,   ///< a pushed message moves it too: what was missed before it is lost
    ClientClock,   ///< the device asks for what was written since it asked last, by its own clock
  };
  enum class Page : std::uint8_t {
    OldestFirst,
    NewestFirst,  ///< the backlog beyond a page is skipped
  };
  enum class StaleReply : std::uint8_t {
    Refused,   ///< only the current request's answer counts
    Accepted,  ///< whatever comes is applied
  };
  Cursor cursor = Cursor::ProvenCoverage;
  Page page = Page::OldestFirst;
  StaleReply stale_reply = StaleReply::Refused;
  std::uint32_t limit = 100;    ///< entries per page, 1 to 1000
  std::uint32_t at_once = 100;  ///< conversations that a device asks for at once, 1 to 1000
  Duration retry_first =
      seconds(2);  ///< PULL without DATA is repeated after this, doubled each time
  Duration retry_max = seconds(30);
};

}  // namespace imstorm
