#include "model/invariants/sender_fifo.h"

#include <fmt/format.h>

namespace imstorm {

void SenderFifo::observe(std::size_t position, const Event& event) {
  if (event.kind == EventKind::Sent) {
    sent(event);
  } else {
    consumed(position, event);
  }
}

void SenderFifo::sent(const Event& event) {
  if (!event.cmid.inst) return;
  Message& message = messages_[event.cmid.packed()];
  if (message.number != 0) return;
  message = {event.conv, ++sent_.at(event.cmid.inst, event.conv), event.body, event.device};
}

void SenderFifo::consumed(std::size_t position, const Event& event) {
  const Message* message = messages_.find(event.cmid.packed());
  if (message == nullptr || message->conv != event.conv) return;
  Line& line = lines_.at(event.inst, event.conv)[event.cmid.inst];
  if (!line.shown.add(Seq{message->number})) return;
  if (line.highest != 0) ++exercised_;
  if (message->number > line.highest) {
    line.highest = message->number;
    line.of_highest = TakenMessage::of(position, event);
  } else {
    breach_.add({line.of_highest.witness(event), {position, event}});
  }
}

Verdict SenderFifo::verdict(const RunEnd& end, const Names& names) const {
  Verdict verdict = ruling(kind(), end, exercised_, breach_);
  if (!breach_) return verdict;
  const Event& late = breach_.last();
  const Cmid early = breach_.first().cmid;
  const Message* sent_first = messages_.find(late.cmid.packed());
  const Message* sent_later = messages_.find(early.packed());
  verdict.because = breach_.told(
      fmt::format("{} shows {} before {}, though {} sent {} first", names.of(late.device),
                  names.of(sent_later->body), names.of(sent_first->body),
                  names.of(sent_first->device), names.of(sent_first->body)));
  return verdict;
}

}  // namespace imstorm
