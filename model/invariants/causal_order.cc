#include "model/invariants/causal_order.h"

#include <fmt/format.h>

#include <algorithm>

namespace imstorm {

void CausalOrder::observe(std::size_t position, const Event& event) {
  if (event.kind == EventKind::Sent) {
    sent(position, event);
  } else {
    consumed(position, event);
  }
}

void CausalOrder::sent(std::size_t position, const Event& event) {
  if (!event.cmid.inst) return;
  Message& message = messages_[event.cmid.packed()];
  if (message.conv) return;
  message.conv = event.conv;
  const Line* line = lines_.find(event.cmid.inst, event.conv);
  if (line == nullptr || !line->others) return;
  message.reply = static_cast<std::uint32_t>(replies_.size());
  replies_.push_back({{position, event}, line->shown});
}

void CausalOrder::consumed(std::size_t position, const Event& event) {
  Conversation& conversation = conversations_[event.conv];
  std::uint32_t& known = conversation.numbers[name_in_lineage(event)];
  if (known == 0) known = ++conversation.count;
  const Seq number{known};
  Line& line = lines_.at(event.inst, event.conv);
  if (!line.shown.add(number)) return;
  if (event.cmid.inst != event.inst) {
    line.others = true;
    note_reply(position, event, line);
  }
  if (number <= line.seen) late(position, event, number, line);
}

void CausalOrder::note_reply(std::size_t position, const Event& event, Line& line) {
  const Message* message = messages_.find(event.cmid.packed());
  if (message == nullptr || message->reply == kNoReply || message->conv != event.conv) return;
  ++exercised_;
  Shown& last = line.last[event.cmid.inst];
  if (last.reply != kNoReply && last.reply > message->reply) return;
  last = {message->reply, event.lineage, TakenMessage::of(position, event)};
  line.seen = std::max(line.seen, replies_[message->reply].seen.max());
}

void CausalOrder::late(std::size_t position, const Event& event, Seq number, const Line& line) {
  for (const auto& [sender, shown] : line.last) {
    const Reply& reply = replies_[shown.reply];
    if (sender == event.cmid.inst || !reply.seen.has(number)) continue;
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
