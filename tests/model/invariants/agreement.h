#pragma once

#include <rapidcheck.h>

#include <cstdint>
#include <optional>
#include <vector>

#include "tests/model/invariants/histories.h"

namespace imstorm {

/// What a slow and obvious reading of a whole history expects of a safety law.
struct Expected {
  std::optional<std::size_t> breach;  ///< position of the first event after which it is broken
  std::uint64_t exercised = 0;
};
using Oracle = Expected (*)(const std::vector<Event>& events);

/// Notes a breach if it is earlier than the one that is known.
inline void breach_at(Expected& expected, std::size_t position) {
  if (!expected.breach || position < *expected.breach) expected.breach = position;
}

/// The law must become broken at the very event that the oracle names, show it as its last witness,
/// and count what exercised it alike. To be called in a property.
template <class L>
void agrees(const History& history, Oracle oracle) {
  const Expected expected = oracle(history.events);
  RC_CLASSIFY(expected.breach.has_value(), "broken");
  L law;
  for (std::size_t i = 0; i < history.events.size(); ++i) {
    if (law.sees().has(history.events[i].kind)) law.observe(i, history.events[i]);
    RC_ASSERT(law.broken() == (expected.breach && *expected.breach <= i));
  }
  const Verdict verdict = law.verdict({}, history.names);
  RC_ASSERT(verdict.exercised == expected.exercised);
  if (!expected.breach) {
    RC_ASSERT(verdict.outcome == (expected.exercised == 0 ? Outcome::Vacuous : Outcome::Holds));
    return;
  }
  RC_ASSERT(verdict.outcome == Outcome::Broken);
  RC_ASSERT(!verdict.because.empty());
  RC_ASSERT(!verdict.witnesses.empty());
  RC_ASSERT(verdict.witnesses.back().position == *expected.breach);
  for (const Witness& witness : verdict.witnesses) {
    RC_ASSERT(witness.event == history.events[witness.position]);
  }
}

inline constexpr Wildlife kEverything{.wipes = true, .gone = true};

/// The three properties that every safety law has.
template <class L>
void agrees_on_good_histories(Oracle oracle) {
  const History history = *good_histories(kEverything);
  RC_ASSERT(!oracle(history.events).breach);
  agrees<L>(history, oracle);
}
template <class L>
void agrees_on_mutated_histories(Oracle oracle) {
  for (int i = 0; i < 5; ++i) agrees<L>(*mutated_histories(kEverything, L().sees()), oracle);
}
template <class L>
void agrees_on_wild_histories(Oracle oracle) {
  for (int i = 0; i < 5; ++i) agrees<L>(*wild_histories(), oracle);
}

}  // namespace imstorm
