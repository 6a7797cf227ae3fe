#pragma once

#include <optional>

#include "model/node/io.h"
#include "model/node/store_state.h"
#include "model/protocol/replica_log.h"
#include "sim/core/fifo.h"

namespace imstorm {

/// A store process. It logs commands, makes them durable, applies them in that order and answers:
/// so nothing is answered, readable or counted before it is durable, and one sync covers all
/// commands that were waiting for it (group commit). Where its shard has replicas, it is one of
/// them (store_replica.cc).
class StoreNode {
 public:
  StoreNode(ProcessId self, const Directory& directory);

  void step(const Context& context, Started, Outputs& out);
  void step(const Context& context, Received input, Outputs& out);
  void step(const Context& context, Persisted input, Outputs& out);
  void step(const Context& context, CacheFlushed, Outputs& out);
  void step(const Context& context, TimerFired input, Outputs& out);
  void step(const Context& context, PeerDown input, Outputs& out);

  /// After a crash: of the written commands that were not yet durable, the first `survivors` are.
  /// Nobody is answered.
  void recover(const Context& context, std::uint32_t survivors, Outputs& out);

  /// Its disk is lost, and it is set up anew; `generation` counts the disks that were set up in its
  /// stead in the whole house, from 1. Call step(Started) next.
  void wipe(const Context& context, std::uint32_t generation, Outputs& out);
  /// Another replica leads: this one stands for election now. False: it is none of several, or
  /// leads already.
  bool stand(const Context& context, Outputs& out);
  bool leads() const { return log_ && log_->leads(); }

  std::uint32_t unsynced() const {
    return log_ ? log_->unsynced() : static_cast<std::uint32_t>(written_.size());
  }
  /// What it agrees on with its shard's other replicas; null if there are none.
  const ReplicaLog* log() const { return log_ ? &*log_ : nullptr; }
  const ConversationRecord* find(ConvId conv) const { return state_.find(conv); }
  /// Messages that a flush of the cache would take.
  std::size_t cached(const ProtocolOptions& options) const { return state_.cached(options); }

 private:
  enum TimerKind : std::uint8_t { kElection = 1, kBeat };

  void write(Logged command, Outputs& out);
  static void apply(const Context&, StoreState& state, const Logged&, Outputs* replies);

  // store_replica.cc
  std::uint32_t replica_of(const Context&, ProcessId) const;
  void start_replica(const Context&, Outputs&);
  Duration beat_every(const Context&) const;
  void arm_election(const Context&, Duration wait, Outputs&);
  void receive(const Context&, Received, Outputs&);
  void take_command(const Context&, Received, ReplicaLog::Effects&, Outputs&);
  Leader leader_hint(const Context&) const;
  void follow(const Context&, ReplicaLog::Effects&, Outputs&);
  void announce(const Context&, Outputs&);
  void apply_row(const Context&, const LogRow&, Outputs&);
  bool read_here(const Context&, const Received&, Outputs&);

  StoreState state_;      // what is answered from
  StoreState durable_;    // only where answers come from memory: what a crash leaves
  Fifo<Logged> written_;  // not yet durable

  // One replica of several.
  std::optional<ReplicaLog> log_;
  std::uint32_t shard_ = 0;
  std::uint64_t shard_key_ = 0;
  Instant heard_;  // when its leader was last heard of, by the steady clock
  ReplicaLog::Role seen_role_{};
  Term seen_term_;
  std::uint32_t election_generation_ = 0;
  std::uint32_t beat_generation_ = 0;
};

}  // namespace imstorm
