#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/types/frame_kind.h"
#include "model/types/ids.h"
#include "sim/core/ids.h"
#include "sim/core/time.h"

namespace imstorm {

/// What happened in one run, step by step, each step with its cause: what stories and pictures are
/// made of. The laws never see it. Plain data; everything refers to everything else by index.
struct Trace {
  static constexpr std::uint32_t kNone = 0xffffffff;
  static constexpr std::uint8_t kNoWorker = 255;

  enum class Role : std::uint8_t { Device, Gateway, Logic, Store, IdService };

  /// One process, drawn as one line.
  struct Lane {
    std::string name;  ///< "gateway-1", "alice.phone"
    Role role{};
    UserId user;                ///< of a device
    std::uint32_t workers = 0;  ///< worker threads, 0 if inputs are served at once
    Duration skew;              ///< of its wall clock at the start
  };

  /// What made a process step.
  enum class Input : std::uint8_t {
    Start,    ///< the first start
    Write,    ///< its user writes a message
    Receive,  ///< a packet
    Timer,    ///< a timer of its own
    Durable,  ///< a write has become durable
    Up,       ///< a connection or the network came up
    Down,     ///< a connection or the network went down
    Crash,
    Restart,
    Fault,  ///< something else that a fault did to it
  };

  /// One step of one process: an input, and all that the process did with it.
  struct Step {
    Instant at;
    std::uint32_t lane = 0;
    std::uint8_t worker = kNoWorker;  ///< the thread that served it
    Input input{};
    std::uint32_t cause = kNone;   ///< the step that made this one happen: it sent the packet, set
                                   ///< the timer or wrote what became durable; kNone: nobody
    std::uint32_t packet = kNone;  ///< the one received
    std::uint32_t fault = kNone;   ///< the fault that made it happen
    std::vector<std::uint32_t> also;  ///< Durable: the other steps whose writes it covers
    std::string what;                 ///< what an observer saw of it, "consumes m7"; empty: nothing
  };

  enum class Fate : std::uint8_t {
    Delivered,
    Lost,      ///< the network lost it
    Unheard,   ///< it came to a process that was down, or over a connection that was over
    Dropped,   ///< a full queue dropped it
    OnTheWay,  ///< when the run ended
  };

  /// One frame under way, from the step that sent it to the step that received it.
  struct Packet {
    FrameKind kind{};
    ConvId conv;                     ///< the conversation that it is about
    BodyId body;                     ///< the workload message that it carries or is about
    std::uint32_t from = 0, to = 0;  ///< lanes
    std::uint32_t sent = kNone;      ///< step
    std::uint32_t received = kNone;  ///< step
    Instant left, ended;             ///< ended: arrival or loss
    Fate fate = Fate::OnTheWay;
    bool copy = false;            ///< made by the network, of the packet before it
    bool late = false;            ///< a fault held it back
    std::uint32_t fault = kNone;  ///< the one that lost, copied or held it back
    std::uint32_t by = kNone;     ///< Lost, Unheard: the step to blame: a crash, a connection's end
    std::uint32_t socket = 0;     ///< which of the connections of this pair of processes, from 0
    std::uint32_t bytes = 0;
    std::string detail;  ///< "seq 5", "up to 7", as far as people want to know
  };

  /// One fault of the run's plan.
  struct Band {
    std::string kind;      ///< kFaultNames
    std::string sentence;  ///< in the scenario's language
    Instant from, until;
    bool effective = false;
    std::vector<std::uint32_t> lanes;  ///< on which it lies
  };

  std::vector<Lane> lanes;
  std::vector<Step> steps;  ///< in the order of the run
  std::vector<Packet> packets;
  std::vector<Band> bands;
  std::vector<std::uint32_t> seen_at;  ///< by position in the history: the step that made it
  std::uint64_t left_out = 0;          ///< steps beyond the limit that were not kept
};

}  // namespace imstorm
