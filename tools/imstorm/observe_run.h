#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/scenario/scenario.h"
#include "model/world/run.h"
#include "sim/search/observation.h"

namespace imstorm {

/// The places of Observation::counts. Laws and faults follow, each with several counts.
enum class Counted : std::uint8_t {
  Events,
  Messages,
  Deliveries,
  SimMs,
  Packets,
  ClientPackets,
  MessagePackets,
  Bytes,
  Strategy,  ///< the first of kStrategies
};

/// Where the counts of one kind of fault are: injected, effective, runs.
std::size_t place_of_fault(std::size_t kind);
/// Where the counts of one law are, by its place in the catalog: one for each Outcome, how often it
/// was exercised, how often a loss was permitted.
std::size_t place_of_law(std::size_t law);
/// The names of the catalog, in its order.
const std::vector<std::string>& catalog_names();

/// Signatures of verdicts that are no findings, but must not be forgotten, begin with this.
inline constexpr std::string_view kUndecided = "undecided ";
/// Likewise of laws by which something was lost that may be lost: the first such run has the
/// reason.
inline constexpr std::string_view kPermitted = "permitted ";

/// Does one run of a campaign and keeps what a campaign keeps of it. `base` should have no
/// `config`: it is copied.
Observation observe_run(const Scenario& base, const Draw& draw, std::uint32_t probe_every);

/// The record of such a run once more, with its history.
RunRecord repeat_run(const Scenario& base, const Draw& draw, std::uint32_t probe_every);

/// The signature of a law that is broken or undecided in a record with its history.
std::string signature_in(const RunRecord& record, const RunRecord::Law& law);

}  // namespace imstorm
