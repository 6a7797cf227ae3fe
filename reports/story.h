#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "reports/result.h"

namespace imstorm {

/// One numbered step of the story of a broken law.
struct Step {
  std::size_t position = 0;           ///< in the history, from 0
  std::int64_t at_ns = 0;             ///< virtual time
  std::string actor;                  ///< a device, a process, a user, "the server"
  std::string text;                   ///< the whole sentence, with the actor
  bool witness = false;               ///< else it only tells how it came about
  std::uint32_t step = Trace::kNone;  ///< of the trace, if there is one
};

inline constexpr std::size_t kAroundMax = 24;

/// What else a story needs, out of the whole history that the law judged: the way of the witnesses'
/// messages to the devices that the witnesses speak of, and the deaths, restarts and lost
/// connections on it. At most `kAroundMax` events up to the last witness, by position, the latest
/// ones.
std::vector<Witness> around(const std::vector<Witness>& witnesses,
                            const std::vector<Event>& history);

/// The law's witnesses and what is around them, earliest first. An event that names a message only
/// by its client id gets the name that another one of the result has for it.
std::vector<Step> story_of(const Result::Law& law, const Result& result);

}  // namespace imstorm
