#pragma once

#include <string>

#include "model/history/event.h"
#include "model/history/names.h"

namespace imstorm {

/// What happened, as one would tell it: "bob.phone consumes m7 (seq 7)". Without time and full
/// stop.
std::string describe(const Event& event, const Names& names);

/// Whom it happened to: a device's, a process's or a user's name; "the server" or "the run".
std::string actor_of(const Event& event, const Names& names);

}  // namespace imstorm
