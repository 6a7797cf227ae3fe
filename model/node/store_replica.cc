// A store that is one replica of its shard: it answers what a majority has made durable, if it
// leads, and says who leads if it does not.
#include <algorithm>
#include <utility>

#include "model/node/directory.h"
#include "model/node/store.h"
#include "model/protocol/leader_book.h"
#include "sim/core/ensure.h"
#include "sim/core/hash.h"

namespace imstorm {

namespace {

constexpr std::uint64_t kSocket = 0x5707;    // all between two replicas goes one way
constexpr std::int64_t kElectionSteps = 10;  // the waits of two neighbours differ by a tenth

}  // namespace

std::uint32_t StoreNode::replica_of(const Context& context, ProcessId process) const {
  const std::vector<ProcessId>& all = context.directory.replicas[shard_];
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    if (all[i] == process) return i;
  }
  fail("a replica heard from a process that is none of its shard's");
}

void StoreNode::start_replica(const Context& context, Outputs& out) {
  log_->restart();
  seen_role_ = ReplicaLog::Role::Follower;
  heard_ = context.now.steady;
  if (log_->last() > 0 || log_->term() > Term{}) {
    arm_election(context, context.directory.options.store.election, out);
    return;
  }
  // The first start of all: the replicas do not wait for each other, one after the other.
  heard_ = heard_ - context.directory.options.store.election;
  const std::uint32_t self = replica_of(context, context.self);
  election_generation_ += 1;
  out.emplace_back(SetTimer{{kElection, 0, election_generation_},
                            milliseconds(50) * (static_cast<std::int64_t>(self) + 1),
                            {}});
}

/// Spread over twice the time, so that two seldom stand for election at once; and where chance adds
/// nothing, each waits a little longer than the one before it, or they would do so for ever.
void StoreNode::arm_election(const Context& context, Duration wait, Outputs& out) {
  election_generation_ += 1;
  const auto self = static_cast<std::int64_t>(replica_of(context, context.self));
  const Duration own{wait.ns + wait.ns / kElectionSteps * self};
  out.emplace_back(SetTimer{{kElection, 0, election_generation_}, own, percent(100), kElection});
}

void StoreNode::step(const Context& context, TimerFired input, Outputs& out) {
  if (!log_) return;
  const StoreOptions& options = context.directory.options.store;
  ReplicaLog::Effects effects;
  if (input.timer.what == kBeat) {
    if (input.timer.generation != beat_generation_ || !log_->leads()) return;
    log_->beat(effects);
    out.emplace_back(SetTimer{{kBeat, 0, beat_generation_}, beat_every(context), {}});
  } else {
    if (input.timer.generation != election_generation_ || log_->leads()) return;
    const Duration silence = context.now.steady - heard_;
    if (silence < options.election) {
      arm_election(context, options.election - silence, out);
      return;
    }
    log_->campaign(effects);
    arm_election(context, options.election, out);
  }
  follow(context, effects, out);
}

/// The leader's process is gone: no need to wait until its silence is noticed.
void StoreNode::step(const Context& context, PeerDown input, Outputs& out) {
  if (!log_ || !input.last || log_->leads() || log_->leader() == ReplicaLog::kNobody) return;
  if (context.directory.replicas[shard_][log_->leader()] != input.peer) return;
  heard_ = context.now.steady - context.directory.options.store.election;
  arm_election(context, context.directory.options.store.takeover, out);
}

bool StoreNode::stand(const Context& context, Outputs& out) {
  if (!log_ || log_->leads()) return false;
  ReplicaLog::Effects effects;
  log_->campaign(effects);
  arm_election(context, context.directory.options.store.election, out);
  follow(context, effects, out);
  return true;
}

/// From one sign of life to the next; what waits is copied with it.
Duration StoreNode::beat_every(const Context& context) const {
  const StoreOptions& options = context.directory.options.store;
  const bool lazy = options.replicate == StoreOptions::Replicate::Async && options.lag.ns > 0;
  return lazy ? options.lag : options.heartbeat;
}

void StoreNode::receive(const Context& context, Received input, Outputs& out) {
  ReplicaLog::Effects effects;
  const bool known = std::visit(
      [&](const auto& f) {
        if constexpr (requires { log_->on(0, f, effects); }) {
          log_->on(replica_of(context, input.from), f, effects);
          return true;
        } else {
          return false;
        }
      },
      input.frame);
  if (known) {
    const bool from_leader = std::holds_alternative<Replicate>(input.frame);
    if (from_leader && log_->leader() == replica_of(context, input.from)) {
      heard_ = context.now.steady;
    }
  } else if (!read_here(context, input, out)) {
    take_command(context, std::move(input), effects, out);
  }
  follow(context, effects, out);
}

