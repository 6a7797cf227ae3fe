#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace imstorm {

/// The kinds of frame that travel between processes, in the order of the Frame variant.
enum class FrameKind : std::uint8_t {
  Connect,
  Connected,
  Sync,
  Send,
  SendAck,
  SendNack,
  Notify,
  Pull,
  Data,
  Truncated,
  Ack,
  Consume,
  ConsumeAck,
  Ping,
  Pong,
  Close,
  Register,
  Registered,
  Subscribe,
  Subscribed,
  Unsubscribe,
  Take,
  Taken,
  Append,
  Appended,
  Attach,
  Attached,
  Read,
  Page,
  Cursors,
  Push,
  Signal,
  Relay,
  Presence,
  Vote,
  Voted,
  Replicate,
  Replicated,
  Leader,
  Resync,
  Allocate,
  Allocated,
  Resolve,
  Resolved,
  Reserve,
  Reserved,
  Deliver,
  Delivered,
  Raised,
  Fanned,
  Lease,
  Leased,
  AskMembers,
  Members,
};

/// As scenarios, cases and reports write them.
inline constexpr std::array<std::string_view, 54> kFrameNames = {
    "CONNECT", "CONNECTED", "SYNC",       "SEND",        "SEND_ACK",  "SEND_NACK",   "NOTIFY",
    "PULL",    "DATA",      "TRUNCATED",  "ACK",         "CONSUME",   "CONSUME_ACK", "PING",
    "PONG",    "CLOSE",     "REGISTER",   "REGISTERED",  "SUBSCRIBE", "SUBSCRIBED",  "UNSUBSCRIBE",
    "TAKE",    "TAKEN",     "APPEND",     "APPENDED",    "ATTACH",    "ATTACHED",    "READ",
    "PAGE",    "CURSORS",   "PUSH",       "SIGNAL",      "RELAY",     "PRESENCE",    "VOTE",
    "VOTED",   "REPLICATE", "REPLICATED", "LEADER",      "RESYNC",    "ALLOCATE",    "ALLOCATED",
    "RESOLVE", "RESOLVED",  "RESERVE",    "RESERVED",    "DELIVER",   "DELIVERED",   "RAISED",
    "FANNED",  "LEASE",     "LEASED",     "ASK_MEMBERS", "MEMBERS"};

constexpr std::string_view name_of(FrameKind kind) {
  return kFrameNames[static_cast<std::size_t>(kind)];
}

}  // namespace imstorm
