#include "model/invariants/causal_order.h"

#include <fmt/format.h>

#include <algorithm>

namespace imstorm {

void CausalOrder::observe(std::size_t position, const Event& event) {
  if (event.kind == EventKind::Sent) {
    sent(position, event);
  } else if (event.kind == EventKind::Resynced) {
    resynced(event);
  } else {
    consumed(position, event);
  }
}

void CausalOrder::sent(std::size_t position, const Event& event) {
  if (!event.cmid.inst) return;
  Message& message = messages_[event.cmid.packed()];
  if (message.conv) return;
  message.conv = event.conv;
  if (lines_.find(event.cmid.inst, event.conv) == nullptr) return;
  Line& line = lines_.at(event.cmid.inst, event.conv);
  if (!line.others) return;
  line.replied = true;
  message.reply = static_cast<std::uint32_t>(replies_.size());
  message.first_seen = line.shown.first_held(Seq{1});
  message.last_seen = line.shown.max();
  replies_.push_back({{position, event}, message.last_seen});
}

/// A message has one place and one lineage, or nearly all have.
std::uint32_t& CausalOrder::number_of(Message& message, const Event& event) {
  if (!message.shown_in) {
    message.shown_in = event.conv;
    message.lineage = event.lineage;
  }
  if (message.shown_in == event.conv && message.lineage == event.lineage) return message.number;
  return copies_[hash_mix(name_in_lineage(event), event.conv.value)];
}

void CausalOrder::consumed(std::size_t position, const Event& event) {
  Message& message = messages_[event.cmid.packed()];
  std::uint32_t& known = number_of(message, event);
  if (known == 0) known = ++numbers_[event.conv];
  const Seq number{known};
  Line& line = lines_.at(event.inst, event.conv);
  const bool below = number < line.shown.max();
  if (!line.shown.add(number)) return;
  if (below && line.replied) line.late.own()[number] = static_cast<std::uint32_t>(replies_.size());
  if (event.cmid.inst != event.inst) {
    line.others = true;
    if (message.reply != kNoReply && message.conv == event.conv) {
      note_reply(position, event, message, line);
    }
  }
  if (number <= line.seen) late(position, event, number, line);
}

void CausalOrder::resynced(const Event& event) {
  if (event.value != event.seq.value) return;
  Line& line = lines_.at(event.inst, event.conv);
  FlatMap<InstId, Shown> common;
  line.seen = {};
  for (const auto& [sender, shown] : line.last) {
    if (shown.taken.seq > event.seq) continue;
    common[sender] = shown;
    line.seen = std::max(line.seen, replies_[shown.reply].last_seen);
  }
  line.last = common;
}

void CausalOrder::note_reply(std::size_t position, const Event& event, const Message& reply,
                             Line& line) {
  ++exercised_;
  // Nothing that its sender had seen is still to come, as nearly always.
  if (line.shown.has_all(reply.first_seen, reply.last_seen)) return;
  Shown& last = line.last[event.cmid.inst];
  if (last.reply != kNoReply && last.reply > reply.reply) return;
  last = {reply.reply, event.lineage, TakenMessage::of(position, event)};
  line.seen = std::max(line.seen, reply.last_seen);
}

bool CausalOrder::had_seen(std::uint32_t reply, Seq number) const {
  const Event& sent = replies_[reply].sent.event;
  const Line& line = *lines_.find(sent.cmid.inst, sent.conv);
  if (number > replies_[reply].last_seen || !line.shown.has(number)) return false;
  const std::uint32_t* late = line.late->find(number);
  return late == nullptr || *late <= reply;
}

void CausalOrder::late(std::size_t position, const Event& event, Seq number, const Line& line) {
  for (const auto& [sender, shown] : line.last) {
    const Reply& reply = replies_[shown.reply];
    if (sender == event.cmid.inst || !had_seen(shown.reply, number)) continue;
    Event like = event;
    like.cmid = reply.sent.event.cmid;
    like.lineage = shown.lineage;
    breach_.add({reply.sent, shown.taken.witness(like), {position, event}});
    return;
  }
}

Verdict CausalOrder::verdict(const RunEnd& end, const Names& names) const {
  Verdict verdict = ruling(kind(), end, exercised_, breach_);
  if (!breach_) return verdict;
  const Event& reply = breach_.first();
  const Event& late = breach_.last();
  verdict.because = breach_.told(fmt::format(
      "{} shows {} before {}, which {} had seen when it sent {}", names.of(late.device),
      names.of(reply.body), names.of(late.body), names.of(reply.device), names.of(reply.body)));
  return verdict;
}

}  // namespace imstorm
