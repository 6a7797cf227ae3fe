#include "model/invariants/no_phantom.h"

#include <fmt/format.h>

namespace imstorm {

void NoPhantom::observe(std::size_t position, const Event& event) {
  switch (event.kind) {
    case EventKind::Sent:
      if (sent_.find(event.cmid) == nullptr) {
        sent_[event.cmid] = SentNote::of(position, event);
      }
      return;
    case EventKind::Consumed:
      return consumed(position, event);
    default:
      return entitlement_.observe(event);
  }
}

void NoPhantom::consumed(std::size_t position, const Event& event) {
  ++exercised_;
  const SentNote* sent = sent_.find(event.cmid);
  if (sent == nullptr) {
    breach_.add({Witness{position, event}});
  } else if (sent->conv != event.conv || sent->body != event.body ||
             !entitlement_.sees(event.user, event.conv, event.seq)) {
    breach_.add({sent->witness(event.cmid), Witness{position, event}});
  }
}

Verdict NoPhantom::verdict(const RunEnd& end, const Names& names) const {
  Verdict verdict = ruling(kind(), end, exercised_, breach_);
  if (verdict.outcome != Outcome::Broken) return verdict;
  const Event& sent = breach_.first();
  const Event& got = breach_.last();
  const auto who = names.of(got.device);
  const auto what = names.of(got.body);
  if (sent.kind != EventKind::Sent) {
    verdict.because = fmt::format("{} consumed {}, which nobody had sent", who, what);
  } else if (sent.conv != got.conv) {
    verdict.because = fmt::format("{} consumed {} in {}, but it was sent to {}", who, what,
                                  names.of(got.conv), names.of(sent.conv));
  } else if (sent.body != got.body) {
    verdict.because = fmt::format("{} sent {}, and {} consumed it as {}", names.of(sent.device),
                                  names.of(sent.body), who, what);
  } else {
    verdict.because = fmt::format("{} consumed {} at position {} of {}, which {} may not see", who,
                                  what, got.seq.value, names.of(got.conv), names.of(got.user));
  }
  verdict.because = breach_.told(std::move(verdict.because));
  return verdict;
}

}  // namespace imstorm
