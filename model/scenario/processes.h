#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/scenario/scenario.h"
#include "model/types/ids.h"

namespace imstorm {

enum class ProcessKind : std::uint8_t { Gateway, Logic, Store, Device, Ids };

/// How many id services there are: as many as the topology says, and one if that is none and a
/// policy needs one.
std::uint32_t id_services(const Scenario& scenario);

/// May acknowledged positions be lost, by a failover to a replica that is behind or with the disk
/// of a store?
bool positions_may_be_lost(const Scenario& scenario);

/// May a conversation begin a new lineage: where they may, and somebody looks?
bool lineages_may_begin(const Scenario& scenario);

/// By ConvId: may somebody join or leave it?
std::vector<bool> changing_conversations(const Scenario& scenario);

/// What a device may wait for at most: outcomes of messages (outbox.window in each of
/// outbox.at_once conversations) and pages (pull.at_once).
std::uint32_t answers_at_once(const Scenario& scenario);

/// Of the inbox that a user's copies are in, where there are inboxes (GroupOptions::Fanout).
std::uint64_t inbox_key(const std::string& user);

/// Who is who: process ids count gateways, logic, stores, id services and then devices, each from
/// 0.
struct ProcessTable {
  struct Row {
    std::string name;  ///< "gateway-1", "logic-2", "store-1", "ids-1", "alice.phone"
    ProcessKind kind{};
    std::uint32_t index = 0;  ///< among its kind, from 0; of a device: its DeviceId
    HostId host;
  };
  std::vector<Row> rows;
  std::vector<std::string> hosts;  ///< "host-1", ...; a device is its own host, called like it

  explicit ProcessTable(const Scenario& scenario);
  ProcessId find(std::string_view name) const;  ///< a default id if there is none
  HostId find_host(std::string_view name) const;
  ProcessId of(ProcessKind kind, std::uint32_t index) const;

 private:
  std::uint32_t first_[5] = {};
};

}  // namespace imstorm
