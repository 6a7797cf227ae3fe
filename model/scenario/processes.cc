#include "model/scenario/processes.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/scenario/presets.h"
#include "sim/core/hash.h"

namespace imstorm {

Topology Topology::defaults() {
  const auto us = microseconds;
  const auto ms = milliseconds;
  Topology topology;
  topology.gateway.count = 2;
  topology.logic.count = 2;
  const Quantiles service{us(20), us(40), us(80), us(200), ms(1)};
  topology.gateway.service = service;
  topology.logic.service = service;
  topology.store.service = service;
  topology.ids.count = 0;
  topology.ids.service = service;
  topology.store_disk.sync = {ms(2), ms(3), ms(5), ms(20), ms(50)};
  topology.ids_disk = topology.store_disk;
  topology.device_disk.sync = {us(500), ms(1), ms(2), ms(5), ms(20)};
  topology.edge = link_preset(LinkPreset::Mobile);
  topology.backbone.latency = {us(200), us(300), us(500), us(800), ms(1)};
  topology.backbone.sockets = 2;
  return topology;
}

std::uint32_t id_services(const Scenario& scenario) {
  const bool needed = scenario.protocol.seq.split() || scenario.protocol.msgid.split();
  return std::max(scenario.topology.ids.count, needed ? 1U : 0U);
}

std::vector<bool> changing_conversations(const Scenario& scenario) {
  std::vector<bool> changes(scenario.conversations.size(), false);
  for (const ChurnSpec& churn : scenario.churn) changes[churn.conv.index()] = true;
  for (const SendSpec& send : scenario.sends) {
    if (!changes_members(send.content)) continue;
    changes[send.conv.index()] = true;
  }
  return changes;
}

namespace {

/// May a fault, with others of its kind, take what a majority had?
bool takes_positions(const Fault& fault) {
  return fault.kind == FaultKind::WipeDisk && !fault.spares_majority;
}

/// By shard: how many of its replicas lose their disks, be it one after the other. What spares a
/// majority sees what went before it, but not what comes without looking.
std::vector<std::uint32_t> wiped_replicas(const Scenario& scenario) {
  const Topology& topology = scenario.topology;
  const ProcessTable table(scenario);
  std::vector<std::uint32_t> wiped(topology.store.count, 0);
  std::vector<bool> blindly(topology.store.count, false);
  const bool by_storm = scenario.storm.on && scenario.storm.wipe_store.every.ns > 0;
  for (std::uint32_t store = 0; store < topology.store.count * topology.store_replicas; ++store) {
    const ProcessId id = table.of(ProcessKind::Store, store);
    bool once = by_storm;
    for (const Fault& fault : scenario.faults) {
      const bool here = fault.kind == FaultKind::WipeDisk &&
                        std::find(fault.from.begin(), fault.from.end(), id) != fault.from.end();
      once = once || here;
      if (here && takes_positions(fault)) blindly[store / topology.store_replicas] = true;
    }
    if (once) wiped[store / topology.store_replicas] += 1;
  }
  for (std::size_t shard = 0; shard < wiped.size(); ++shard) {
    if (!blindly[shard]) wiped[shard] = 0;
  }
  return wiped;
}

}  // namespace

bool positions_may_be_lost(const Scenario& scenario) {
  const StoreOptions& store = scenario.protocol.store;
  const bool behind = store.replicate == StoreOptions::Replicate::Async;
  if (behind && scenario.topology.store_replicas > 1) return true;
  if (std::none_of(scenario.faults.begin(), scenario.faults.end(), takes_positions)) return false;
  // Of a shard, what is acknowledged is on the disks of a majority.
  const std::vector<std::uint32_t> wiped = wiped_replicas(scenario);
  return std::any_of(wiped.begin(), wiped.end(), [&](std::uint32_t replicas) {
    return replicas > scenario.topology.store_replicas / 2;
  });
}

bool lineages_may_begin(const Scenario& scenario) {
  return scenario.protocol.store.lineage == StoreOptions::Lineage::Checked &&
         positions_may_be_lost(scenario);
}

std::uint32_t answers_at_once(const Scenario& scenario) {
  std::vector<std::uint32_t> in(scenario.users.size());  // so many conversations, by user
  for (const ConversationSpec& conv : scenario.conversations) {
    for (const UserId user : conv.members) in[user.index()] += 1;
    for (const UserId user : conv.others) in[user.index()] += 1;
  }
  const std::uint32_t convs = in.empty() ? 0 : *std::max_element(in.begin(), in.end());
  const ProtocolOptions& protocol = scenario.protocol;
  return std::min(convs, protocol.outbox.at_once) * protocol.outbox.window +
         std::min(convs, protocol.pull.at_once);
}

std::uint64_t inbox_key(const std::string& user) {
  return hash_mix(hash_text(user), hash_text("inbox"));
}

ProcessTable::ProcessTable(const Scenario& scenario) {
  const Topology& topology = scenario.topology;
  const auto add_servers = [&](ProcessKind kind, const char* name, std::uint32_t count) {
    first_[static_cast<std::size_t>(kind)] = static_cast<std::uint32_t>(rows.size());
    for (std::uint32_t i = 0; i < count; ++i) {
      const auto server = static_cast<std::uint32_t>(rows.size());
      const HostId host{topology.hosts == 0 ? server : server % topology.hosts};
      rows.push_back({fmt::format("{}-{}", name, i + 1), kind, i, host});
    }
  };
  const auto add_stores = [&](std::uint32_t count, std::uint32_t replicas) {
    const std::size_t first = rows.size();
    add_servers(ProcessKind::Store, "store", count);
    for (std::uint32_t i = 0; replicas > 1 && i < count; ++i) {
      const std::uint32_t replica = i % replicas;
      std::string& name = rows[first + i].name;
      name = fmt::format("store-{}", i / replicas + 1);
      if (replica > 0) name += static_cast<char>('a' + replica);
    }
  };
  add_servers(ProcessKind::Gateway, "gateway", topology.gateway.count + topology.gateway.spare);
  add_servers(ProcessKind::Logic, "logic", topology.logic.count + topology.logic.spare);
  add_stores(topology.store.count * topology.store_replicas, topology.store_replicas);
  add_servers(ProcessKind::Ids, "ids", id_services(scenario));
  const std::size_t server_hosts = topology.hosts == 0 ? rows.size() : topology.hosts;
  for (std::size_t i = 0; i < server_hosts; ++i) hosts.push_back(fmt::format("host-{}", i + 1));
  first_[static_cast<std::size_t>(ProcessKind::Device)] = static_cast<std::uint32_t>(rows.size());
  for (std::uint32_t i = 0; i < scenario.devices.size(); ++i) {
    const std::string& name = scenario.devices[i].name;
    rows.push_back({name, ProcessKind::Device, i, HostId{hosts.size()}});
    hosts.push_back(name);
  }
}

ProcessId ProcessTable::find(std::string_view name) const {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].name == name) return ProcessId{i};
  }
  return {};
}

HostId ProcessTable::find_host(std::string_view name) const {
  for (std::size_t i = 0; i < hosts.size(); ++i) {
    if (hosts[i] == name) return HostId{i};
  }
  return {};
}

ProcessId ProcessTable::of(ProcessKind kind, std::uint32_t index) const {
  return ProcessId{first_[static_cast<std::size_t>(kind)] + index};
}

}  // namespace imstorm
