#include "model/invariants/ack_safety.h"

#include <fmt/format.h>

namespace imstorm {

void AckSafety::observe(std::size_t position, const Event& event) {
  switch (event.kind) {
    case EventKind::Sent:
      messages_[event.cmid].body = event.body;
      return;
    case EventKind::Accepted:
      return accepted(event);
    case EventKind::Acked:
      return acked(position, event);
    default:
      break;
  }
  ++exercised_;
  if (event.value != 0) return;
  if (!breach_) breached_ = messages_[event.cmid];
  breach_.add({Witness{position, event}});
}

void AckSafety::accepted(const Event& event) {
  Message& message = messages_[event.cmid];
  if (!message.conv) {
    message = Message{event.body, event.conv, event.seq};
  } else {
    elsewhere_.emplace(event.cmid, event.conv, event.seq);
  }
}

void AckSafety::acked(std::size_t position, const Event& event) {
  ++exercised_;
  const Message& message = messages_[event.cmid];
  if (message.conv == event.conv && message.seq == event.seq) return;
  if (elsewhere_.count({event.cmid, event.conv, event.seq}) != 0) return;
  if (!breach_) breached_ = message;
  breach_.add({Witness{position, event}});
}

Verdict AckSafety::verdict(const RunEnd& end, const Names& names) const {
  Verdict verdict = ruling(kind(), end, exercised_, breach_);
  if (verdict.outcome != Outcome::Broken) return verdict;
  const Event& e = breach_.last();
  const auto who = names.of(e.device);
  const auto what = names.of(breached_.body);
  if (e.kind == EventKind::Probed) {
    verdict.because =
        fmt::format("{} was told that {} is sent; {}", who, what,
                    e.seq == Seq{} ? "a crash right then loses it"
                                   : "after a crash right then not everybody gets it");
  } else if (!breached_.conv) {
    verdict.because =
        fmt::format("{} was told that {} is sent, but no server had committed it", who, what);
  } else {
    verdict.because = fmt::format(
        "{} was told that {} is sent at position {} of {}, but it was committed at position {} of "
        "{}",
        who, what, e.seq.value, names.of(e.conv), breached_.seq.value, names.of(breached_.conv));
  }
  verdict.because = breach_.told(std::move(verdict.because));
  return verdict;
}

}  // namespace imstorm
