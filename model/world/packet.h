#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "model/node/directory.h"
#include "model/protocol/link_order.h"
#include "model/types/frames.h"
#include "sim/core/ids.h"
#include "sim/net/connection.h"

namespace imstorm {

/// A frame under way, or waiting in a run queue. In whole cache lines: a large world fits in no
/// cache.
struct alignas(64) Packet {
  ConnectionId connection;
  End from = 0;
  ProcessId sender;
  std::uint64_t key = 0;      ///< keeps what belongs together on one path
  std::uint64_t subject = 0;  ///< what it carries: the same for an identical packet
  std::uint32_t attempt = 0;  ///< the how-manieth identical one on this connection, if that matters
  LinkStamp stamp;            ///< a signal's: where it stands on its link
  Frame frame;
  std::uint64_t name() const;  ///< subject and attempt in one
};
static_assert(sizeof(Packet) == 3 * 64);

/// What a packet carries, as a stable 64-bit name: made of names' hashes and protocol numbers,
/// never of dense ids, so that an unrelated device or message moves no decision about it.
std::uint64_t subject_of(const Frame& frame, const Directory& directory);

/// Packets by index, slots used again.
class PacketSlab {
 public:
  /// An empty packet in a free slot. References to others may dangle from now on.
  std::uint32_t add();
  /// The slot is free from now on; what it holds stays readable until the next add().
  void drop(std::uint32_t index) { free_.push_back(index); }
  Packet& operator[](std::uint32_t index) { return slots_[index]; }
  const Packet& operator[](std::uint32_t index) const { return slots_[index]; }
  std::size_t size() const { return slots_.size() - free_.size(); }

 private:
  std::vector<Packet> slots_;
  std::vector<std::uint32_t> free_;
};

}  // namespace imstorm
