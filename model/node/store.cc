#include "model/node/store.h"

#include <algorithm>
#include <utility>

#include "model/node/directory.h"
#include "sim/core/ensure.h"
#include "sim/core/hash.h"

namespace imstorm {
namespace {

bool answers_from_memory(const Directory& directory) {
  return directory.options.store.commit != StoreOptions::Commit::Sync;
}

}  // namespace

StoreNode::StoreNode(ProcessId self, const Directory& directory) {
  shard_ = directory.shard_of(self);
  const bool replicated = !directory.replicas.empty();
  state_ = StoreState(replicated ? directory.stores[shard_] : self, directory);
  if (replicated) {
    const std::vector<ProcessId>& all = directory.replicas[shard_];
    const auto place = std::find(all.begin(), all.end(), self) - all.begin();
    const StoreOptions& options = directory.options.store;
    const bool async = options.replicate == StoreOptions::Replicate::Async;
    log_.emplace(static_cast<std::uint32_t>(place), static_cast<std::uint32_t>(all.size()),
                 options.replicate, async && options.lag.ns > 0);
    shard_key_ = hash_mix(hash_text("shard"), shard_);
    return;
  }
  if (answers_from_memory(directory)) durable_ = state_;
}

void StoreNode::step(const Context& context, Started, Outputs& out) {
  if (log_) return start_replica(context, out);
  ensure(written_.empty(), "a store starts with everything durable");
  if (answers_from_memory(context.directory)) state_ = durable_;
}

void StoreNode::step(const Context& context, Received input, Outputs& out) {
  if (log_) return receive(context, input, out);
  if (const auto* request = std::get_if<Read>(&input.frame)) {
    const bool any = context.directory.options.store.read == StoreOptions::Read::AnyStored;
    std::vector<const Logged*> pending;
    for (const Logged& command : written_) pending.push_back(&command);
    if (any) return state_.read_ahead(context, input.from, *request, pending, out);
    return state_.read(context, input.from, *request, out);
  }
  if (const auto* ask = std::get_if<AskMembers>(&input.frame)) {
    return state_.tell_members(context, input.from, *ask, &out);
  }
  if (!is_commit(input.frame)) {  // asking for the head changes nothing and needs no sync
    state_.look(context, input.from, std::get<Attach>(input.frame), out);
    return;
  }
  const DedupOptions& dedup = context.directory.options.dedup;
  const bool before_append = dedup.write == DedupOptions::Write::BeforeAppend &&
                             std::holds_alternative<Append>(input.frame);
  if (before_append) write({input.from, input.frame, input.fate, Logged::Part::Sender}, out);
  if (input.fate == CommitFate::FailsBefore) {
    answer_failure(context, input.from, input.frame, out);
  } else {
    write({input.from, std::move(input.frame), input.fate, Logged::Part::Whole}, out);
  }
  if (!answers_from_memory(context.directory)) return;
  const std::size_t parts =
      (before_append ? 1U : 0U) + (input.fate == CommitFate::FailsBefore ? 0U : 1U);
  for (std::size_t i = written_.size() - parts; i < written_.size(); ++i) {
    apply(context, state_, written_[i], &out);
  }
}

void StoreNode::write(Logged command, Outputs& out) {
  written_.push_back(std::move(command));
  out.emplace_back(Persist{1});
}

void StoreNode::step(const Context& context, Persisted input, Outputs& out) {
  if (log_) {
    ReplicaLog::Effects effects;
    log_->persisted(input.records, effects);
    return follow(context, effects, out);
  }
  ensure(input.records <= written_.size(), "more became durable than was written");
  const bool early = answers_from_memory(context.directory);
  for (std::uint32_t i = 0; i < input.records; ++i) {
    apply(context, early ? durable_ : state_, written_.front(), early ? nullptr : &out);
    written_.pop_front();
  }
}

void StoreNode::step(const Context& context, CacheFlushed, Outputs&) {
  state_.flush_cache(context.directory.options);
  durable_.flush_cache(context.directory.options);
}

void StoreNode::recover(const Context& context, std::uint32_t survivors, Outputs& out) {
  if (log_) return log_->recover(survivors);
  ensure(survivors <= written_.size(), "more survived than was written");
  const bool early = answers_from_memory(context.directory);
  Outputs unheard;
  for (std::uint32_t i = 0; i < survivors; ++i) {
    apply(context, early ? durable_ : state_, written_.front(), early ? nullptr : &unheard);
    written_.pop_front();
  }
  written_.clear();
  state_.lose_volatile(context.directory.options);
  durable_.lose_volatile(context.directory.options);
  // The clients hear nothing, but the commits happened: an observer of the log sees them.
  for (Output& output : unheard) {
    if (std::holds_alternative<Observe>(output)) out.push_back(std::move(output));
  }
}

/// The terms of a new disk, and so its lineages, are above all that any disk before it knew of.
void StoreNode::wipe(const Context& context, std::uint32_t generation, Outputs& out) {
  const Directory& directory = context.directory;
  const std::uint32_t first = generation << 16;
  const ProcessId home = log_ ? directory.stores[shard_] : context.self;
  state_ = StoreState(home, directory);
  written_.clear();
  if (log_) return log_->wipe(Term{first});
  if (directory.options.store.lineage == StoreOptions::Lineage::Checked) {
    state_.fork(Lineage{first}, Loss::Disks, &out);
  }
  if (answers_from_memory(directory)) durable_ = state_;
}

void StoreNode::apply(const Context& context, StoreState& state, const Logged& command,
                      Outputs* replies) {
  if (command.part == Logged::Part::Sender) {
    state.note_sender(context, std::get<Append>(command.frame));
    return;
  }
  if (command.fate == CommitFate::Done || replies == nullptr) {
    state.apply(context, command.from, command.frame, replies);
    return;
  }
  // It is committed, and the asker is told that nobody knows.
  Outputs unheard;
  state.apply(context, command.from, command.frame, &unheard);
  for (Output& output : unheard) {
    if (std::holds_alternative<Observe>(output)) replies->push_back(std::move(output));
  }
  answer_failure(context, command.from, command.frame, *replies);
}

}  // namespace imstorm
