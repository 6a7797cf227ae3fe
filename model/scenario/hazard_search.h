#pragma once

#include <vector>

#include "model/scenario/hazards.h"

namespace imstorm {

/// Where two messages of one sender, or of one group, can run side by side: levels of the way
/// (process, worker thread, socket) at which no single station is on every path.
void find_parallel_paths(const Scenario& scenario, std::vector<Hazard>& hazards);

/// Where a key's second station begins while its first one still has items of the key: the ring or
/// a worker pool changes, or a process is slow.
void find_moving_keys(const Scenario& scenario, std::vector<Hazard>& hazards);

/// Processes and hosts without which a device cannot reach the log of one of its conversations, or
/// a message of it gets no number.
void find_single_points(const Scenario& scenario, std::vector<Hazard>& hazards);

}  // namespace imstorm
