#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/history/event.h"

namespace imstorm {

/// From the lightest to the heaviest: the verdict of many is the heaviest.
enum class Outcome : std::uint8_t {
  Holds,
  Vacuous,    ///< nothing in this history could have broken it
  Undecided,  ///< the run was cut short or never became quiet, or the law itself failed
  Broken,
};
inline constexpr std::string_view kOutcomeNames[] = {"holds", "vacuous", "undecided", "broken"};

/// An event that shows a broken law, with its place in the history (0 is the first event).
struct Witness {
  std::size_t position = 0;
  Event event;
};

/// What one law says of one history.
struct Verdict {
  Outcome outcome = Outcome::Vacuous;
  std::uint64_t exercised = 0;     ///< how many events could have broken it
  std::string because;             ///< broken, undecided: one sentence about a user or a device
  std::vector<Witness> witnesses;  ///< broken: earliest first, at most kWitnessesMax
  std::uint64_t permitted = 0;     ///< losses that a declared destruction explains; not a breach
  std::string permitted_because;
};

inline constexpr std::size_t kWitnessesMax = 16;

/// How the run ended, for the laws that promise something "in the end".
struct RunEnd {
  bool complete = true;  ///< false: cut short (a limit, a signal); nothing can be promised
  bool quiet = true;     ///< false: it did not settle within its bound
};

}  // namespace imstorm
