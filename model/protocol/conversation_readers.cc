// Who reads a conversation: how far each device is, and what is trimmed because nobody needs it.
#include <algorithm>
#include <utility>

#include "model/protocol/conversation_record.h"
#include "sim/core/ensure.h"

namespace imstorm {

Attached ConversationRecord::attach(const Attach& request, const ProtocolOptions& options,
                                    Instant now) {
  Reader* reader = readers_.find(request.via.device);
  ensure(reader != nullptr, "only members' devices attach");
  // The CONNECT of an installation that was wiped since may come late, under a later session. Only
  // one that has answered in its session lives for certain (H47).
  const bool other = reader->inst && reader->inst != request.via.inst;
  const bool older = request.via.session < reader->session;
  // Where a lineage began, the registration of a session that lives may be forgotten. If it is one
  // that has ended since, the next one that lives takes its place in the same way.
  const bool forgotten = lineage_ != Lineage{} && request.via.session > reader->session;
  const bool rebase = request.rebase || forgotten;
  const bool unproven = request.rebase && other && !older && !request.proven;
  if (rebase && !older && !unproven) {
    if (other) senders_.erase(reader->inst);
    const bool same = request.at.lineage == lineage_;
    const Seq upto = same ? Seq{~std::uint64_t{0}} : common(request.at.lineage);
    Seq recv = std::min(request.at.recv, upto), consumed = std::min(request.at.consumed, upto);
    // Only a new session may set them back (D2): a repeat within one waited somewhere meanwhile.
    if (!other && same && request.via.session == reader->session) {
      recv = std::max(recv, reader->recv);
      consumed = std::max(consumed, reader->consumed);
    }
    reader->inst = request.via.inst;
    reader->session = request.via.session;
    reader->recv = recv;
    reader->consumed = consumed;
  }
  // What only asks is not written (and says nothing to other replicas).
  if (rebase && !older && !unproven) {
    reader->heard = now;
    note_absence(options, now);
    trim(options);
  }
  // A late CONNECT of an abandoned connection may have overtaken the one that lives. The older
  // session must learn that it is fenced, or its cursors would be ignored for ever.
  const bool fenced = options.session.takeover == SessionOptions::Takeover::Epoch;
  return {request.via,      head(request.at.conv), epoch_,  reader->recv,
          reader->consumed, fenced && older,       fanned_, unproven};
}

void ConversationRecord::advance(const Cursors& cursors, const ProtocolOptions& options,
                                 Instant now) {
  if (cursors.lineage != lineage_) return;  // it counts otherwise
  for (const Cursors::Row& row : cursors.rows) {
    Reader* reader = readers_.find(row.device);
    if (reader == nullptr || reader->inst != row.inst) continue;
    const bool current = reader->session == row.session;
    if (options.session.takeover == SessionOptions::Takeover::Epoch && !current) continue;
    const bool last = options.ack.apply == AckOptions::Apply::Last;
    reader->recv = last ? row.recv : std::max(reader->recv, row.recv);
    reader->consumed = last ? row.consumed : std::max(reader->consumed, row.consumed);
    reader->heard = now;
  }
  note_absence(options, now);
  trim(options);
}

/// Who was never heard of is waited for from the first time that this is asked.
void ConversationRecord::note_absence(const ProtocolOptions& options, Instant now) {
  if (options.ack.retain.ns == 0 || !pulled(options)) return;
  for (auto& [device, reader] : readers_) {
    if (reader.heard == kNever) reader.heard = now;
    reader.absent = now - reader.heard > options.ack.retain;
  }
}

std::vector<ConversationRecord::GivenUp> ConversationRecord::take_given_up() {
  return std::exchange(given_up_, {});
}

/// Do devices pull from it: is it an inbox, or is nothing copied to inboxes?
bool ConversationRecord::pulled(const ProtocolOptions& options) const {
  return options.group.fanout == GroupOptions::Fanout::Read || !copies_.empty();
}

Seq ConversationRecord::unneeded(const ProtocolOptions& options) const {
  if (!pulled(options)) return fanned_;
  using Trim = AckOptions::Trim;
  Seq least = last_;
  Seq most;
  FlatMap<UserId, Seq> most_of;
  for (const auto& [device, reader] : readers_) {
    if (!reader.absent) least = std::min(least, needless(reader.user, reader.consumed));
    most = std::max(most, reader.consumed);
    if (options.ack.trim != Trim::PerUser) continue;
    Seq& of_user = most_of[reader.user];
    of_user = std::max(of_user, reader.consumed);
  }
  if (options.ack.trim == Trim::MaxDevice) return std::min(most, last_);
  if (options.ack.trim == Trim::Window) {
    return std::max(least,
                    Seq{last_.value - std::min<std::uint64_t>(last_.value, options.ack.window)});
  }
  if (options.ack.trim == Trim::MinDevice) return least;
  Seq of_all = last_;
  for (const auto& [user, seq] : most_of) of_all = std::min(of_all, seq);
  return of_all;
}

void ConversationRecord::trim(const ProtocolOptions& options) {
  const Seq upto = unneeded(options);
  FlatMap<ConvId, Seq> gone_of;  // of an inbox, by where it was copied from
  for (; !log_.empty() && log_.front().seq <= upto; log_.pop_front()) {
    const Entry& gone = log_.front();
    if (!gone.origin) continue;
    Seq& trimmed = copies_trimmed_[gone.origin];
    trimmed = std::max(trimmed, gone.origin_seq);
    gone_of[gone.origin] = trimmed;
  }
  floor_ = std::max(floor_, upto);
  for (auto& [device, reader] : readers_) {
    const Seq had = std::max(needless(reader.user, reader.consumed), reader.given_up);
    if (!reader.absent || had >= floor_) continue;
    reader.given_up = floor_;
    if (copies_.empty()) given_up_.push_back({device, floor_});
    for (const auto& [origin, seq] : gone_of) given_up_.push_back({device, seq, origin});
  }
}

}  // namespace imstorm
