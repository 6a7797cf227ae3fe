#pragma once

#include <cstdint>
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

/// What the network did to one packet of a run: it was lost, or took longer than the least.
struct PacketFault {
  std::uint32_t packet = 0;  ///< of the trace
  Fault fault;               ///< names it
};
/// All that the network did in a run. In a run of `scenario` with harmless decisions these faults
/// do about the same.
std::vector<PacketFault> packet_faults_of(const Scenario& scenario, const Trace& trace);
/// One that names that packet of the trace, and is otherwise to be filled in.
Fault fault_at(const Trace& trace, std::uint32_t packet);

}  // namespace imstorm
