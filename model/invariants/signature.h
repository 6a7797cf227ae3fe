#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/history/event.h"
#include "model/invariants/verdict.h"

namespace imstorm {

/// What makes two findings the same one, whatever the seed: the law, the kinds of the events that
/// show the breach, and, with a history, which mechanisms had their part in the life of the message
/// that it is about: "exactly-once: consumed consumed; accepted twice, acked, received twice".
/// Small words without names or numbers, so that a smaller run of the same bug has the same one.
/// REQUIRES: the verdict is broken. `history` may be empty.
std::string signature_of(std::string_view law, const Verdict& verdict,
                         const std::vector<Event>& history);

}  // namespace imstorm
