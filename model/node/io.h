#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "model/history/event.h"
#include "model/types/frames.h"
#include "sim/core/ids.h"
#include "sim/core/ratio.h"
#include "sim/core/time.h"

namespace imstorm {

/// What a node knows when it is asked to step: its own clocks, which may be wrong.
struct Now {
  Instant steady;    ///< never goes back; runs fast or slow with the host's drift
  Instant wall;      ///< steps and skews
  Instant observer;  ///< the observer's time; a node may only hand it back in an Observe
};

struct Directory;

/// What a node is given with every input.
struct Context {
  Now now;
  ProcessId self;
  const Directory& directory;
};

/// Names a timer. A timer is set anew by a greater generation; a node ignores older ones, so
/// nothing is ever searched for in the event queue.
struct TimerId {
  std::uint8_t what = 0;  ///< the node's own enumeration
  std::uint32_t index = 0;
  std::uint32_t generation = 0;
};

// Inputs of step().

struct Started {};  ///< the first start and every restart; volatile state is empty
struct Received {
  ProcessId from;
  ConnectionId connection;             ///< of a device's frame at a gateway; else a default id
  Frame& frame;                        ///< may be moved from
  CommitFate fate = CommitFate::Done;  ///< of what is committed for it
};
struct TimerFired {
  TimerId timer;
};
struct Persisted {
  std::uint32_t records = 0;  ///< the oldest so many written records are durable now
};
struct PeerUp {  ///< a server can be reached again
  ProcessId peer;
};
struct PeerDown {  ///< a connection to a server broke: what was under way on it may be lost
  ProcessId peer;
  bool last = true;  ///< and no other one is left
};
struct ConnectionUp {
  ConnectionId connection;
};
struct ConnectionDown {
  ConnectionId connection;
};
struct CacheFlushed {};       ///< a server: what it caches is gone, nothing else
struct RingNews {             ///< a gateway or logic process learns of a new ring
  std::uint32_t version = 0;  ///< an index into the directory's rings
};
struct Leaving {};       ///< a gateway is to give up its sessions: it will be gone soon
struct NetworkChanged {  ///< a device finds itself without, or again with, a network
  bool up = true;
};
struct AppSend {  ///< the user writes
  ConvId conv;
  BodyId body;
  std::uint32_t bytes = 0;
  Content content = Content::Text;
  UserId subject{};  ///< of Join, Leave and Kick
};

struct AppCancel {  ///< the user takes back what has no outcome yet
  ConvId conv;
  BodyId body;
};
struct AppSignal {  ///< the user signals: typing, a call; to one user or to a whole conversation
  ConvId conv;
  UserId to;
  BodyId body;
};

// Outputs of step().

struct SendTo {  ///< to a server, over a pooled connection chosen by key
  ProcessId to;
  std::uint64_t key = 0;
  Frame frame;
};
struct SendOn {  ///< on a connection between a device and a gateway
  ConnectionId connection;
  Frame frame;
};
struct SetTimer {
  TimerId timer;
  Duration after;             ///< on the node's own steady clock
  Ratio jitter;               ///< up to this share more
  std::uint64_t subject = 0;  ///< what the jitter's decision is about: stable, never a dense id
};
struct Persist {  ///< the node has written so many records; Persisted follows when they are durable
  std::uint32_t records = 1;
};
struct OpenConnection {  ///< to some gateway; the first goes home, later ones anywhere
  std::uint32_t attempt = 0;
};
struct CloseConnection {
  ConnectionId connection;
};
struct Observe {
  Event event;             ///< the world fills in the instant
  std::uint64_t once = 0;  ///< names what several processes see; only the first of them counts
};

using Output =
    std::variant<SendTo, SendOn, SetTimer, Persist, OpenConnection, CloseConnection, Observe>;
using Outputs = std::vector<Output>;

}  // namespace imstorm
