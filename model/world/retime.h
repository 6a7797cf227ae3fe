#pragma once

#include <vector>

#include "model/history/trace.h"
#include "model/scenario/scenario.h"
#include "sim/core/time.h"

namespace imstorm {

/// A fault that begins at an instant, not at a packet or a durable step.
bool is_timed(const Fault& fault);

/// The faults of `scenario` struck at certain places of the run `before`: after what one of their
/// processes did, and before what it did next. The same scenario with its timed faults moved to the
/// same places of its own run, one after the other. For scenarios whose decisions differ from those
/// of that run: everything happens earlier or later there.
Scenario retimed(const Scenario& scenario, const Trace& before);

/// Instants between two steps of the processes of fault `index` in a run without it, at most `most`
/// of them: wherever else it could strike.
std::vector<Instant> places_for(const Scenario& scenario, std::size_t index, std::size_t most);

/// What the network did in a run, as faults that name the packets: what was lost, repeated or took
/// longer than the least. In a run of `scenario` with harmless decisions they do about the same.
FaultPlan packet_faults_of(const Scenario& scenario, const Trace& trace);

}  // namespace imstorm
