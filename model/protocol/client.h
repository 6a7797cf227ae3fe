#pragma once

#include <cstdint>

namespace imstorm {

/// What the app and the SDK's storage do beside the protocol.
struct ClientOptions {
  enum class Order : std::uint8_t {
    BySeq,
    ByTimestamp,  ///< by the sender's clock: skewed clocks reorder
  };
  enum class Cache : std::uint8_t {
    Durable,  ///< the largest seqid received, and what is not yet shown, survive a restart
    Lost,     ///< a restart begins from nothing; the app's set of message ids decides what is new
  };
  enum class Msgids : std::uint8_t {
    Kept,  ///< the app's set of the messages that it has shown survives a loss of the cache
    Lost,  ///< it is lost with it: the history cannot be told from new messages
  };
  Order order = Order::BySeq;
  Cache cache = Cache::Durable;
  Msgids msgids = Msgids::Kept;
};

}  // namespace imstorm
