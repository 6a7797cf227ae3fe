#include "model/protocol/conversation_record.h"

#include <algorithm>
#include <functional>
#include <vector>

#include "sim/core/ensure.h"
#include "sim/core/hash.h"

namespace imstorm {
namespace {

/// Unique by construction: conversation, lineage and position name one entry (24 + 8 + 32 bits).
/// Positions beyond that are a snowflake's: unique by themselves.
/// Lineages are numbered with gaps, so that of a later one 63 bits of a hash stand for the three.
Msgid msgid_at(ConvId conv, Lineage lineage, Seq seq) {
  if (lineage != Lineage{}) {
    return {hash_mix(hash_mix(conv.value, lineage.value), seq.value) | std::uint64_t{1} << 63};
  }
  if (seq.value > 0xffffffffULL) return {seq.value};
  return {std::uint64_t{conv.value} << 40 | std::uint64_t{lineage.value & 0xff} << 32 | seq.value};
}

/// What a message is recognised by: its id, or the counter that it carries instead of one.
Cmid key_of(const Send& send) {
  return send.counter == 0 ? send.cmid : Cmid{send.cmid.inst, send.counter};
}

}  // namespace

void ConversationRecord::admit(DeviceId device, UserId user) {
  readers_[device].user = user;
  members_.admit(user);
}

void ConversationRecord::know(DeviceId device, UserId user) {
  readers_[device].user = user;
  members_.know(user);
}

Taken ConversationRecord::take(const Take& request) {
  const bool won = request.expected == epoch_;
  if (won) epoch_.value += 1;
  Taken taken{request.conv, epoch_, lineage_, last_, won, false, top(), {}};
  taken.members_changed = members_.changed();
  taken.fanned = fanned_;
  if (members_.mixed()) taken.members = members_.rows();
  return taken;
}

bool ConversationRecord::registered(const Via& via) const {
  const Reader* reader = readers_.find(via.device);
  return reader != nullptr && reader->inst == via.inst;
}

ConversationRecord::OutcomeRow* ConversationRecord::find_outcome(Sender& sender, const Send& send,
                                                                 bool dense) const {
  if (dense) return sender.outcomes.find(send.cseq);
  for (auto& [cseq, row] : sender.outcomes) {
    if (row.cmid == key_of(send)) return &row;
  }
  return nullptr;
}

Appended ConversationRecord::append(const Append& request, UserId author,
                                    const ProtocolOptions& options, Instant now) {
  using Code = Appended::Code;
  using Identity = DedupOptions::Identity;
  const Send& send = request.send;
  Appended result{
      send.via, Code::Committed, send.conv, send.cmid, send.cseq, send.body, lineage_, {}, {},
      {},       request.draft,   {}};
  const bool fenced = options.seq.fence == SeqOptions::Fence::EpochInStore;
  if (fenced && request.epoch != epoch_) {
    result.code = Code::Fenced;
    return result;
  }
  const auto answer = [&](Code code) {
    // Its writer gives the number up, in the same transaction.
    if (code != Code::Committed && request.seq > last_) {
      split_.give_up(request.seq);
      publish(last_);
    }
    result.code = code;
    result.hw = last_;
    result.top = top();
    return result;
  };
  if (!registered(send.via)) return answer(Code::UnknownDevice);

  const bool counted = options.dedup.identity == Identity::VolatileCounter;
  const bool in_line = dense(senders_.find(send.via.inst), options);
  Sender& sender = senders_[send.via.inst];
  const bool noted = noted_ == send.cmid && noted_ != Cmid{};
  noted_ = {};
  if (noted) {  // its row is there already, made for this very append
    if (!commit(request, author, options, result)) return answer(Code::Occupied);
    trim_cache(options.store);
    remember(sender, send, result, options.dedup, now);
    return answer(Code::Committed);
  }
  if (in_line && send.cseq > sender.last.next()) {
    result.expected = sender.last.next();
    return answer(Code::OutOfOrder);
  }
  forget_expired(options.dedup, now);
  OutcomeRow* before = find_outcome(sender, send, in_line && !counted);
  const bool differs =
      before != nullptr && (before->cmid != key_of(send) || before->body != send.body);
  if (differs && !counted) return answer(Code::Conflict);
  if (before != nullptr) {
    if (differs) sender.last = std::max(sender.last, send.cseq);  // swallowed for good
    if (options.dedup.window == DedupOptions::Window::Lru) before->used = now;
    result.seq = before->seq;
    result.msgid = before->msgid;
    return answer(before->rejected ? Code::Rejected : Code::Duplicate);
  }
  if (too_low(request, sender, options)) return answer(Code::Occupied);
  if (refuses(request, options)) {
    // As durable as a position (rule S4): who comes back later gets no old message in.
    result.code = Code::Rejected;
    const bool recorded = options.outbox.rejected == OutboxOptions::Rejected::Resolved;
    if (recorded) remember(sender, send, result, options.dedup, now);
    return answer(Code::Rejected);
  }
  if (!commit(request, author, options, result)) return answer(Code::Occupied);
  trim_cache(options.store);
  remember(sender, send, result, options.dedup, now);
  if (options.ack.trim == AckOptions::Trim::Window) trim(options);
  return answer(Code::Committed);
}

/// For good: too long, or not for its author to write at this point of the log (rule M1).
bool ConversationRecord::refuses(const Append& request, const ProtocolOptions& options) const {
  const Send& send = request.send;
  const bool long_one = options.store.bytes_max != 0 && send.bytes > options.store.bytes_max;
  const Seq at = request.seq == Seq{} ? last_.next() : request.seq;
  return long_one || !members_.allows(send, readers_.find(send.via.device)->user, at);
}

/// A message goes above what its sender has written by position as well, not by arrival alone (hole
/// of S6 with S2). Who may write what at a position is settled when it is stored, whatever is
/// stored below it later: so a change of the members goes above all that is stored (rule S7).
bool ConversationRecord::too_low(const Append& request, const Sender& sender,
                                 const ProtocolOptions& options) const {
  if (request.seq == Seq{} || options.seq.insert != SeqOptions::Insert::IfAbsent) return false;
  return request.seq <= sender.newest ||
         (changes_members(request.send.content) && request.seq <= top());
}

/// Client sequence numbers prove order and identity; without them only the message id is left.
bool ConversationRecord::dense(const Sender* sender, const ProtocolOptions& options) const {
  // What was forgotten cannot be asserted.
  if (sender == nullptr && forgetful_) return false;
  return options.outbox.order != OutboxOptions::Order::Pipelined &&
         options.dedup.identity != DedupOptions::Identity::PerTry &&
         options.dedup.window != DedupOptions::Window::None;
}

void ConversationRecord::note_sender(const Append& append, const ProtocolOptions& options) {
  const Send& send = append.send;
  noted_ = {};
  const bool fenced =
      options.seq.fence == SeqOptions::Fence::EpochInStore && append.epoch != epoch_;
  if (fenced || !registered(send.via) || refuses(append, options)) return;
  const bool in_line = dense(senders_.find(send.via.inst), options);
  Sender& sender = senders_[send.via.inst];
  if (in_line && send.cseq > sender.last.next()) return;
  if (find_outcome(sender, send, in_line) != nullptr) return;
  Appended nothing;
  remember(sender, send, nothing, options.dedup, {});
  noted_ = send.cmid;
}

/// A cache has no room for more; nobody is told of what has to go.
void ConversationRecord::trim_cache(const StoreOptions& options) {
  if (options.cache != StoreOptions::Cache::OnlyStore) return;
  while (log_.size() > options.cache_max) log_.pop_front();
}

/// False if the position that it was given is decided already.
bool ConversationRecord::commit(const Append& request, UserId author,
                                const ProtocolOptions& options, Appended& result) {
  const Send& send = request.send;
  const bool split = request.seq != Seq{};
  if (split && options.seq.insert == SeqOptions::Insert::IfAbsent && decided(request.seq)) {
    return false;
  }
  result.seq = split ? request.seq : last_.next();
  result.msgid =
      request.msgid == Msgid{} ? msgid_at(send.conv, lineage_, result.seq) : request.msgid;
  const Entry entry{result.seq,   result.msgid, send.cmid,    author,
                    send.body,    send.bytes,   send.written, Seq{result.seq.value - 1},
                    send.content, send.subject};
  result.entry = entry;
  members_.apply(entry);
  result.members_changed = members_.changed();
  if (changes_members(send.content)) result.members = members_.rows();
  if (!split) {
    last_ = result.seq;
    log_.push_back(entry);
  } else if (result.seq <= last_) {
    insert_behind(entry);
  } else {
    split_.insert(entry);
    const bool any = options.store.read == StoreOptions::Read::AnyStored;
    publish(any ? result.seq : last_);
  }
  return true;
}

void ConversationRecord::remember(Sender& sender, const Send& send, const Appended& result,
                                  const DedupOptions& options, Instant now) {
  sender.last = std::max(sender.last, send.cseq);
  sender.newest = std::max(sender.newest, result.seq);
  if (options.window == DedupOptions::Window::None) return;
  if (options.window == DedupOptions::Window::LastOnly) sender.outcomes.clear();
  const bool rejected = result.code == Appended::Code::Rejected;
  sender.outcomes[send.cseq] = {key_of(send), result.seq, result.msgid, send.body, now, rejected};
}

/// Outcomes beyond what the window keeps. Looks at all of them: it is the odd window that has an
/// end.
void ConversationRecord::forget_expired(const DedupOptions& options, Instant now) {
  const bool ttl = options.window == DedupOptions::Window::Ttl;
  if (!ttl && options.window != DedupOptions::Window::Lru) return;
  std::vector<Instant> used;
  for (const auto& [inst, sender] : senders_) {
    for (const auto& [cseq, row] : sender.outcomes) used.push_back(row.used);
  }
  Instant oldest = now - options.ttl;
  if (!ttl) {
    if (used.size() <= options.lru_max) return;
    std::sort(used.begin(), used.end(), std::greater<>());
    oldest = used[options.lru_max - 1];
  }
  for (auto& [inst, sender] : senders_) {
    std::vector<Cseq> old;
    for (const auto& [cseq, row] : sender.outcomes) {
      if (row.used < oldest) old.push_back(cseq);
    }
    for (const Cseq cseq : old) sender.outcomes.erase(cseq);
  }
}

Seq ConversationRecord::told(Cmid cmid) const {
  const Sender* sender = senders_.find(cmid.inst);
  if (sender == nullptr) return {};
  for (const auto& [cseq, row] : sender->outcomes) {
    if (row.cmid == cmid) return row.seq;
  }
  return {};
}

bool ConversationRecord::lacks(DeviceId device, Cmid cmid, const ProtocolOptions& options) const {
  const bool kept = options.dedup.window == DedupOptions::Window::All &&
                    options.dedup.identity == DedupOptions::Identity::DurableCmid && !forgetful_;
  const Reader* reader = readers_.find(device);
  const bool registered = reader != nullptr && reader->inst == cmid.inst;
  return kept && registered && told(cmid) == Seq{};
}

bool ConversationRecord::refused(Cmid cmid) const {
  const Sender* sender = senders_.find(cmid.inst);
  if (sender == nullptr) return false;
  const auto refuses = [cmid](const auto& row) {
    return row.second.cmid == cmid && row.second.rejected;
  };
  return std::any_of(sender->outcomes.begin(), sender->outcomes.end(), refuses);
}

Seq ConversationRecord::position_of(BodyId body) const {
  const auto found = std::find_if(log_.begin(), log_.end(),
                                  [body](const Entry& entry) { return entry.body == body; });
  return found == log_.end() ? Seq{} : found->seq;
}

std::size_t ConversationRecord::behind(Seq seq) const {
  const auto at = std::upper_bound(log_.begin(), log_.end(), seq,
                                   [](Seq s, const Entry& entry) { return s < entry.seq; });
  return static_cast<std::size_t>(at - log_.begin());
}

Page ConversationRecord::read(const Read& request, const ProtocolOptions& options) const {
  Page page{request.via, request.req, head(request.conv), request.after, request.after, {}};
  const Reader* reader = readers_.find(request.via.device);
  if (members_.mixed() && reader != nullptr) {
    examine(reader->user, request, options, page);
    return page;
  }
  if (request.after < floor_) tell_origins(page);
  if (request.after < floor_ || request.after >= last_) return page;
  std::size_t first = behind(request.after);
  const std::size_t end = log_.size();
  // Clocks may stand before the beginning: without a question about time none is asked of them.
  const bool timed = request.since != Instant{};
  for (; timed && first < end && log_[first].written < request.since; ++first) {
    page.next = log_[first].seq;
  }
  if (first == end) return page;
  const std::size_t count = std::min<std::size_t>(end - first, request.limit);
  if (options.pull.page == PullOptions::Page::NewestFirst) first = end - count;
  page.entries.assign(log_.begin() + static_cast<std::ptrdiff_t>(first),
                      log_.begin() + static_cast<std::ptrdiff_t>(first + count));
  page.next = page.entries.back().seq;
  return page;
}

/// Where not everybody sees everything. Trimmed positions matter only to those who may see them.
void ConversationRecord::examine(UserId user, const Read& request, const ProtocolOptions& options,
                                 Page& page) const {
  const bool placed = options.group.members == GroupOptions::Members::AtPosition;
  const Seq invisible = members_.last_invisible_after(user, request.after);
  page.next = placed ? std::max(request.after, std::min(invisible, last_)) : request.after;
  if (page.next < floor_ || request.after >= last_) return;
  const bool newest_first = options.pull.page == PullOptions::Page::NewestFirst;
  for (std::size_t i = behind(page.next);
       i < log_.size() && (newest_first || page.entries.size() < request.limit); ++i) {
    page.next = log_[i].seq;
    if (members_.shows(user, page.next, options.group.members)) page.entries.push_back(log_[i]);
  }
  if (page.entries.size() > request.limit) {
    page.entries.erase(page.entries.begin(),
                       page.entries.end() - static_cast<std::ptrdiff_t>(request.limit));
  }
  Membership::link(page.after, page.entries);
}

Page ConversationRecord::read_cache(const Read& request, const ProtocolOptions& options) const {
  Page page{request.via, request.req, head(request.conv), request.after, request.after, {}};
  const Reader* reader = readers_.find(request.via.device);
  if (request.after < floor_) return page;
  const bool all = reader == nullptr || !members_.mixed();
  for (std::size_t i = behind(request.after);
       i < log_.size() && page.entries.size() < request.limit; ++i) {
    page.next = log_[i].seq;
    if (all || members_.shows(reader->user, page.next, options.group.members)) {
      page.entries.push_back(log_[i]);
    }
  }
  if (page.entries.size() < request.limit) page.next = std::max(request.after, last_);
  return page;
}

}  // namespace imstorm
