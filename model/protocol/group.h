#pragma once

#include <cstdint>

#include "sim/core/time.h"

namespace imstorm {

/// What makes a conversation of many a group: who sees which message.
struct GroupOptions {
  enum class Members : std::uint8_t {
    AtPosition,  ///< who was a member at the message's position in the log (rule M1)
    AtFanout,    ///< who is one when it is handed out: the joiner sees too much, the leaver misses
  };
  enum class Fanout : std::uint8_t {
    Read,         ///< one log, from which every member pulls
    WriteOutbox,  ///< a copy in each member's inbox, driven by a durable cursor, in order (rule M2)
    WriteDirect,  ///< a copy for each, sent once: a crash half way, and some never get it
    WriteRetry,   ///< as WriteOutbox, and a repeated copy is not recognised
    WriteParallel,  ///< as WriteOutbox, many positions at once: inboxes differ in their order
  };
  Members members = Members::AtPosition;
  Fanout fanout = Fanout::Read;
  Duration retry_first = seconds(1);  ///< a copy without an answer is repeated after this, doubled
  Duration retry_max = seconds(30);
};

}  // namespace imstorm