/// True if this replica answers a read by itself, whether it leads or not. P1 before P4: one that
/// may be behind says nothing about lost histories.
bool StoreNode::read_here(const Context& context, const Received& input, Outputs& out) {
  const auto* read = std::get_if<Read>(&input.frame);
  if (read == nullptr || read->min_hw == kAskLeader) return false;
  const ConversationRecord& record = *state_.find(read->conv);
  switch (context.directory.options.store.read) {
    case StoreOptions::Read::CommittedPrefix:
      return false;
    case StoreOptions::Read::AnyStored:
      if (!log_->leads()) return false;
      state_.read_ahead(context, input.from, *read, log_->pending(), out);
      return true;
    case StoreOptions::Read::FollowerUnchecked:
      break;
    case StoreOptions::Read::FollowerMinHw:
      if (record.last() >= read->min_hw && record.lineage() == read->lineage) break;
      if (log_->leads()) return false;
      Page behind{read->via,   read->req,   {read->conv, read->lineage, {}, {}},
                  read->after, read->after, {}};
      behind.answer = Page::Answer::Behind;
      out.emplace_back(SendTo{input.from, context.directory.key_of(read->conv), std::move(behind)});
      return true;
  }
  state_.read(context, input.from, *read, out);
  return true;
}

/// Reads go through the log like everything else, so that whoever answers them leads, whatever it
/// believes.
void StoreNode::take_command(const Context& context, Received input, ReplicaLog::Effects& effects,
                             Outputs& out) {
  if (!log_->leads()) {
    out.emplace_back(SendTo{input.from, shard_key_, leader_hint(context)});
    return;
  }
  const bool append = std::holds_alternative<Append>(input.frame);
  const DedupOptions& dedup = context.directory.options.dedup;
  if (append && dedup.write == DedupOptions::Write::BeforeAppend) {
    log_->append(std::make_shared<const Logged>(Logged{input.from, input.frame, CommitFate::Done,
                                                       Logged::Part::Sender, context.now.steady}),
                 effects);
  }
  if (input.fate == CommitFate::FailsBefore) {
    answer_failure(context, input.from, input.frame, out);
    return;
  }
  auto what = std::make_shared<const Logged>(Logged{input.from, std::move(input.frame), input.fate,
                                                    Logged::Part::Whole, context.now.steady});
  if (!log_->append(what, effects)) answer_failure(context, what->from, what->frame, out);
}

Leader StoreNode::leader_hint(const Context& context) const {
  const std::uint32_t leader = log_->leader();
  if (leader == ReplicaLog::kNobody) return {log_->term(), {}};
  return {log_->term(), context.directory.replicas[shard_][leader]};
}

/// What a step of the log leads to: frames, writes, committed commands, a change of its role.
void StoreNode::follow(const Context& context, ReplicaLog::Effects& effects, Outputs& out) {
  for (auto& [to, frame] : effects.messages) {
    out.emplace_back(SendTo{context.directory.replicas[shard_][to], kSocket, std::move(frame)});
  }
  if (effects.records > 0) out.emplace_back(Persist{effects.records});
  effects = {};
  if (log_->take_rewind()) state_ = StoreState(context.directory.stores[shard_], context.directory);
  while (const LogRow* row = log_->next()) apply_row(context, *row, out);
  if (log_->role() == seen_role_ && log_->term() == seen_term_) return;
  const bool led = seen_role_ == ReplicaLog::Role::Leader;
  seen_role_ = log_->role();
  seen_term_ = log_->term();
  if (log_->leads()) {
    announce(context, out);
    beat_generation_ += 1;
    out.emplace_back(SetTimer{{kBeat, 0, beat_generation_}, beat_every(context), {}});
  } else if (led) {
    announce(context, out);  // what was asked of it will not be answered
    heard_ = context.now.steady;
    arm_election(context, context.directory.options.store.election, out);
  }
}

/// A hint to everybody who asks stores; whoever does not hear it is told when it asks.
void StoreNode::announce(const Context& context, Outputs& out) {
  const Directory& directory = context.directory;
  for (const std::vector<ProcessId>* all :
       {&directory.logics, &directory.gateways, &directory.ids}) {
    for (const ProcessId process : *all) {
      out.emplace_back(SendTo{process, shard_key_, leader_hint(context)});
    }
  }
}

/// Only the leader that took a command answers it. Every replica shows what was accepted; an
/// observer counts it once.
void StoreNode::apply_row(const Context& context, const LogRow& row, Outputs& out) {
  if (row.what == nullptr) {
    state_.lose_volatile(context.directory.options);  // what only the former leader remembered
    const bool checked = context.directory.options.store.lineage == StoreOptions::Lineage::Checked;
    if (row.loss == Loss::None || !checked) return;
    Outputs forked;
    state_.fork(Lineage{static_cast<std::uint32_t>(row.term.value)}, row.loss, &forked);
    std::uint64_t name = hash_mix(hash_mix(shard_key_, kSocket), row.term.value);
    for (Output& output : forked) {
      std::get<Observe>(output).once = name | 1;
      name = hash_mix(name, 1);
      out.push_back(std::move(output));
    }
    return;
  }
  const bool answers = log_->leads() && row.term == log_->term();
  // Replicas that looked at clocks of their own would come to different ends.
  Context then = context;
  then.now.steady = row.what->taken;
  Outputs made;
  apply(then, state_, *row.what, &made);
  std::uint64_t name = hash_mix(hash_mix(shard_key_, log_->applied()), row.term.value);
  for (Output& output : made) {
    if (auto* seen = std::get_if<Observe>(&output)) {
      seen->once = name | 1;
      name = hash_mix(name, 1);  // a command may decide several positions
      out.push_back(std::move(output));
    } else if (answers) {
      out.push_back(std::move(output));
    }
  }
}

}  // namespace imstorm
