#include "model/node/store_state.h"

#include <algorithm>
#include <utility>

#include "model/node/directory.h"
#include "sim/core/ensure.h"

namespace imstorm {
namespace {

void reply(Outputs* replies, ProcessId to, std::uint64_t key, Frame frame) {
  if (replies != nullptr) replies->emplace_back(SendTo{to, key, std::move(frame)});
}

Event accepted(const Appended& result) {
  Event event;
  event.kind = EventKind::Accepted;
  event.conv = result.conv;
  event.lineage = result.lineage;
  event.seq = result.seq;
  event.msgid = result.msgid;
  event.cmid = result.cmid;
  event.body = result.body;
  event.user = result.entry->author;
  return event;
}

/// What a committed entry changes for the one that it is about, or an event of no conversation.
Event membership_of(const Entry& entry, ConvId conv, Lineage lineage) {
  Event event;
  if (!changes_members(entry.content)) return event;
  const bool joins = entry.content == Content::Join;
  event.kind = joins ? EventKind::Joined : EventKind::Left;
  event.user = entry.subject;
  event.conv = conv;
  event.lineage = lineage;
  event.seq = joins ? Seq{entry.seq.value - 1} : entry.seq;
  return event;
}

/// What a position of a split log became: a message, or nothing for ever.
Event decided(const Head& head, const Entry& entry) {
  Event event;
  event.kind = entry.tombstone() ? EventKind::Voided : EventKind::Accepted;
  event.conv = head.conv;
  event.lineage = head.lineage;
  event.seq = entry.seq;
  if (entry.tombstone()) {
    event.value = entry.prev.value + 1;
    return event;
  }
  event.msgid = entry.msgid;
  event.cmid = entry.cmid;
  event.body = entry.body;
  event.user = entry.author;
  return event;
}

/// Where the fence is a clock, a writer's lease keeps the others out until it ends by the store's.
Taken take(const Context& context, ConversationRecord& record, const Take& request,
           ProcessId from) {
  const SeqOptions& options = context.directory.options.seq;
  if (options.fence != SeqOptions::Fence::LeaseClock) return record.take(request);
  const Instant now = context.now.steady;
  const Duration wait = record.lease_of_others(from, now);
  Taken taken = record.take(wait.ns > 0 ? Take{request.conv, Epoch{~std::uint64_t{0}}} : request);
  taken.wait = wait;
  if (taken.won) record.lease(from, now + options.lease);
  return taken;
}

/// More numbers of one key than are given out in one lineage: of a block that nobody here has heard
/// of, too, some may have been.
constexpr std::uint64_t kForgottenMost = 1'000'000;

}  // namespace

bool is_commit(const Frame& frame) {
  if (const auto* attach = std::get_if<Attach>(&frame)) return attach->rebase;
  return !std::holds_alternative<Read>(frame) && !std::holds_alternative<AskMembers>(frame);
}

void answer_failure(const Context& context, ProcessId to, const Frame& frame, Outputs& out) {
  if (const auto* append = std::get_if<Append>(&frame)) {
    const Send& send = append->send;
    Appended failed;
    failed.via = send.via;
    failed.code = Appended::Code::Failed;
    failed.conv = send.conv;
    failed.cmid = send.cmid;
    failed.cseq = send.cseq;
    failed.body = send.body;
    reply(&out, to, context.directory.key_of(send.conv), failed);
  } else if (const auto* take = std::get_if<Take>(&frame)) {
    Taken failed;
    failed.conv = take->conv;
    failed.epoch = take->expected;
    failed.failed = true;
    reply(&out, to, context.directory.key_of(take->conv), failed);
  } else if (const auto* resolve = std::get_if<Resolve>(&frame)) {
    Resolved failed;
    failed.head.conv = resolve->conv;
    failed.epoch = resolve->epoch;
    reply(&out, to, context.directory.key_of(resolve->conv), failed);
  } else if (const auto* reserve = std::get_if<Reserve>(&frame)) {
    reply(&out, to, reserve->key, Reserved{reserve->key, 0, 0});
  } else if (const auto* lease = std::get_if<Lease>(&frame)) {
    Leased failed;
    failed.key = lease->key;
    failed.turn = lease->turn;
    reply(&out, to, lease->key, failed);
  } else if (const auto* cursors = std::get_if<Cursors>(&frame)) {
    reply(&out, to, context.directory.key_of(cursors->conv), *cursors);
  }
}

StoreState::StoreState(ProcessId home, const Directory& directory) {
  for (std::size_t c = 0; c < directory.conv_devices.size(); ++c) {
    if (directory.store_of(ConvId(c)) != home) continue;
    ConversationRecord& record = records_[ConvId(c)];
    for (const DeviceId device : directory.conv_devices[c]) {
      const UserId user = directory.device_users[device.index()];
      if (directory.founds(ConvId(c), user)) {
        record.admit(device, user);
      } else {
        record.know(device, user);
      }
    }
  }
}

void StoreState::read(const Context& context, ProcessId from, const Read& request,
                      Outputs& out) const {
  const ProtocolOptions& options = context.directory.options;
  const ConversationRecord* record = records_.find(request.conv);
  ensure(record != nullptr, "a store was asked for a conversation that is not its own");
  const bool checked = options.store.lineage == StoreOptions::Lineage::Checked;
  if (checked && request.lineage != record->lineage()) {
    Page over{request.via, request.req, record->head(request.conv), request.after, {}, {}};
    over.answer = Page::Answer::Resync;
    over.fork = record->common(request.lineage);
    return reply(&out, from, context.directory.key_of(request.conv), std::move(over));
  }
  const bool cache = options.store.cache == StoreOptions::Cache::OnlyStore;
  reply(&out, from, context.directory.key_of(request.conv),
        cache ? record->read_cache(request, options) : record->read(request, options));
}

void StoreState::read_ahead(const Context& context, ProcessId from, const Read& request,
                            const std::vector<const Logged*>& pending, Outputs& out) const {
  StoreState ahead;
  ahead.records_[request.conv] = *records_.find(request.conv);
  for (const Logged* command : pending) {
    const bool append = std::holds_alternative<Append>(command->frame);
    if (!append || conv_of(command->frame) != request.conv) continue;
    ahead.apply(context, command->from, command->frame, nullptr);
  }
  ahead.read(context, from, request, out);
}

void StoreState::look(const Context& context, ProcessId from, const Attach& request, Outputs& out) {
  notifiers_[request.at.conv] = from;
  const Attached attached = records_[request.at.conv].attach(request, context.directory.options);
  reply(&out, from, context.directory.key_of(request.at.conv), attached);
}

void StoreState::tell_members(const Context& context, ProcessId from, const AskMembers& request,
                              Outputs* replies) const {
  const ConversationRecord& record = *records_.find(request.conv);
  const Membership& members = record.members();
  reply(replies, from, context.directory.key_of(request.conv),
        Members{request.conv, request.turn, members.changed(),
                members.mixed() ? members.rows() : std::vector<MemberRow>{}, record.last(),
                record.lineage()});
}

void StoreState::note_sender(const Context& context, const Append& append) {
  records_[append.send.conv].note_sender(append, context.directory.options);
}

void StoreState::lose_volatile(const ProtocolOptions& options) {
  for (ConversationRecord& record : records_.items()) {
    record.forget_half_appends();
    if (options.dedup.write == DedupOptions::Write::Memory) record.forget_senders();
  }
  notifiers_.clear();
  flush_cache(options);
}

/// Sessions, and blocks of numbers, that were given out and are forgotten must not come again.
void StoreState::fork(Lineage lineage, Loss why, Outputs* seen) {
  forgotten_ = Session{std::uint64_t{lineage.value} << 32};
  for (std::size_t c = 0; c < records_.size(); ++c) {
    ConversationRecord& record = records_.items()[c];
    if (!record.kept()) continue;
    Event forked;
    forked.kind = why == Loss::Disks ? EventKind::Rebuilt : EventKind::Forked;
    forked.conv = ConvId(c);
    forked.value = record.lineage().value;
    forked.seq = record.last();
    forked.lineage = lineage;
    record.fork(lineage);
    if (seen != nullptr) seen->emplace_back(Observe{forked});
  }
}

void StoreState::flush_cache(const ProtocolOptions& options) {
  if (options.store.cache != StoreOptions::Cache::OnlyStore) return;
  for (ConversationRecord& record : records_.items()) record.flush();
}

std::size_t StoreState::cached(const ProtocolOptions& options) const {
  std::size_t sum = 0;
  if (options.store.cache != StoreOptions::Cache::OnlyStore) return sum;
  for (const ConversationRecord& record : records_.items()) sum += record.size();
  return sum;
}

void StoreState::apply(const Context& context, ProcessId from, const Frame& command,
                       Outputs* replies) {
  std::visit([&](const auto& f) { apply_frame(context, from, f, replies); }, command);
}

/// Split logs only: a message counts as accepted when the head has come to it.
void StoreState::observe_decided(ConvId conv, Outputs* replies) {
  ConversationRecord& record = records_[conv];
  const std::vector<Entry> entries = record.take_decided();
  if (replies == nullptr) return;
  for (const Entry& entry : entries) {
    const Event changed = membership_of(entry, conv, record.lineage());
    if (changed.conv) replies->emplace_back(Observe{changed});
    replies->emplace_back(Observe{decided(record.head(conv), entry)});
  }
}

void StoreState::observe_given_up(ConvId conv, Outputs* replies) {
  ConversationRecord& record = records_[conv];
  for (const ConversationRecord::GivenUp& one : record.take_given_up()) {
    if (replies == nullptr) continue;
    Event event;
    event.kind = EventKind::GivenUp;
    event.device = one.device;
    event.conv = one.origin ? one.origin : conv;
    event.seq = one.upto;
    event.lineage = record.lineage();
    replies->emplace_back(Observe{event});
  }
}

template <class F>
void StoreState::apply_frame(const Context& context, ProcessId from, const F& f, Outputs* replies) {
  const Directory& directory = context.directory;
  if constexpr (std::is_same_v<F, Append>) {
    const UserId author = directory.device_users[f.send.via.device.index()];
    const Appended result =
        records_[f.send.conv].append(f, author, directory.options, context.now.steady);
    const bool made_here = f.seq == Seq{};
    if (made_here && result.code == Appended::Code::Committed && replies != nullptr) {
      const Event changed = membership_of(*result.entry, result.conv, result.lineage);
      if (changed.conv) replies->emplace_back(Observe{changed});
      replies->emplace_back(Observe{accepted(result)});
    }
    observe_decided(f.send.conv, replies);
    reply(replies, from, directory.key_of(f.send.conv), result);
  } else if constexpr (std::is_same_v<F, Take>) {
    reply(replies, from, directory.key_of(f.conv), take(context, records_[f.conv], f, from));
  } else if constexpr (std::is_same_v<F, Resolve>) {
    const Resolved resolved = records_[f.conv].resolve(f, directory.options);
    observe_decided(f.conv, replies);
    reply(replies, from, directory.key_of(f.conv), resolved);
  } else if constexpr (std::is_same_v<F, Reserve>) {
    blocks_.skip(f.key, (forgotten_.value >> 32) * kForgottenMost);
    reply(replies, from, f.key, blocks_.reserve(f));
  } else if constexpr (std::is_same_v<F, Lease>) {
    blocks_.skip(f.key, (forgotten_.value >> 32) * kForgottenMost);
    reply(replies, from, f.key, blocks_.lease(f, from, directory.options.seq, context.now.steady));
  } else if constexpr (std::is_same_v<F, Attach>) {
    notifiers_[f.at.conv] = from;
    reply(replies, from, directory.key_of(f.at.conv),
          records_[f.at.conv].attach(f, directory.options, context.now.steady));
    observe_given_up(f.at.conv, replies);
  } else if constexpr (std::is_same_v<F, AskMembers>) {
    tell_members(context, from, f, replies);
  } else if constexpr (std::is_same_v<F, Cursors>) {
    records_[f.conv].advance(f, directory.options, context.now.steady);
    observe_given_up(f.conv, replies);
  } else if constexpr (std::is_same_v<F, Deliver>) {
    const Entry copy = records_[f.conv].deliver(f.entry, directory.options, context.now.steady);
    observe_given_up(f.conv, replies);
    reply(replies, from, directory.key_of(f.conv),
          Delivered{f.conv, f.entry.origin, f.entry.origin_seq});
    const ProcessId* notifier = notifiers_.find(f.conv);
    if (copy.seq == Seq{} || notifier == nullptr) return;
    reply(replies, *notifier, directory.key_of(f.conv),
          Raised{records_[f.conv].head(f.conv), copy});
  } else if constexpr (std::is_same_v<F, Fanned>) {
    records_[f.conv].fanned(f, directory.options);
  } else if constexpr (std::is_same_v<F, Register>) {
    Session& session = sessions_[f.via.device];
    session.value = std::max(session, forgotten_).value + 1;
    Registered registered{f.via, f.token};
    registered.via.session = session;
    reply(replies, from, directory.device_keys[f.via.device.index()], registered);
  } else if constexpr (std::is_same_v<F, Read>) {
    if (replies != nullptr) read(context, from, f, *replies);
  } else {
    fail("a store was sent a frame that is not for it");
  }
}

}  // namespace imstorm
