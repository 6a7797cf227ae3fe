#pragma once

#include <cstdint>

#include "model/types/content.h"
#include "model/types/ids.h"
#include "sim/core/ids.h"
#include "sim/core/time.h"

// The nouns that several kinds of frame are made of.

namespace imstorm {

/// How far one device is in one conversation: what it holds, what its app has taken.
struct Position {
  ConvId conv;
  Lineage lineage;
  Seq recv;
  Seq consumed;
};

/// The newest committed position of a conversation and the oldest that can still be had.
struct Head {
  ConvId conv;
  Lineage lineage;
  Seq hw;     ///< high-water mark: everything up to it is committed
  Seq floor;  ///< everything up to it was trimmed
  Seq top{};  ///< the newest position that is stored; above hw while one between is undecided
};

/// A log entry on its way to a reader. One without content is a tombstone: it says that no position
/// of (prev, seq] holds anything, nor ever will (rule S6).
struct Entry {
  Seq seq;
  Msgid msgid;
  Cmid cmid;
  UserId author;
  BodyId body;
  std::uint32_t bytes = 0;
  Instant written;  ///< by the sender's wall clock
  Seq prev{};       ///< the position before it: in the log, or of those that its reader sees
  Content content = Content::Text;
  UserId subject{};  ///< of Join, Leave and Kick: whom it is about
  ConvId origin{};   ///< of a copy in an inbox: where it is from
  Seq origin_seq{};
  bool tombstone() const { return !body; }
};

/// One stretch of positions that a user sees: those above `above`, up to `upto`.
struct MemberRow {
  UserId user;
  Seq above;
  Seq upto{~std::uint64_t{0}};
};

/// Which of a gateway's devices a frame between servers is about: replies find their way by it.
struct Via {
  ProcessId gateway;
  DeviceId device;
  InstId inst;
  Session session;
};

}  // namespace imstorm
