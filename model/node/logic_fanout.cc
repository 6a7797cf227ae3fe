// Write fan-out: who writes a conversation copies its messages to the members' inboxes.
#include <algorithm>

#include "model/node/logic.h"
#include "model/node/logic_out.h"

namespace imstorm {
namespace {

/// Positions read, and copied at once under WriteParallel.
constexpr std::uint32_t kFanoutPageMax = 100;

using Mode = GroupOptions::Fanout;

Mode mode_of(const Context& context) { return context.directory.options.group.fanout; }

/// Is there an outbox, or is everything copied once and forgotten?
bool has_outbox(const Context& context, ConvId conv) {
  return !context.directory.is_pulled(conv) && mode_of(context) != Mode::WriteDirect;
}

}  // namespace

std::vector<UserId> LogicNode::viewers(const Context& context, const Conversation& conv, Seq seq) {
  if (!conv.members.mixed()) return context.directory.conv_members[conv.id.index()];
  return conv.members.viewers(seq, context.directory.options.group.members);
}

void LogicNode::copy_to(const Context& context, const Conversation& conv, const Entry& entry,
                        UserId user, Outputs& out) const {
  const ConvId inbox = context.directory.inbox_of(user);
  Entry copy = entry;
  copy.origin = conv.id;
  copy.origin_seq = entry.seq;
  // In parallel nothing keeps two copies on one path, let alone one behind the other.
  const bool parallel = mode_of(context) == Mode::WriteParallel;
  const std::uint64_t key = context.directory.key_of(inbox);
  out.emplace_back(SendTo{store_of(context, inbox), parallel ? hash_mix(key, entry.seq.value) : key,
                          Deliver{inbox, copy}});
}

/// A new writer goes on where its predecessor had got to for certain.
void LogicNode::begin_fanout(const Context& context, Conversation& conv, Seq fanned) {
  if (has_outbox(context, conv.id)) conv.fanout.begin(fanned);
}

void LogicNode::fan_out_fresh(const Context& context, Conversation& conv, const Entry& entry,
                              Outputs& out) {
  if (context.directory.is_pulled(conv.id)) return;
  if (mode_of(context) == Mode::WriteDirect) {
    for (const UserId user : viewers(context, conv, entry.seq)) {
      copy_to(context, conv, entry, user, out);
    }
    return;
  }
  conv.fanout.add(entry);
  fan_out(context, conv, out);
}

/// Sends what may go now, and asks for what it does not have.
void LogicNode::fan_out(const Context& context, Conversation& conv, Outputs& out) {
  Fanout& fanout = conv.fanout;
  if (!fanout.active()) return;
  const std::size_t window = mode_of(context) == Mode::WriteParallel ? kFanoutPageMax : 1;
  bool moved = false;
  for (bool again = true; again;) {
    for (std::size_t i = 0; i < fanout.size() && i < window; ++i) {
      Fanout::Job& job = fanout.jobs()[i];
      if (job.begun) continue;
      job.begun = true;
      job.waiting = viewers(context, conv, job.entry.seq);
      for (const UserId user : job.waiting) copy_to(context, conv, job.entry, user, out);
    }
    again = fanout.advance();  // nobody was to get it
    moved = moved || again;
  }
  if (moved) to_store(context, conv.id, Fanned{conv.id, conv.epoch, fanout.done()}, out);
  if (fanout.idle() && fanout.last() < conv.hw && !fanout.reading()) {
    fanout.reading() = true;
    to_store(context, conv.id, Read{{}, 0, conv.id, conv.lineage, fanout.last(), kFanoutPageMax},
             out);
  }
  if (fanout.armed || (fanout.idle() && !fanout.reading())) return;
  fanout.armed = true;
  fanout.generation += 1;
  const GroupOptions& options = context.directory.options.group;
  out.emplace_back(SetTimer{{kFanout, slots_[conv.id] - 1, fanout.generation},
                            fanout.backoff.next(options.retry_first, options.retry_max),
                            context.directory.options.session.jitter,
                            hash_mix(kFanout, context.directory.key_of(conv.id))});
}

void LogicNode::on_fanout_page(const Context& context, const Page& page, Outputs& out) {
  Conversation& conv = conversation(context, page.head.conv);
  Fanout& fanout = conv.fanout;
  if (!fanout.active() || !fanout.reading() || page.after != fanout.last()) return;
  const Seq before = fanout.last();
  for (const Entry& entry : page.entries) {
    follow_members(context, conv, entry);
    fanout.read(entry);
  }
  // Trimmed by whoever copied it, or only ever in a cache.
  if (page.entries.empty()) fanout.skip(std::max(page.next, page.head.floor));
  // A page that brings nothing is asked for again when the timer says so.
  if (fanout.last() > before) fanout.reading() = false;
  fan_out(context, conv, out);
}

void LogicNode::on(const Context& context, ProcessId, Delivered& delivered, Outputs& out) {
  Conversation& conv = conversation(context, delivered.origin);
  const UserId user(std::size_t{delivered.conv.value} - context.directory.inbox_first);
  if (!conv.fanout.active() || !conv.fanout.answered(user, delivered.origin_seq)) return;
  conv.fanout.backoff.reset();
  to_store(context, conv.id, Fanned{conv.id, conv.epoch, conv.fanout.done()}, out);
  fan_out(context, conv, out);
}

/// An inbox that this process notifies has one more copy.
void LogicNode::on(const Context& context, ProcessId, Raised& raised, Outputs& out) {
  Conversation& conv = conversation(context, raised.head.conv);
  push(context, conv, raised.entry, out);
  raise(context, conv, raised.head.hw, out);
}

/// Copies without an answer go once more.
void LogicNode::on_fanout_timer(const Context& context, Conversation& conv, Outputs& out) {
  Fanout& fanout = conv.fanout;
  fanout.armed = false;
  if (!fanout.active()) return;
  fanout.reading() = false;
  for (const Fanout::Job& job : fanout.jobs()) {
    for (const UserId user : job.waiting) copy_to(context, conv, job.entry, user, out);
  }
  fan_out(context, conv, out);
}

/// Somebody found copies missing: whoever is asked about the conversation goes on with them.
void LogicNode::resume_fanout(const Context& context, Conversation& conv, Seq fanned, Seq hw,
                              Outputs& out) {
  if (!has_outbox(context, conv.id) || fanned >= hw || conv.owner) return;
  conv.drives = true;
  take(context, conv, out);
}

}  // namespace imstorm
