#pragma once

#include "model/scenario/scenario.h"
#include "model/world/run.h"

namespace imstorm {

/// The scenario of that very run with nothing left to draw beforehand: its storm as the faults that
/// were drawn, crashes at durable steps as crashes of that instant, its traffic as single messages.
/// Message i is the run's message i; those that were never written have the instant kNever. With
/// the same decider it is the same run.
Scenario spell_out(const Scenario& scenario, const RunRecord& record);

/// Without the messages that are never written; the others move up and lose the names m<n>.
Scenario compact(const Scenario& scenario);

}  // namespace imstorm
