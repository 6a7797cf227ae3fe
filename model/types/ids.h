#pragma once

#include <compare>
#include <cstdint>

#include "sim/core/ids.h"

namespace imstorm {

using UserId = StrongId<struct UserTag>;
using DeviceId = StrongId<struct DeviceTag>;
using ConvId = StrongId<struct ConvTag>;
/// One storage instance of one device: a wiped device gets a new one; never used twice.
using InstId = StrongId<struct InstTag>;
/// One message of the workload: what the user wrote, however often it is sent.
using BodyId = StrongId<struct BodyTag>;
/// Signals have ids of the same sort, from here up: a fault, an event or a frame that is about a
/// body may be about either, and one more signal moves no message.
inline constexpr std::uint32_t kFirstSignal = 0x80000000;
constexpr BodyId signal_id(std::size_t nth) {
  return BodyId(kFirstSignal + static_cast<std::uint32_t>(nth));
}
constexpr bool is_signal(BodyId body) { return body && body.value >= kFirstSignal; }

/// A position in a conversation's log: 1, 2, ... in commit order; 0 is before the first.
struct Seq {
  std::uint64_t value = 0;
  friend constexpr auto operator<=>(Seq, Seq) = default;
  constexpr Seq next() const { return {value + 1}; }
};

/// A message's place in its sender's line: 1, 2, ... per (installation, conversation).
struct Cseq {
  std::uint32_t value = 0;
  friend constexpr auto operator<=>(Cseq, Cseq) = default;
  constexpr Cseq next() const { return {value + 1}; }
};

/// The client's message id: made by the SDK, durable before the first transmission, the same in all
/// retries for ever. `n` counts messages of the installation over all conversations.
struct Cmid {
  InstId inst;
  std::uint32_t n = 0;
  friend constexpr auto operator<=>(Cmid, Cmid) = default;
  constexpr std::uint64_t packed() const { return std::uint64_t{inst.value} << 32 | n; }
};

/// The server's message id; 0 names nothing.
struct Msgid {
  std::uint64_t value = 0;
  friend constexpr auto operator<=>(Msgid, Msgid) = default;
};

/// Fencing token of a conversation's writer: grows by one with every change of owner.
struct Epoch {
  std::uint64_t value = 0;
  friend constexpr auto operator<=>(Epoch, Epoch) = default;
};

/// Grows with every election among the replicas of a shard of the store; a term has one leader.
struct Term {
  std::uint64_t value = 0;
  friend constexpr auto operator<=>(Term, Term) = default;
};

/// Grows with every accepted connection of a device; older sessions are dead.
struct Session {
  std::uint64_t value = 0;
  friend constexpr auto operator<=>(Session, Session) = default;
};

/// Which history of a conversation a position belongs to; changes when acknowledged state may be
/// lost.
struct Lineage {
  std::uint32_t value = 1;
  friend constexpr auto operator<=>(Lineage, Lineage) = default;
};

}  // namespace imstorm
