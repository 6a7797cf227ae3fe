#pragma once

#include <cstdint>

#include "sim/core/time.h"

namespace imstorm {

/// How the SDK gets messages out: order, retries, when a row may go.
struct OutboxOptions {
  enum class Order : std::uint8_t {
    DenseCseq,  ///< a window of consecutive client sequence numbers, checked by the store (T2, S2)
    Pipelined,  ///< the store takes whatever comes: m1 lost, m2 accepted, m1 retried
    StopAndWait,  ///< one at a time: sound, slow
  };
  enum class Remove : std::uint8_t {
    OnAck,    ///< a row goes when its outcome is known
    OnWrite,  ///< a row goes when its bytes were written to the socket
  };
  enum class Reconnect : std::uint8_t {
    InflightFirst,  ///< unanswered rows first, in order, then new ones
    NewFirst,       ///< new rows at once, unanswered ones when their timer fires
  };
  enum class Rejected : std::uint8_t {
    Resolved,  ///< a refusal is recorded as an outcome: those behind it go on (S4)
    Blocks,    ///< it is an answer only: its number stays open, and all behind it wait for ever
  };
  Order order = Order::DenseCseq;
  Remove remove = Remove::OnAck;
  Reconnect reconnect = Reconnect::InflightFirst;
  Rejected rejected = Rejected::Resolved;
  std::uint32_t window = 8;    ///< messages in flight per conversation, 1 to 1000
  std::uint32_t at_once = 32;  ///< conversations of a device with messages in flight, 1 to 1000
  Duration retry_first =
      seconds(3);  ///< SEND without an answer is repeated after this, doubled each time
  Duration retry_max = seconds(30);
};

}  // namespace imstorm
