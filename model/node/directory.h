#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "model/protocol/options.h"
#include "model/protocol/ring.h"
#include "model/types/ids.h"
#include "sim/core/dense.h"
#include "sim/core/ids.h"

namespace imstorm {

/// What every node is told before the run and nothing changes: who there is and where keys live.
/// Of the rings that there will be a node knows those up to the version that it has heard of.
/// Keys are hashes of names, so that one more device or conversation moves no other.
struct Directory {
  ProtocolOptions options;
  std::vector<ProcessId> gateways, logics, stores, ids;  ///< who stands by included
  std::vector<std::vector<ProcessId>> replicas;          ///< by shard, where one has several
  std::vector<std::uint64_t> conv_keys;                  ///< by ConvId
  std::vector<std::uint64_t> device_keys;                ///< by DeviceId
  std::vector<std::uint64_t> user_keys;                  ///< by UserId
  std::vector<UserId> device_users;                      ///< by DeviceId
  std::vector<std::vector<DeviceId>> user_devices;       ///< by UserId, ascending
  std::vector<std::vector<ConvId>> device_convs;         ///< by DeviceId, ascending
  std::vector<std::vector<DeviceId>> conv_devices;  ///< by ConvId, ascending: of members and of
                                                    ///< those who may join
  std::vector<std::vector<UserId>> conv_members;    ///< by ConvId, ascending: the first members
  std::vector<bool> conv_changes;                   ///< by ConvId: may its members change
  std::vector<Ring> rings;                          ///< of the logic processes, by version
  bool signals = false;                             ///< somebody may signal: presence is kept
  bool forks = false;                               ///< a conversation may begin a new lineage

  /// Some device's cache may be lost in this run: apps keep the ids of what they have shown. (They
  /// cost memory, and nobody asks for them otherwise.)
  bool caches_may_be_lost = false;

  /// Where messages are copied to inboxes, these stand behind the conversations, one for each user.
  std::uint32_t inbox_first = 0xffffffff;

  /// A member of the conversation from the start.
  bool founds(ConvId conv, UserId user) const {
    const std::vector<UserId>& members = conv_members[conv.index()];
    return std::binary_search(members.begin(), members.end(), user);
  }
  ProcessId store_of(ConvId conv) const { return stores[conv_keys[conv.index()] % stores.size()]; }
  ProcessId registry_of(DeviceId device) const {
    return stores[device_keys[device.index()] % stores.size()];
  }
  // A shard is a part of the store: its number is an index into `stores`.
  std::uint32_t shard_of(ConvId conv) const {
    return static_cast<std::uint32_t>(conv_keys[conv.index()] % stores.size());
  }
  std::uint32_t shard_of(DeviceId device) const {
    return static_cast<std::uint32_t>(device_keys[device.index()] % stores.size());
  }
  /// The shard that a store process holds. REQUIRES: it is one, and shards have replicas.
  std::uint32_t shard_of(ProcessId store) const {
    std::uint32_t shard = 0;
    for (const std::vector<ProcessId>& all : replicas) {
      for (const ProcessId replica : all) {
        if (replica == store) return shard;
      }
      ++shard;
    }
    return 0;
  }
  /// The id service that counts under a key.
  ProcessId ids_of(std::uint64_t key) const { return ids[key % ids.size()]; }
  bool is_inbox(ConvId conv) const { return conv.value >= inbox_first; }
  ConvId inbox_of(UserId user) const { return ConvId(std::size_t{inbox_first} + user.value); }
  /// Do devices pull it? A conversation whose messages are copied to inboxes is only written to.
  bool is_pulled(ConvId conv) const {
    return options.group.fanout == GroupOptions::Fanout::Read || is_inbox(conv);
  }
  std::uint64_t key_of(ConvId conv) const { return conv_keys[conv.index()]; }
  /// What keeps signals on one path: the conversation, or the sender and the receiver.
  std::uint64_t signal_key(ConvId conv, UserId from, UserId to) const {
    if (conv) return key_of(conv);
    return hash_mix(user_keys[from.index()], user_keys[to.index()]);
  }
};

}  // namespace imstorm
