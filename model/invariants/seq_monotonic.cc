#include "model/invariants/seq_monotonic.h"

#include <fmt/format.h>

namespace imstorm {

void SeqMonotonic::observe(std::size_t position, const Event& event) {
  Newest& newest = newest_.at(event.conv, event.lineage);
  if (newest.any) {
    ++exercised_;
    if (event.seq <= newest.highest.seq) {
      breach_.add({newest.highest.witness(event), {position, event}});
      return;
    }
  }
  newest.any = true;
  newest.highest = TakenMessage::of(position, event);
}

Verdict SeqMonotonic::verdict(const RunEnd& end, const Names& names) const {
  Verdict verdict = ruling(kind(), end, exercised_, breach_);
  if (!breach_) return verdict;
  const Event& high = breach_.first();
  const Event& low = breach_.last();
  verdict.because = breach_.told(fmt::format(
      "{}'s {} got number {} of {} after {}'s {} had got {}", names.of(low.user),
      names.of(low.body), low.seq.value, names.of(low.conv), names.of(high.user),
      names.of(high.body), low.seq == high.seq ? "the same" : std::to_string(high.seq.value)));
  return verdict;
}

}  // namespace imstorm
