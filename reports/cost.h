#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reports/result.h"

namespace imstorm {

/// What serving messages costs devices, neither sessions nor SYNC nor heartbeats: a figure and its
/// name, the same in every report.
struct UnitCost {
  std::string name;  ///< "round trips per message"
  std::uint64_t part = 0;
  std::uint64_t whole = 0;

  std::string key() const;   ///< "round_trips_per_message"
  std::string text() const;  ///< "2.25"; "0.00" where there is nothing to count by
};

/// A message is one that was sent, whoever gets it; a delivery is one that a device consumed. A
/// round trip is two packets.
std::vector<UnitCost> unit_costs(const Result::Cost& cost);

/// The one of that name. REQUIRES: there is one.
UnitCost unit_cost(const Result::Cost& cost, const std::string& name);

}  // namespace imstorm
