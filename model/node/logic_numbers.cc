// Numbers and ids from an id service: asked for before the message is inserted (rule S6).
#include <algorithm>
#include <utility>

#include "model/node/logic.h"
#include "model/node/logic_out.h"

namespace imstorm {
namespace {

using What = Allocate::What;

const std::uint64_t kMsgidKey = hash_text("msgid");

/// A writer that lost its epoch while it resolved lets the other one finish, and up to twice that.
constexpr Duration kRivalWait = milliseconds(500);

}  // namespace

/// Whoever had the section last, as long as it can be reached; then the next.
ProcessId LogicNode::section_server(const Context& context, Conversation& conv) const {
  const Directory& directory = context.directory;
  const std::uint64_t key = directory.key_of(conv.id);
  for (std::size_t i = 0; i < directory.ids.size(); ++i) {
    const ProcessId server = directory.ids_of(key + conv.numbers.section);
    if (gone_.find(server) == nullptr) break;
    conv.numbers.section += 1;
  }
  return directory.ids_of(key + conv.numbers.section);
}

/// Counters live where their key does; blocks and snowflakes come from any server, in turn.
ProcessId LogicNode::ids_for(const Context& context, Conversation& conv, What what) const {
  const Directory& directory = context.directory;
  if (what != What::Msgid && directory.options.seq.moves()) return section_server(context, conv);
  const SeqOptions::Source seq = directory.options.seq.source;
  const MsgidOptions::Source msgid = directory.options.msgid.source;
  const bool any =
      what == What::Msgid
          ? msgid == MsgidOptions::Source::Segment || msgid == MsgidOptions::Source::Snowflake
          : seq == SeqOptions::Source::Segment || seq == SeqOptions::Source::Snowflake;
  const std::uint64_t key = what == What::Msgid ? kMsgidKey : directory.key_of(conv.id);
  return directory.ids_of(any ? directory.key_of(conv.id) + conv.numbers.turn++ : key);
}

void LogicNode::ask(const Context& context, Conversation& conv, const Draft& draft, What what,
                    std::uint64_t above, Outputs& out) {
  const ProcessId ids = ids_for(context, conv, what);
  out.emplace_back(SendTo{ids, context.directory.key_of(conv.id),
                          Allocate{conv.id, what, draft.name, above, draft.send.body,
                                   draft.send.attempt * kTriesMax + draft.tries}});
}

/// A new writer asks for the newest number that was given out: none up to it can still be stored
/// once the epoch is taken. It names the log's end in turn, for a service that has forgotten.
void LogicNode::peek(const Context& context, Conversation& conv, Outputs& out) {
  const SeqOptions& options = context.directory.options.seq;
  const bool tells = options.recover == SeqOptions::Recover::FromLog;
  const Seq end = std::max(conv.numbers.top, conv.hw);
  Draft draft;
  draft.name = static_cast<std::uint32_t>(conv.epoch.value);
  ask(context, conv, draft, What::Peek, tells ? end.value : 0, out);
}

void LogicNode::draft(const Context& context, Conversation& conv, const Send& send, Outputs& out) {
  const ProtocolOptions& options = context.directory.options;
  const bool one = options.seq.split() && options.seq.allocate == SeqOptions::Allocate::WithAppend;
  Numbering& numbers = conv.numbers;
  if (one && !numbers.drafts.empty()) {
    if (conv.waiting.size() < kWaitingMax) conv.waiting.push_back(send);
    return;
  }
  if (numbers.drafts.size() >= kWaitingMax) return;  // the sender tries again
  Draft& made = numbers.drafts.emplace_back();
  made.send = send;
  made.name = ++numbers.drafts_named;
  if (options.seq.split()) ask(context, conv, made, What::Seq, 0, out);
  if (options.msgid.split()) ask(context, conv, made, What::Msgid, 0, out);
}

void LogicNode::on(const Context& context, ProcessId, Allocated& allocated, Outputs& out) {
  Conversation& conv = conversation(context, allocated.conv);
  if (allocated.what == What::Peek) {
    if (!conv.numbers.resolving || allocated.draft != static_cast<std::uint32_t>(conv.epoch.value))
      return;
    if (allocated.failed) return take_later(context, conv, out);
    if (context.directory.options.seq.hole != SeqOptions::Hole::TombstoneAfterFence) {
      conv.taking = conv.numbers.resolving = false;
      return own(context, conv, out);
    }
    const Seq upto = std::max(conv.numbers.top, Seq{allocated.number});
    to_store(context, conv.id, Resolve{conv.id, conv.epoch, upto, Resolve::How::Tombstones}, out);
    return;
  }
  if (allocated.number == 0) return step_down(conv);  // no number now: the senders ask again
  for (Draft& draft : conv.numbers.drafts) {
    if (draft.name != allocated.draft || draft.written) continue;
    if (allocated.what == What::Seq) draft.seq = Seq{allocated.number};
    if (allocated.what == What::Msgid) draft.msgid = Msgid{allocated.number};
  }
  write_drafts(context, conv, out);
}

/// With ThenAppend whatever has its number goes; else in the order of the messages.
void LogicNode::write_drafts(const Context& context, Conversation& conv, Outputs& out) {
  const ProtocolOptions& options = context.directory.options;
  const bool ordered = options.seq.allocate == SeqOptions::Allocate::WithAppend;
  for (Draft& draft : conv.numbers.drafts) {
    const bool complete = (!options.seq.split() || draft.seq != Seq{}) &&
                          (!options.msgid.split() || draft.msgid != Msgid{});
    if (draft.written) continue;
    if (!complete && ordered) return;
    if (!complete) continue;
    draft.written = true;
    to_store(context, conv.id, Append{conv.epoch, draft.send, draft.seq, draft.msgid, draft.name},
             out);
  }
}

/// The position was decided before the message came (rule S6): it gets another one.
bool LogicNode::offer_again(const Context& context, Conversation& conv, const Appended& result,
                            Outputs& out) {
  for (Draft& draft : conv.numbers.drafts) {
    if (draft.name != result.draft || draft.tries + 1 >= kTriesMax) continue;
    draft.tries += 1;
    draft.written = false;
    draft.seq = {};
    ask(context, conv, draft, What::Seq, result.top.value, out);
    return true;
  }
  return false;
}

void LogicNode::finish_draft(const Context& context, Conversation& conv, const Appended& result,
                             Outputs& out) {
  if (result.draft == 0) return;
  std::erase_if(conv.numbers.drafts,
                [&](const Draft& draft) { return draft.name == result.draft; });
  watch_hole(context, conv, result.top, out);
  if (!conv.owner || conv.waiting.empty() || !conv.numbers.drafts.empty()) return;
  const Send next = conv.waiting.front();
  conv.waiting.erase(conv.waiting.begin());
  append(context, conv, next, out);
}

/// Stored above an undecided number: nobody can read it yet, so its sender is not told either.
bool LogicNode::hold_back(const Context& context, Conversation& conv, const Appended& result,
                          const SendAck& ack, Outputs& out) {
  raise(context, conv, result.hw, out);
  if (result.seq <= conv.hw) return false;
  if (conv.numbers.held.size() < kWaitingMax) conv.numbers.held.push_back(ack);
  return true;
}

void LogicNode::release_held(const Context& context, Conversation& conv, Outputs& out) {
  std::erase_if(conv.numbers.held, [&](const SendAck& ack) {
    if (ack.seq > conv.hw) return false;
    to_device(context, ack.via, ack.conv, ack, out);
    return true;
  });
}

// Holes.

/// Something is stored above a number that is not: if that stays so, it is a hole.
void LogicNode::watch_hole(const Context& context, Conversation& conv, Seq top, Outputs& out) {
  Numbering& numbers = conv.numbers;
  numbers.top = std::max(numbers.top, top);
  if (numbers.top <= conv.hw || numbers.hole_watched) return;
  numbers.hole_watched = true;
  numbers.hole_generation += 1;
  const SeqOptions& options = context.directory.options.seq;
  out.emplace_back(
      SetTimer{{kHole, slots_[conv.id] - 1, numbers.hole_generation}, options.hole_after, {}});
}

void LogicNode::on_hole(const Context& context, Conversation& conv, Outputs& out) {
  conv.numbers.hole_watched = false;
  if (conv.numbers.top <= conv.hw) return;
  switch (context.directory.options.seq.hole) {
    case SeqOptions::Hole::TombstoneAfterFence:
      if (conv.taking) break;
      conv.owner = false;  // the fence strikes its own appends as well: they are offered again
      conv.numbers.drafts.clear();
      take(context, conv, out);
      break;
    case SeqOptions::Hole::SkipOnTimeout:
      to_store(context, conv.id, Resolve{conv.id, conv.epoch, conv.numbers.top, Resolve::How::Skip},
               out);
      break;
    case SeqOptions::Hole::Stall:
      return;
  }
  watch_hole(context, conv, conv.numbers.top, out);
}

void LogicNode::on(const Context& context, ProcessId, Resolved& resolved, Outputs& out) {
  Conversation& conv = conversation(context, resolved.head.conv);
  if (resolved.head.lineage >= conv.lineage) {
    follow_lineage(context, conv, resolved.head.lineage, out);
    raise(context, conv, resolved.head.hw, out);
    watch_hole(context, conv, resolved.head.top, out);
    fan_out(context, conv, out);
  }
  // Done for an epoch that it had before; where the store does not fence, the answer names the one
  // that holds by now, and that may be another writer's.
  if (!conv.numbers.resolving || (resolved.done && resolved.epoch < conv.epoch)) return;
  conv.taking = conv.numbers.resolving = false;
  if (resolved.done && resolved.epoch == conv.epoch) return own(context, conv, out);
  conv.epoch = resolved.epoch;
  // Two writers that take the epoch from each other at once would never come to the end of this.
  if (!conv.waiting.empty()) take_later(context, conv, out);
}

/// The epoch is taken anew in a while, by whoever still wants it then.
void LogicNode::take_later(const Context& context, Conversation& conv, Outputs& out) {
  conv.taking = conv.numbers.resolving = false;
  out.emplace_back(SetTimer{{kLease, slots_[conv.id] - 1, 0},
                            kRivalWait,
                            percent(100),
                            context.directory.key_of(conv.id)});
}

/// A connection to an id service broke, or is back: what was asked there may never be answered. A
/// service that comes back may have forgotten what it gave out, so a careful writer begins anew:
/// with a new epoch, and telling it where the log ends.
void LogicNode::forget_numbers(const Context& context, ProcessId ids) {
  const std::vector<ProcessId>& all = context.directory.ids;
  if (std::find(all.begin(), all.end(), ids) == all.end()) return;
  const SeqOptions& options = context.directory.options.seq;
  const bool careful = options.split() && options.recover == SeqOptions::Recover::FromLog;
  for (Conversation& conv : conversations_) {
    const bool asked = conv.numbers.resolving || !conv.numbers.drafts.empty();
    if (asked || (careful && conv.owner)) step_down(conv);
  }
}

}  // namespace imstorm
