#include "model/invariants/sender_fifo.h"

#include <fmt/format.h>

namespace imstorm {

void SenderFifo::observe(std::size_t position, const Event& event) {
  switch (event.kind) {
    case EventKind::Sent:
      return sent(event);
    case EventKind::Resynced:
      return resynced(event);
    default:
      return consumed(position, event);
  }
}

/// What was refused in the lineage that is left may be taken in the new one, behind what was shown
/// of the old one: order holds within each (rule F2).
void SenderFifo::resynced(const Event& event) {
  const bool common = event.value == event.seq.value;  // the other events are what is left out
  if (!common || lines_.find(event.inst, event.conv) == nullptr) return;
  for (auto& [sender, line] : lines_.at(event.inst, event.conv)) {
    if (line.highest != 0 && line.of_highest.seq > event.seq) line.highest = 0;
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
