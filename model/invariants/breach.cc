#include "model/invariants/breach.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace imstorm {

void Breach::add(std::vector<Witness> shown) {
  if (++count_ > 1) return;
  witnesses_ = std::move(shown);
  std::stable_sort(witnesses_.begin(), witnesses_.end(),
                   [](const Witness& a, const Witness& b) { return a.position < b.position; });
  if (witnesses_.size() > kWitnessesMax) witnesses_.resize(kWitnessesMax);
}

std::string Breach::told(std::string sentence) const {
  if (count_ == 2) return sentence + " (and 1 more time)";
  if (count_ > 2) return fmt::format("{} (and {} more times)", sentence, count_ - 1);
  return sentence;
}

Verdict ruling(LawKind kind, const RunEnd& end, std::uint64_t exercised, const Breach& breach) {
  Verdict verdict;
  verdict.exercised = exercised;
  const bool decided = kind == LawKind::Safety || (end.complete && end.quiet);
  if (breach && decided) {
    verdict.outcome = Outcome::Broken;
    verdict.witnesses = breach.witnesses();
  } else if (!end.complete) {
    verdict.outcome = Outcome::Undecided;
    verdict.because = "the run was cut short";
  } else if (kind == LawKind::Liveness && !end.quiet) {
    verdict.outcome = Outcome::Undecided;
    verdict.because = "the run did not settle within its bound";
  } else {
    verdict.outcome = exercised == 0 ? Outcome::Vacuous : Outcome::Holds;
  }
  return verdict;
}

}  // namespace imstorm
