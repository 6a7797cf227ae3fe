#pragma once

#include "model/scenario/scenario.h"

namespace imstorm {

/// So long after the end of all faults a repair may take without anybody seeing anything of it: two
/// periods of the slowest timer, and the ways there and back. What is still broken after that is
/// not being repaired; but where chance goes on (`attempts_of`) it may have failed and begin anew.
Duration patience_of(const Scenario& scenario);

/// How many patiences in a row are waited while something is left that a repair would bring: a lost
/// datagram explains that, and what is repeated may be lost again. Each holds two or three
/// attempts.
int attempts_of(const Scenario& scenario);

/// May a device's session end though nothing is wrong, as heartbeats or their answers are lost, or
/// too late by chance?
bool sessions_end_by_chance(const Scenario& scenario);

}  // namespace imstorm
