#include "model/invariants/exactly_once.h"

#include <fmt/format.h>

#include "sim/core/hash.h"

namespace imstorm {

void ExactlyOnce::observe(std::size_t position, const Event& event) {
  if (event.kind == EventKind::Sent) return sent(event);
  if (event.kind != EventKind::Consumed) return installations_.observe(event);
  if (!installations_.reinstalled()) return consumed(position, event);
  Event by_root = event;
  by_root.inst = installations_.root(event.inst);
  consumed(position, by_root);
}

void ExactlyOnce::sent(const Event& event) {
  if (!event.body) return;
  std::uint64_t& known = written_[event.body];
  const std::uint64_t who = hash_mix(event.inst.value, event.conv.value);
  const std::uint64_t how = hash_mix(who, event.cseq.value) >> 1 | 1;
  if (known == 0) known = how;
  if (known != how) known = kSeveralTimes;
}

bool ExactlyOnce::names_one_message(BodyId body) const {
  const std::uint64_t* known = body ? written_.find(body) : nullptr;
  return body && (known == nullptr || *known != kSeveralTimes);
}

void ExactlyOnce::consumed(std::size_t position, const Event& event) {
  ++exercised_;
  const Witness now{position, event};
  ConsumedSet::Again again = consumed_.add(event);
  const bool named = names_one_message(event.body);
  if (named && !bodies_[event.inst].add(Seq{std::uint64_t{event.body.value} + 1})) {
    again.message = true;
  }
  if ((again.message || again.position) && !breach_) {
    message_again_ = again.message;
    std::vector<Witness> shown;
    for (const Witness& before : kept_) {
      const Event& e = before.event;
      const bool same =
          again.message ? e.cmid == event.cmid || (named && e.body == event.body)
                        : e.conv == event.conv && e.lineage == event.lineage && e.seq == event.seq;
      if (same && e.inst == event.inst) shown.push_back(before);
    }
    shown.push_back(now);
    breach_.add(std::move(shown));
  } else if (again.message || again.position) {
    breach_.add({now});
  }
  if (kept_.size() < kKeptMax && !breach_) kept_.push_back(now);
}

Verdict ExactlyOnce::verdict(const RunEnd& end, const Names& names) const {
  Verdict verdict = ruling(kind(), end, exercised_, breach_);
  if (verdict.outcome != Outcome::Broken) return verdict;
  const Event& e = breach_.last();
  verdict.because = breach_.told(
      message_again_
          ? fmt::format("{} consumed {} twice", names.of(e.device), names.of(e.body))
          : fmt::format(
                "{} consumed {} at position {} of {}, where it had consumed a message before",
                names.of(e.device), names.of(e.body), e.seq.value, names.of(e.conv)));
  return verdict;
}

}  // namespace imstorm
