#pragma once

#include <cstdint>

#include "sim/core/time.h"

namespace imstorm {

/// Who says when that a message has arrived.
struct AckOptions {
  enum class Carry : std::uint8_t {
    PiggybackDelayed,  ///< on the next pull, or alone after `delay` (R4)
    PerPull,           ///< alone after every page: sound, one more packet
    PiggybackOnly,     ///< on the next pull only: the last ack before a silence never leaves
    None,              ///< not at all: CONNECT and SYNC alone say how far a device is
  };
  enum class When : std::uint8_t {
    AfterPersist,
    OnReceipt,  ///< before the page is durable: a crash loses what was acknowledged
  };
  enum class Sender : std::uint8_t {
    AfterCommit,
    AtGateway,  ///< the gateway says "sent" when it has forwarded the message
    InMemory,   ///< the logic process says it when it has the message in its memory
  };
  enum class Trim : std::uint8_t {
    MinDevice,  ///< what every registered device has consumed
    MaxDevice,  ///< what any device has consumed: the phone in the drawer loses
    PerUser,    ///< what one device of each user has consumed: the user's other device loses
    Window,     ///< all but the newest `window`, whoever has them (a bounded resume queue)
  };
  enum class Apply : std::uint8_t {
    Max,   ///< the furthest counts
    Last,  ///< the last to arrive counts: acknowledgements overtake each other
  };
  enum class Value : std::uint8_t {
    Contiguous,  ///< the receive cursor: everything up to it is there
    Highest,     ///< the newest position that arrived: 5 without 4
  };
  Carry carry = Carry::PiggybackDelayed;
  When when = When::AfterPersist;
  Sender sender = Sender::AfterCommit;
  Trim trim = Trim::MinDevice;
  Apply apply = Apply::Max;
  Value value = Value::Contiguous;
  std::uint32_t window = 100;  ///< entries kept by Trim::Window, 1 to 1000000
  /// A device that the store has not heard of for this long holds back trimming no more (rule D3):
  /// when it comes back, it is told what is gone. 0: never. Not of inboxes.
  Duration retain{};
  Duration delay =
      milliseconds(200);  ///< the stand-alone ACK waits this long for a pull to ride on
  Duration report_every = milliseconds(500);  ///< cursors are reported to the store this often
};

}  // namespace imstorm
