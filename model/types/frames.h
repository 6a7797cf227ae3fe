#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "model/types/fanout_frames.h"
#include "model/types/frame_kind.h"
#include "model/types/frame_parts.h"
#include "model/types/ids.h"
#include "model/types/number_frames.h"
#include "model/types/replica_frames.h"
#include "model/types/signal_frames.h"
#include "sim/core/boxed.h"
#include "sim/core/ids.h"
#include "sim/core/time.h"

namespace imstorm {

// Device and gateway.

struct Connect {  ///< opens a session; re-bases the server's cursors of this device
  DeviceId device;
  InstId inst;
  std::vector<Position> positions;
};
struct Connected {  ///< sent after every subscription is live (rule G3); also answers SYNC
  Session session;
  std::vector<Head> heads;
};
struct Sync {  ///< as CONNECT without a new session
  Session session;
  std::vector<Position> positions;
};
struct Send {
  Via via;
  ConvId conv;
  Cmid cmid;
  Cseq cseq;
  BodyId body;
  std::uint32_t bytes = 0;
  std::uint32_t attempt = 1;
  Instant written;
  std::uint32_t counter = 0;  ///< what stands for cmid (DedupOptions::Identity::VolatileCounter)
  Content content = Content::Text;
  UserId subject{};        ///< of Join, Leave and Kick: whom it is about
  std::uint32_t ring = 0;  ///< the version of the ring by which the gateway chose
};
struct SendAck {  ///< only from committed state
  Via via;
  ConvId conv;
  Cmid cmid;
  Cseq cseq;
  BodyId body;
  Lineage lineage;
  Seq seq;
  Msgid msgid;
};
struct SendNack {
  enum class Code : std::uint8_t {
    OutOfOrder,     ///< `expected` comes first; advisory
    NotOwner,       ///< try again; `ring` is the newest version that the process knows; advisory
    Rejected,       ///< final, recorded
    Conflict,       ///< the same id with another content; final
    UnknownDevice,  ///< this installation is not registered; connect again
  };
  Via via;
  ConvId conv;
  Cmid cmid;
  Cseq cseq;
  BodyId body;
  Lineage lineage;
  Code code{};
  Cseq expected;
  std::uint32_t ring = 0;
};
struct Notify {  ///< a hint; may be lost
  Via via;
  ConvId conv;
  Lineage lineage;
  Seq hw;
};
struct Pull {  ///< carries both acknowledgements
  Via via;
  std::uint32_t req = 0;
  ConvId conv;
  Lineage lineage;
  Seq after;
  Seq recv;
  Seq consumed;
  Seq min_hw;  ///< the answer must know at least this much
  std::uint32_t limit = 0;
  Instant since{};  ///< nothing written earlier is wanted (PullOptions::Cursor::ClientClock)
};
struct Data {  ///< asserts that (after, next] contains exactly these entries for the reader
  Via via;
  std::uint32_t req = 0;
  ConvId conv;
  Lineage lineage;
  Seq after;
  Seq next;
  Seq hw;
  bool more = false;
  Seq consume_upto;  ///< the permit of phase two, riding along
  std::vector<Entry> entries;
  Seq dup_upto{};  ///< entries up to here were sent before (ConsumeOptions::Duplicate::DupFlag)
};
struct Truncated {  ///< positions up to floor cannot be had any more
  Via via;
  std::uint32_t req = 0;
  ConvId conv;
  Lineage lineage;
  Seq floor;
  std::vector<Head> origins{};  ///< of an inbox: how far each conversation's copies are gone
};
struct Ack {  ///< cumulative, stand-alone
  Via via;
  ConvId conv;
  Lineage lineage;
  Seq recv;
  Seq consumed;
};
struct Consume {  ///< cumulative permit of phase two
  Via via;
  ConvId conv;
  Lineage lineage;
  Seq upto;
};
struct ConsumeAck {
  Via via;
  ConvId conv;
  Lineage lineage;
  Seq consumed;
};
struct Ping {  ///< is anybody there? Of a gateway: in this session?
  Session session{};
};
struct Pong {  ///< repeats what was asked
  Session session{};
};
struct Close {};  ///< nobody says it any more: an end of a connection says as much. Its place stays

// Gateway and store: the session registry.

struct Register {  ///< a new session for a device: compare-and-swap of its session number
  Via via;
  std::uint32_t token = 0;  ///< the gateway's name for the connection that asked
};
struct Registered {
  Via via;
  std::uint32_t token = 0;
};

// Gateway and logic: who wants to hear of a conversation.

struct Subscribe {
  Via via;
  Position at;
  bool rebase = false;     ///< a new session: the server's cursors follow the device's (rule D2)
  bool look = false;       ///< asks for the head only (NotifyOptions::Subscribe::AfterSnapshot)
  std::uint32_t ring = 0;  ///< the version of the ring by which the gateway chose
  bool proven = false;     ///< the device answered a Ping of this session
};
struct Subscribed {
  Via via;
  Head head;
  bool superseded = false;  ///< a newer session exists: this one must connect again
  std::uint32_t ring = 0;   ///< the newest version that the process knows
  bool unproven = false;    ///< as in Attached
};
struct Unsubscribe {
  Via via;
  ConvId conv;
};

// Logic and store.

struct Take {  ///< become the writer of a conversation
  ConvId conv;
  Epoch expected;  ///< the epoch that the taker believes current
};
struct Taken {
  ConvId conv;
  Epoch epoch;
  Lineage lineage;
  Seq last;
  bool won = false;                  ///< false: `epoch` is what to expect at the next try
  bool failed = false;               ///< the store does not know whether it committed
  Seq top{};                         ///< the newest position that is stored
  Duration wait{};                   ///< not won: another writer's lease lasts this long still
  Seq members_changed{};             ///< where somebody last joined or left
  std::vector<MemberRow> members{};  ///< none: everybody sees everything
  Seq fanned{};                      ///< every member's inbox has a copy of everything up to here
};
struct Append {
  Epoch epoch;
  Send send;
  Seq seq{};                ///< where to insert it; 0: the store makes the position
  Msgid msgid{};            ///< 0: the store makes it of the position
  std::uint32_t draft = 0;  ///< the writer's name for it, for the answer
};
struct Appended {
  enum class Code : std::uint8_t {
    Committed,
    Duplicate,  ///< committed earlier; seq and msgid are those
    Fenced,     ///< the writer's epoch is over
    OutOfOrder,
    Rejected,
    Conflict,
    UnknownDevice,
    Failed,    ///< the outcome is unknown: nothing, or committed (rule S5)
    Occupied,  ///< the position is decided already: insert it at another one
  };
  Via via;
  Code code{};
  ConvId conv;
  Cmid cmid;
  Cseq cseq;
  BodyId body;
  Lineage lineage;
  Seq seq;
  Msgid msgid;
  Cseq expected;
  std::uint32_t draft = 0;           ///< as in Append
  Boxed<Entry> entry;                ///< what was committed, for the writer's cache
  Seq hw{};                          ///< where numbers come from elsewhere: what may be read
  Seq top{};                         ///< and what is stored
  Seq members_changed{};             ///< where somebody last joined or left
  std::vector<MemberRow> members{};  ///< if it was here: who sees what from now on
};
struct Attach {  ///< registers a device at a conversation and asks for its head
  Via via;
  Position at;
  bool rebase = false;
  bool proven = false;  ///< as in Subscribe
};
struct Attached {
  Via via;
  Head head;
  Epoch epoch;
  Seq recv;  ///< the cursors as the store holds them now
  Seq consumed;
  bool superseded = false;  ///< a newer session is attached: nothing was changed
  Seq fanned{};             ///< as in Taken
  bool unproven = false;    ///< another installation is registered: does this one live? (H47)
};
struct Read {
  Via via;
  std::uint32_t req = 0;
  ConvId conv;
  Lineage lineage;
  Seq after;
  std::uint32_t limit = 0;
  Seq min_hw{};     ///< the answer must know at least this much (rule P1)
  Instant since{};  ///< as in Pull
};
struct Page {
  enum class Answer : std::uint8_t {
    Entries,
    Behind,  ///< this replica does not know enough: ask the one that leads (P1 before P4)
    Resync,  ///< the asker's lineage is over: it counts up to `fork` only (P4)
  };
  Via via;
  std::uint32_t req = 0;
  Head head;
  Seq after;
  Seq next;
  std::vector<Entry> entries;
  Answer answer = Answer::Entries;
  Seq fork{};
  /// Of a trimmed inbox: how far each conversation's copies are gone.
  Boxed<std::vector<Head>> origins{};
};
struct Cursors {  ///< how far devices are; for trimming only. What the store could not keep it
                  ///< sends back
  struct Row {
    DeviceId device;
    InstId inst;
    Session session;
    Seq recv;
    Seq consumed;
  };
  ConvId conv;
  std::vector<Row> rows;
  Lineage lineage{};
};

// Gateway to device, where a history was lost.

struct Resync {  ///< a new lineage began: what the device has after `fork` is not in its log
  Via via;
  std::uint32_t req = 0;
  ConvId conv;
  Lineage lineage;
  Seq fork;
  Seq hw;
};

// Logic and device, by way of the gateway.

struct Push {  ///< a message unasked for: asserts that nothing in (prev, entry.seq) is for the
               ///< reader
  Via via;
  ConvId conv;
  Lineage lineage;
  Seq prev;
  Entry entry;
};

/// Anything that travels between two processes. The order is that of FrameKind.
using Frame =
    std::variant<Connect, Connected, Sync, Send, SendAck, SendNack, Notify, Pull, Data, Truncated,
                 Ack, Consume, ConsumeAck, Ping, Pong, Close, Register, Registered, Subscribe,
                 Subscribed, Unsubscribe, Take, Taken, Append, Appended, Attach, Attached, Read,
                 Page, Cursors, Push, Signal, Relay, Presence, Vote, Voted, Replicate, Replicated,
                 Leader, Resync, Allocate, Allocated, Resolve, Resolved, Reserve, Reserved, Deliver,
                 Delivered, Raised, Fanned, Lease, Leased, AskMembers, Members>;
static_assert(std::variant_size_v<Frame> == kFrameNames.size());
// Every packet, input of a disk and output of a step takes this much: what is large and in few
// kinds of frame is Boxed.
static_assert(sizeof(Frame) <= 144);

/// A command in the log of a shard's replicas.
struct Logged {
  enum class Part : std::uint8_t {
    Whole,
    Sender,  ///< only the row by which a repeat is recognised
  };
  ProcessId from;  ///< who is answered
  Frame frame;
  CommitFate fate = CommitFate::Done;
  Part part = Part::Whole;
  Instant taken{};  ///< by the steady clock of the leader that took it: all replicas go by that
};

inline FrameKind kind_of(const Frame& frame) { return static_cast<FrameKind>(frame.index()); }

/// Size on the wire in bytes: a header of 24, 16 per row of a list, and the text of messages.
std::uint32_t wire_bytes(const Frame& frame);

/// Told to a device until it shows that it knows (rules N1, N3): one of them more or less is
/// nothing.
inline bool is_hint(const Frame& frame) {
  return std::holds_alternative<Notify>(frame) || std::holds_alternative<Consume>(frame);
}

/// The workload message that a frame carries or answers, or a default id.
BodyId body_of(const Frame& frame);

/// The conversation that one kind of frame is about, or a default id.
template <class F>
ConvId conv_in(const F& f) {
  if constexpr (requires { f.conv; }) {
    return f.conv;
  } else if constexpr (requires { f.head; }) {
    return f.head.conv;
  } else if constexpr (requires { f.at; }) {
    return f.at.conv;
  } else if constexpr (requires { f.send; }) {
    return f.send.conv;
  } else {
    return {};
  }
}

/// The conversation that a frame is about, or a default id: the key that keeps it on one path.
ConvId conv_of(const Frame& frame);

}  // namespace imstorm
