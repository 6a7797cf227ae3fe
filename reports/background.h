#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "model/history/ancestry.h"
#include "model/history/event.h"
#include "model/history/trace.h"
#include "model/invariants/verdict.h"

namespace imstorm {

inline constexpr std::size_t kBackgroundMax = 4;  ///< events; the earliest are kept
inline constexpr std::size_t kFewFaults = 6;  ///< so many that did anything belong to every story

/// What else a broken law is about, by position in the history.
struct Background {
  std::vector<std::size_t> positions;          ///< ascending, without the witnesses
  std::map<std::size_t, std::size_t> evicted;  ///< at the first, what was accepted at the second
};

/// The message that a cursor passed over, where a user had left before what they were shown, what
/// stood at a position before, or was declared of it, and, where a conversation's cache is all that
/// there is and has `room` for so many messages (0: for all), what took the last room of a message.
Background background_of(const std::vector<Witness>& witnesses, const std::vector<Event>& history,
                         std::uint64_t room = 0);

/// Adds the faults without which nobody understands what happened although no packet tells of them:
/// all that changed anything, if they are few; else the pauses that a step of the ancestry waited
/// for, and the latest failovers and lost caches of stores between the first of these events and
/// the last.
void add_quiet_faults(Ancestry& ancestry, const Trace& trace, const std::vector<Event>& history,
                      const std::vector<std::size_t>& positions);

}  // namespace imstorm
