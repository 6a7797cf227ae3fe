#pragma once

#include <cstdint>

namespace imstorm {

/// What makes a conversation of many a group: who sees which message.
struct GroupOptions {
  enum class Members : std::uint8_t {
    AtPosition,  ///< who was a member at the message's position in the log (rule M1)
    AtFanout,    ///< who is one when it is handed out: the joiner sees too much, the leaver misses
  };
  Members members = Members::AtPosition;
};

}  // namespace imstorm
