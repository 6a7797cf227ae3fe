// Single points of failure.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "model/scenario/hazard_search.h"
#include "model/scenario/processes.h"
#include "sim/core/hash.h"
#include "sim/net/path_graph.h"

namespace imstorm {
namespace {

/// The ways from a device that reaches `gateways` (empty: all) to the log in one store, over
/// whatever process is up: the processes that all of them pass.
std::vector<ProcessId> between(const std::vector<std::uint32_t>& gateways, std::uint32_t store,
                               const Topology& topology, const ProcessTable& table) {
  PathGraph graph;
  for (std::size_t i = 0; i < table.rows.size(); ++i) graph.add();
  const PathGraph::Station device = graph.add();
  const PathGraph::Station log = graph.add();  // in each replica of the store
  const std::uint32_t replicas = topology.store_replicas;
  const bool needs_all = replicas / 2 + 1 == replicas;  // to have a majority
  for (std::uint32_t g = 0; g < topology.gateway.count; ++g) {
    const PathGraph::Station gateway = table.of(ProcessKind::Gateway, g).index();
    const bool reached =
        gateways.empty() || std::find(gateways.begin(), gateways.end(), g) != gateways.end();
    if (reached) graph.edge(device, gateway);
    for (std::uint32_t l = 0; l < topology.logic.count; ++l) {
      graph.edge(gateway, table.of(ProcessKind::Logic, l).index());
    }
  }
  std::vector<ProcessId> points;
  for (std::uint32_t r = 0; r < replicas; ++r) {
    const ProcessId process = table.of(ProcessKind::Store, store * replicas + r);
    if (needs_all) points.push_back(process);
    const PathGraph::Station replica = process.index();
    for (std::uint32_t l = 0; l < topology.logic.count; ++l) {
      graph.edge(table.of(ProcessKind::Logic, l).index(), replica);
    }
    graph.edge(replica, log);
  }
  for (const PathGraph::Station station : graph.unavoidable(device, log)) {
    const bool inner = station != device && station != log;
    if (inner && table.rows[station].kind != ProcessKind::Store) points.emplace_back(station);
  }
  return points;
}

/// The id services without which no message of the conversation gets its number or its id: the one
/// that has its counter, or the only one (see LogicNode::ids_for).
std::vector<ProcessId> numbering(const ConversationSpec& conv, const Scenario& scenario,
                                 const ProcessTable& table) {
  using Seq = SeqOptions::Source;
  using Id = MsgidOptions::Source;
  const std::uint32_t count = id_services(scenario);
  const SeqOptions& seq = scenario.protocol.seq;
  const MsgidOptions& msgid = scenario.protocol.msgid;
  std::vector<ProcessId> points;
  const auto needs = [&](bool any, std::string_view key) {
    if (any && count > 1) return;  // the next one asked is another one
    points.push_back(
        table.of(ProcessKind::Ids, static_cast<std::uint32_t>(hash_text(key) % count)));
  };
  const bool any = seq.source == Seq::Segment || seq.source == Seq::Snowflake || seq.moves();
  if (seq.split()) needs(any, conv.name);
  if (msgid.split()) needs(msgid.source == Id::Segment || msgid.source == Id::Snowflake, "msgid");
  return points;
}

/// "alice.phone waits", "alice.phone and 3 other devices wait".
std::string who_waits(const Scenario& scenario, const std::vector<std::uint32_t>& devices) {
  if (devices.size() == scenario.devices.size()) return "every device waits";
  const std::string& text = scenario.devices[devices.front()].name;
  if (devices.size() == 1) return text + " waits";
  const std::size_t others = devices.size() - 1;
  return text + fmt::format(" and {} other device{} wait", others, others == 1 ? "" : "s");
}

struct Point {
  std::string process;
  std::vector<std::uint32_t> devices;  // that wait for it, ascending
};

/// The processes that some device waits for. Each member of a conversation is looked at once.
std::vector<Point> waiting_devices(const Scenario& scenario) {
  const ProcessTable table(scenario);
  std::vector<std::vector<std::uint32_t>> devices_of(scenario.users.size());
  for (std::uint32_t device = 0; device < scenario.devices.size(); ++device) {
    devices_of[scenario.devices[device].user.index()].push_back(device);
  }
  // Devices that reach the same gateways wait for the same processes: each answer is found once.
  std::map<std::pair<std::vector<std::uint32_t>, std::uint32_t>, std::vector<ProcessId>> known;
  std::map<ProcessId, std::set<std::uint32_t>> waiting;
  const auto wait_for_log = [&](UserId user, std::uint64_t key, const std::vector<ProcessId>& ids) {
    const auto store = static_cast<std::uint32_t>(key % scenario.topology.store.count);
    for (const std::uint32_t device : devices_of[user.index()]) {
      const std::vector<std::uint32_t>& gateways = scenario.devices[device].gateways;
      const auto [entry, fresh] = known.try_emplace({gateways, store});
      if (fresh) entry->second = between(gateways, store, scenario.topology, table);
      for (const ProcessId point : entry->second) waiting[point].insert(device);
      for (const ProcessId point : ids) waiting[point].insert(device);
    }
  };
  for (const ConversationSpec& conv : scenario.conversations) {
    const std::vector<ProcessId> ids = numbering(conv, scenario, table);
    for (const UserId user : conv.members) wait_for_log(user, hash_text(conv.name), ids);
  }
  const bool inboxes = scenario.protocol.group.fanout != GroupOptions::Fanout::Read;
  for (std::size_t user = 0; inboxes && user < scenario.users.size(); ++user) {
    wait_for_log(UserId(user), inbox_key(scenario.users[user].name), {});
  }
  std::vector<Point> points;
  for (const auto& [process, devices] : waiting) {
    points.push_back({table.rows[process.index()].name, {devices.begin(), devices.end()}});
  }
  return points;
}

void add_point(std::string who, const std::string& waits, std::vector<Hazard>& hazards) {
  Hazard hazard;
  hazard.kind = Hazard::Kind::SinglePoint;
  hazard.what = fmt::format("while {} is down, {}", who, waits);
  hazards.push_back(std::move(hazard));
}

}  // namespace

void find_single_points(const Scenario& scenario, std::vector<Hazard>& hazards) {
  for (const auto& [process, devices] : waiting_devices(scenario)) {
    add_point(process, who_waits(scenario, devices), hazards);
  }
  const ProcessTable table(scenario);
  // A host takes all of its processes along.
  std::map<HostId, std::uint32_t> servers;
  std::uint32_t all = 0;
  for (const ProcessTable::Row& row : table.rows) {
    if (row.kind == ProcessKind::Device) continue;
    ++servers[row.host];
    ++all;
  }
  for (const auto& [host, count] : servers) {
    if (count == all && all > 1) {
      add_point(table.hosts[host.index()] + ", which all servers share,", "every device waits",
                hazards);
    }
  }
}

}  // namespace imstorm
