#include "reports/cost.h"

#include <algorithm>

#include "reports/figures.h"

namespace imstorm {

std::string UnitCost::key() const {
  std::string key = name;
  std::replace(key.begin(), key.end(), ' ', '_');
  return key;
}

std::string UnitCost::text() const { return two_places(part, whole); }

std::vector<UnitCost> unit_costs(const Result::Cost& cost) {
  const std::uint64_t packets = cost.message_packets;
  return {{"round trips per message", packets, cost.messages * 2},
          {"round trips per delivery", packets, cost.deliveries * 2},
          {"client packets per message", packets, cost.messages},
          {"client packets per delivery", packets, cost.deliveries}};
}

UnitCost unit_cost(const Result::Cost& cost, const std::string& name) {
  const std::vector<UnitCost> all = unit_costs(cost);
  return *std::find_if(all.begin(), all.end(),
                       [&](const UnitCost& one) { return one.name == name; });
}

}  // namespace imstorm
