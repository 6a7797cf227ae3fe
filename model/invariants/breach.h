#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

#include "model/invariants/invariant.h"
#include "model/invariants/verdict.h"

namespace imstorm {

/// The breaches that one law saw: how many there were, and the events that show the first.
class Breach {
 public:
  /// Counts a breach. The first one's witnesses are kept, earliest first, at most kWitnessesMax.
  void add(std::initializer_list<Witness> shown) {
    add(count_ == 0 ? std::vector<Witness>(shown) : std::vector<Witness>());
  }
  void add(std::vector<Witness> shown);

  explicit operator bool() const { return count_ != 0; }
  std::uint64_t count() const { return count_; }
  const std::vector<Witness>& witnesses() const { return witnesses_; }
  /// REQUIRES: a breach with a witness was added.
  const Event& first() const { return witnesses_.front().event; }
  const Event& last() const { return witnesses_.back().event; }

  /// The sentence, with how often the same happened again: "... (and 3 more times)".
  std::string told(std::string sentence) const;

 private:
  std::uint64_t count_ = 0;
  std::vector<Witness> witnesses_;
};

/// What follows from a law's breaches, how often it was exercised and how the run ended. Broken
/// comes with the witnesses, and the law says `because` itself; undecided says why. A safety law
/// that saw a breach is broken however the run ended. A liveness law is broken only by a complete,
/// quiet run.
Verdict ruling(LawKind kind, const RunEnd& end, std::uint64_t exercised, const Breach& breach);

}  // namespace imstorm
