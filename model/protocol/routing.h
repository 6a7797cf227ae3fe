#pragma once

#include <cstdint>

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
  Unicast unicast = Unicast::Hash;
  Group group = Group::HashGroup;
  Worker worker = Worker::ByKey;
  Socket socket = Socket::ByKey;
  std::uint32_t ring_points =
      64;  ///< points per logic process on the consistent-hash ring, 1 to 1024
};

}  // namespace imstorm
