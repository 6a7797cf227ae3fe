#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/scenario/diagnostic.h"
#include "model/scenario/document.h"
#include "model/scenario/messages.h"
#include "model/scenario/processes.h"
#include "model/scenario/scenario.h"

namespace imstorm {

/// What the readers of the single parts share while one scenario is read.
struct Reading {
  Scenario& scenario;
  Diagnostics& diagnostics;
  std::map<std::string, UserId, std::less<>> users;
  std::map<std::string, DeviceId, std::less<>> devices;
  std::map<std::string, ConvId, std::less<>> conversations;
  std::vector<Place> device_places;  ///< by device: its user's key, or its list of gateways
  std::vector<bool> no_gateway;      ///< by device: its list of gateways is empty
  std::map<std::string, Place, std::less<>> message_places;  ///< of the names of [[send]]
};

// Each reads one part of the file, after those above it.
void read_users(const Value& users, Reading& reading);
void read_conversations(const Value& conversations, Reading& reading);
void read_sends(const Value& sends, Reading& reading);
void read_traffic(const Value& traffic, Reading& reading);
void read_signals(const Value& signals, Reading& reading);
void read_signal_traffic(const Value& traffic, Reading& reading);
/// No message may be called like a signal.
void check_signal_names(Reading& reading);
void read_faults(const Value& faults, Reading& reading);
void read_replay(const Value& replay, Reading& reading);
void read_expect(const Value& expect, const std::vector<std::string>& laws, Reading& reading);

/// The tables of an array of tables, one by one.
void each_table(const Value& value, const char* name, Diagnostics& problems,
                const std::function<void(const Value&)>& read);

/// Can each device reach a gateway, a logic process and a store? `count_place` says where the file
/// sets topology.<kind>.count.
void check_topology(const std::map<std::string, Place>& count_places, Reading& reading);

/// May this be the name of a user, a conversation or a message? Complains if not.
bool check_name(const std::string& name, Place place, Diagnostics& diagnostics);

}  // namespace imstorm
