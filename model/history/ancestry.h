#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/history/event.h"
#include "model/history/trace.h"

namespace imstorm {

/// How some events of a history came about: the causes of their steps, back to a user's act, a
/// start or a fault, and what was lost on the way. Not all that happened before: a few dozen steps.
struct Ancestry {
  std::vector<std::uint32_t> steps;    ///< ascending; those of the events and of blamed crashes too
  std::vector<std::uint32_t> packets;  ///< ascending: lost, unheard or dropped on the way
  std::vector<std::uint32_t> bands;    ///< ascending: the faults that had a hand in it
};

inline constexpr std::size_t kAncestryMax = 60;  ///< steps; the earliest causes are left out first
inline constexpr std::size_t kLossesMax = 12;    ///< packets; the latest are kept

/// Of the events at these positions. Causes end at what happens by the clock alone: of a timer that
/// is not about one of the events' messages only its setting is told. A packet was lost on the way
/// if it is about one of those messages and a step of the ancestry led to it; or if nothing tells
/// which message it is about, and it is of their conversation and from or for one of their devices.
Ancestry ancestry_of(const Trace& trace, const std::vector<Event>& history,
                     const std::vector<std::size_t>& positions);

}  // namespace imstorm
