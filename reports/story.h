#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "reports/result.h"

namespace imstorm {

inline constexpr std::size_t kAroundMax = 24;

/// What else a story needs, out of the whole history that the law judged: the way of the witnesses'
/// messages to the devices that the witnesses speak of, and the deaths, restarts and lost
/// connections on it. At most `kAroundMax` events up to the last witness, by position, the latest
/// ones.
std::vector<Witness> around(const std::vector<Witness>& witnesses,
                            const std::vector<Event>& history);

/// The law's tale, if it has one (see tale.h). Else its witnesses and what is around them, earliest
/// first. An event that names a message only by its client id gets the name that another one of the
/// result has for it.
std::vector<Step> story_of(const Result::Law& law, const Result& result);

}  // namespace imstorm
