#pragma once

#include <vector>

#include "model/node/io.h"
#include "model/protocol/block_book.h"
#include "model/protocol/conversation_record.h"
#include "sim/core/dense.h"

namespace imstorm {

/// True for what a store has to make durable before it answers; everything else only asks.
bool is_commit(const Frame& frame);

/// What a store answers when it cannot say whether it committed; nothing where a timer of the asker
/// repeats the question anyway.
void answer_failure(const Context& context, ProcessId to, const Frame& frame, Outputs& out);

/// What a store holds, apart from how that becomes durable and is copied: a state machine that
/// commands are applied to, one after the other.
class StoreState {
 public:
  StoreState() = default;
  /// The conversations of a shard, with their members' devices. `home` is its process, or the first
  /// of its replicas.
  StoreState(ProcessId home, const Directory& directory);

  /// One transaction. Answers go to `from`; where `replies` is null, nobody hears of it.
  void apply(const Context& context, ProcessId from, const Frame& command, Outputs* replies);
  /// Only under DedupOptions::Write::BeforeAppend: the first half of an append.
  void note_sender(const Context& context, const Append& append);

  void read(const Context& context, ProcessId from, const Read& request, Outputs& out) const;
  /// As read(), as if `pending` had been applied already (StoreOptions::Read::AnyStored).
  void read_ahead(const Context& context, ProcessId from, const Read& request,
                  const std::vector<const Logged*>& pending, Outputs& out) const;
  /// Who is in a conversation.
  void tell_members(const Context& context, ProcessId from, const AskMembers& request,
                    Outputs* replies) const;
  /// The head and the cursors of a device, without registering it.
  void look(const Context& context, ProcessId from, const Attach& request, Outputs& out);

  /// What a crash takes although the log of commands is durable: see DedupOptions::Write and
  /// StoreOptions::Cache.
  void lose_volatile(const ProtocolOptions& options);
  /// What was acknowledged may be lost: a new lineage of everything. Where `seen` is null, nobody
  /// hears of it.
  void fork(Lineage lineage, Loss why, Outputs* seen);
  /// Under StoreOptions::Cache::OnlyStore all messages; else nothing.
  void flush_cache(const ProtocolOptions& options);
  std::size_t cached(const ProtocolOptions& options) const;

  const ConversationRecord* find(ConvId conv) const { return records_.find(conv); }

 private:
  void observe_decided(ConvId conv, Outputs* replies);
  void observe_given_up(ConvId conv, Outputs* replies);
  template <class F>
  void apply_frame(const Context&, ProcessId from, const F&, Outputs* replies);

  DenseVector<ConvId, ConversationRecord> records_;
  DenseVector<DeviceId, Session> sessions_;
  Session forgotten_;                     // of any device, those up to here may have been given out
  FlatMap<ConvId, ProcessId> notifiers_;  // who last asked for a conversation's head
  BlockBook blocks_;                      // of numbers, for id services
};

}  // namespace imstorm
