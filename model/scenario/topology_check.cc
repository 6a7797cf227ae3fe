#include <fmt/format.h>

#include "model/scenario/reading.h"
#include "sim/net/topology_graph.h"

namespace imstorm {
namespace {

/// Every connection that the stack can open: devices to their gateways, servers among each other.
TopologyGraph graph_of(const Scenario& scenario, const ProcessTable& table,
                       const std::vector<bool>& no_gateway) {
  TopologyGraph graph(table.rows.size());
  const Topology& topology = scenario.topology;
  const auto link_all = [&](ProcessKind from, std::uint32_t n, ProcessKind to, std::uint32_t m) {
    for (std::uint32_t i = 0; i < n; ++i) {
      for (std::uint32_t j = 0; j < m; ++j) graph.link(table.of(from, i), table.of(to, j));
    }
  };
  const std::uint32_t gateways = topology.gateway.count;
  const std::uint32_t logic = topology.logic.count;
  const std::uint32_t stores = topology.store.count * topology.store_replicas;
  link_all(ProcessKind::Gateway, gateways, ProcessKind::Logic, logic);
  link_all(ProcessKind::Gateway, gateways, ProcessKind::Store, stores);
  link_all(ProcessKind::Logic, logic, ProcessKind::Store, stores);
  const std::uint32_t ids = id_services(scenario);
  link_all(ProcessKind::Logic, logic, ProcessKind::Ids, ids);
  link_all(ProcessKind::Ids, ids, ProcessKind::Store, stores);
  for (std::uint32_t i = 0; i < scenario.devices.size(); ++i) {
    if (no_gateway[i]) continue;
    const ProcessId device = table.of(ProcessKind::Device, i);
    const DeviceSpec& spec = scenario.devices[i];
    for (const std::uint32_t g : spec.gateways) {
      graph.link(device, table.of(ProcessKind::Gateway, g));
    }
    for (std::uint32_t g = 0; spec.gateways.empty() && g < gateways; ++g) {
      graph.link(device, table.of(ProcessKind::Gateway, g));
    }
  }
  return graph;
}

}  // namespace

void check_topology(const std::map<std::string, Place>& count_places, Reading& reading) {
  const Scenario& scenario = reading.scenario;
  const ProcessTable table(scenario);
  const TopologyGraph graph = graph_of(scenario, table, reading.no_gateway);
  struct Role {
    ProcessKind kind;
    const char* what;
    const char* name;
    std::uint32_t count;
  };
  const Topology& topology = scenario.topology;
  const Role roles[] = {{ProcessKind::Gateway, "gateway", "gateway", topology.gateway.count},
                        {ProcessKind::Logic, "logic process", "logic", topology.logic.count},
                        {ProcessKind::Store, "store", "store", topology.store.count}};
  for (const Role& role : roles) {
    std::vector<ProcessId> targets;
    for (std::uint32_t i = 0; i < role.count; ++i) targets.push_back(table.of(role.kind, i));
    const std::vector<bool> reach = graph.reaching(targets);
    for (std::size_t i = 0; i < scenario.devices.size(); ++i) {
      if (reach[table.of(ProcessKind::Device, static_cast<std::uint32_t>(i)).index()]) continue;
      const std::string text =
          fmt::format("{} can reach no {}", scenario.devices[i].name, role.what);
      const auto place = count_places.find(role.name);
      if (role.count != 0) {
        reading.diagnostics.error(reading.device_places[i], text);
      } else if (place != count_places.end() && place->second.line != 0) {
        reading.diagnostics.error(place->second, text,
                                  fmt::format("topology.{}.count is 0", role.name));
      } else {
        reading.diagnostics.error(reading.device_places[i], text,
                                  fmt::format("topology.{}.count is 0", role.name));
      }
      return;  // one is enough: the others are cut off by the same mistake, or show next time
    }
  }
}

}  // namespace imstorm
