#pragma once

#include <cstdint>

#include "sim/core/time.h"

namespace imstorm {

/// How what belongs together is kept on one path: process, worker thread and socket.
struct RoutingOptions {
  enum class Unicast : std::uint8_t {
    Hash,        ///< signals of one user to another: one logic process per (sender, receiver)
    RoundRobin,  ///< logic processes in turn
    Random,      ///< any logic process
  };
  enum class Group : std::uint8_t {
    HashGroup,   ///< one logic process per conversation
    HashSender,  ///< per sender: several writers for one conversation at once, kept apart by
                 ///< fencing only
    RoundRobin,  ///< logic processes in turn
  };
  enum class Worker : std::uint8_t {
    ByKey,    ///< one worker thread per key
    AnyFree,  ///< whichever thread is free: two threads race, the later may finish first
  };
  enum class Socket : std::uint8_t {
    ByKey,       ///< one socket per key
    RoundRobin,  ///< sockets in turn, with unequal delay
  };
  enum class Rehash : std::uint8_t {
    Fenced,     ///< who does not own a key by the newest ring it knows of refuses, and receivers of
                ///< signals drop what was routed by an older ring than they have seen
    Immediate,  ///< the new owner begins while the old one still has items of the key
  };
  enum class OnSlow : std::uint8_t {
    Wait,       ///< for the one process of the key
    Elsewhere,  ///< what comes next goes to another process, though this one is merely slow
  };
  enum class Resize : std::uint8_t {
    Drain,      ///< the new worker threads begin when the old ones have nothing left
    Immediate,  ///< keys move to other threads while items wait in the old ones
  };
  Unicast unicast = Unicast::Hash;
  Group group = Group::HashGroup;
  Worker worker = Worker::ByKey;
  Socket socket = Socket::ByKey;
  Rehash rehash = Rehash::Fenced;
  OnSlow on_slow = OnSlow::Wait;
  Resize resize = Resize::Drain;
  Duration slow_after = milliseconds(500);  ///< OnSlow::Elsewhere: no answer for this long is slow
  std::uint32_t ring_points =
      64;  ///< points per logic process on the consistent-hash ring, 1 to 1024
};

}  // namespace imstorm
