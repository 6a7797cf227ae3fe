#include "model/world/roster.h"

#include <algorithm>

#include "sim/core/hash.h"

namespace imstorm {
namespace {

using Step = Roster::Step;

constexpr std::uint32_t kNobody = 0xffffffff;

/// What the faults order, by instant, whether or not it can be done.
std::vector<Step> ordered(const FaultPlan& plan) {
  std::vector<Step> steps;
  for (std::uint32_t i = 0; i < plan.size(); ++i) {
    const Fault& fault = plan[i];
    Instant at = fault.at;
    for (const ProcessId process : fault.from) {
      if (fault.kind == FaultKind::Join) steps.push_back({at, process, true, {}, i, 0});
      if (fault.kind == FaultKind::Leave) steps.push_back({at, process, false, fault.lasts, i, 0});
      if (fault.kind != FaultKind::Replace) continue;
      steps.push_back({at, process, false, fault.amount, i, 0});
      at += fault.lasts;
      steps.push_back({at, process, true, {}, i, 0});
    }
  }
  std::stable_sort(steps.begin(), steps.end(),
                   [](const Step& a, const Step& b) { return a.at < b.at; });
  return steps;
}

class Roll {
 public:
  Roll(const Scenario& scenario, const ProcessTable& table) : scenario_(scenario), table_(table) {
    const Topology& topology = scenario.topology;
    for (const ProcessTable::Row& row : table.rows) {
      const bool spare =
          (row.kind == ProcessKind::Gateway && row.index >= topology.gateway.count) ||
          (row.kind == ProcessKind::Logic && row.index >= topology.logic.count);
      in_service_.push_back(!spare);
    }
  }

  const std::vector<bool>& in_service() const { return in_service_; }

  /// False: it is so already, or must not be.
  bool take(const Step& step) {
    if (in_service_[step.process.index()] == step.enters) return false;
    in_service_[step.process.index()] = step.enters;
    if (step.enters || enough()) return true;
    in_service_[step.process.index()] = true;
    return false;
  }

  Ring ring() const {
    Ring ring;
    for (std::size_t p = 0; p < table_.rows.size(); ++p) {
      if (table_.rows[p].kind != ProcessKind::Logic || !in_service_[p]) continue;
      ring.add(ProcessId(p), hash_text(table_.rows[p].name), scenario_.protocol.route.ring_points);
    }
    return ring;
  }

 private:
  bool any(ProcessKind kind) const {
    for (std::size_t p = 0; p < table_.rows.size(); ++p) {
      if (table_.rows[p].kind == kind && in_service_[p]) return true;
    }
    return false;
  }

  bool enough() const {
    if (!any(ProcessKind::Logic) || !any(ProcessKind::Gateway)) return false;
    return std::all_of(
        scenario_.devices.begin(), scenario_.devices.end(), [&](const DeviceSpec& device) {
          const auto serves = [&](std::uint32_t gateway) {
            return bool{in_service_[table_.of(ProcessKind::Gateway, gateway).index()]};
          };
          return device.gateways.empty() ||
                 std::any_of(device.gateways.begin(), device.gateways.end(), serves);
        });
  }

  const Scenario& scenario_;
  const ProcessTable& table_;
  std::vector<bool> in_service_;
};

}  // namespace

Roster plan_roster(const Scenario& scenario, const ProcessTable& table, const FaultPlan& plan) {
  Roll roll(scenario, table);
  Roster roster;
  roster.begins = roll.in_service();
  roster.rings.push_back(roll.ring());
  std::vector<std::uint32_t> left_by(table.rows.size(), kNobody);
  for (Step step : ordered(plan)) {
    const bool replaces = plan[step.fault].kind == FaultKind::Replace && step.enters;
    // Who was not there, or had to stay, is not replaced.
    if (replaces && left_by[step.process.index()] != step.fault) continue;
    if (!roll.take(step)) continue;
    left_by[step.process.index()] = step.enters ? kNobody : step.fault;
    if (table.rows[step.process.index()].kind == ProcessKind::Logic) {
      roster.rings.push_back(roll.ring());
    }
    step.ring = static_cast<std::uint32_t>(roster.rings.size() - 1);
    roster.steps.push_back(step);
  }
  return roster;
}

}  // namespace imstorm
