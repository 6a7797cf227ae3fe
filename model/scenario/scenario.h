#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/protocol/options.h"
#include "model/scenario/fuzz_options.h"
#include "model/types/content.h"
#include "model/types/ids.h"
#include "sim/core/answer.h"
#include "sim/core/quantiles.h"
#include "sim/core/time.h"
#include "sim/fault/fault.h"
#include "sim/fault/storm.h"
#include "sim/net/link_options.h"

namespace imstorm {

/// Named figures for the link between a device and its gateway.
enum class LinkPreset : std::uint8_t { Mobile, Good, Typical, Bad, Hostile };

/// Who answers what is left to chance in a run.
enum class Decisions : std::uint8_t {
  BySeed,
  Harmless,  ///< nobody: the least latency, no loss, nobody dies; only what is spelled out goes
             ///< wrong
};

/// What a case keeps of its run, to say whether it is still the same.
struct Replay {
  std::string origin;     ///< the command that found it
  std::string signature;  ///< for people
  std::uint64_t digest = 0;
  std::uint64_t events = 0;  ///< kernel events
  std::string marks;         ///< see model/world/marks.h
  std::uint32_t stride = 1;  ///< events per mark
  bool there() const { return events != 0; }
};

/// One kind of server process.
struct ProcessOptions {
  std::uint32_t count = 1;           ///< 1 to 64
  std::uint32_t spare = 0;           ///< further ones that stand by until they are added, 0 to 16
  std::uint32_t threads = 2;         ///< worker threads in each, 1 to 64
  Quantiles service;                 ///< how long a worker needs for one input
  std::uint32_t queue_max = 10'000;  ///< inputs waiting for one worker before new ones are dropped
};

/// How fast writes become durable.
struct DiskOptions {
  Quantiles sync;  ///< one sync, whatever it covers
};

struct Topology {
  ProcessOptions gateway;
  ProcessOptions logic;
  ProcessOptions store;
  std::uint32_t store_replicas = 1;  ///< of each store, 1 to 5
  ProcessOptions ids;                ///< id services; count 0: one if a policy needs it
  DiskOptions store_disk;
  DiskOptions ids_disk;
  DiskOptions device_disk;
  LinkOptions edge;         ///< device to gateway
  LinkOptions backbone;     ///< between servers
  std::uint32_t hosts = 0;  ///< 0: one host per server process; else they share this many, in turn
  Duration reconnect =
      milliseconds(200);           ///< a broken server-to-server connection comes back after this
  Duration ring_lag = seconds(1);  ///< a router learns of a new ring within this
  static Topology defaults();
};

struct UserSpec {
  std::string name;
};

struct DeviceSpec {
  std::string name;  ///< "alice.phone"
  UserId user;
  LinkOptions edge;                     ///< the topology's, or a preset of its own
  std::vector<std::uint32_t> gateways;  ///< which it can reach (0 = gateway-1); empty = all
  Duration clock_skew;
};

struct ConversationSpec {
  std::string name;
  std::vector<UserId> members;   ///< from the start
  std::vector<UserId> others{};  ///< who may join
};

/// One message that a scenario names.
struct SendSpec {
  DeviceId device;
  ConvId conv;
  Instant at;
  std::string name;  ///< "m1"; the n-th message of the workload is m<n> unless it has a name
  std::uint32_t bytes = 100;
  std::optional<BodyId> reply_to;  ///< sent when the device consumed that message, `at` after that
  Content content = Content::Text;
  UserId subject{};    ///< of Join, Leave and Kick
  Duration take_back;  ///< taken back after this long, if it has no outcome yet; 0: never
};

/// Messages by chance: every device of the conversation's members may write.
struct TrafficSpec {
  ConvId conv;
  std::uint32_t messages = 0;  ///< in all, over all devices
  Instant from;
  Duration every = seconds(1);  ///< mean time between two messages of the conversation
  std::uint32_t burst = 1;      ///< up to this many at once by one device
  Ratio reply;  ///< chance that a consumed message provokes an answer, up to `messages`
  std::uint32_t bytes = 100;
};

/// One signal: to a user or to a whole conversation.
struct SignalSpec {
  DeviceId device;
  ConvId conv;
  UserId to;
  Instant at;
  std::string name;  ///< the n-th signal of the workload is s<n> unless it has a name
};

/// Signals by chance: from every device of a conversation's members, to all of it or to one member.
struct SignalTrafficSpec {
  ConvId conv;
  std::uint32_t signals = 0;  ///< in all, over all devices
  Instant from;
  Duration every = seconds(1);  ///< mean time between two of them
  std::uint32_t burst = 1;      ///< up to this many at once by one device to one receiver
  Ratio unicast = percent(50);  ///< share of the bursts that go to one member
};

/// Members who come and go by chance: in turn, each of the users joins or goes.
struct ChurnSpec {
  ConvId conv;
  std::string who = "*";      ///< pattern of their names
  std::vector<UserId> users;  ///< who comes and goes
  std::uint32_t changes = 0;  ///< in all, over all users
  Instant from;
  Duration every = seconds(5);  ///< mean time between two changes
  Ratio kicks = percent(30);    ///< share of those who go that somebody else throws out
};

struct Limits {
  Duration settle_max = hours(2);         ///< simulated time after healing
  Duration signal_within = seconds(5);    ///< signals arrive within this, while nothing is wrong
  std::uint64_t events_max = 50'000'000;  ///< kernel events of one run
};

/// What the storm of a scenario may destroy: losses that follow from it, and that nobody is left to
/// make good, are permitted. What is lost otherwise is a finding all the same.
struct Permits {
  bool failover = false;  ///< what a replica that was behind did not have when it took the lead
  bool disks = false;     ///< what stores lost with their disks
  bool absence = false;   ///< what a device that was away for longer than ack.retain was not kept
};

/// What the author of a scenario says will come out.
struct Expect {
  std::vector<std::pair<std::string, std::string>>
      laws;                            ///< law -> "holds", "broken", "vacuous", ...
  std::string verdict;                 ///< of the whole run; empty = none said
  std::vector<std::string> may_break;  ///< laws that other runs than that of the seed may break
};

/// A run, fully described: plain data without a file, a clock or a random number in it.
struct Scenario {
  std::string title;
  std::string name;  ///< the file's stem
  std::uint64_t seed = 1;
  Decisions decisions = Decisions::BySeed;
  Topology topology = Topology::defaults();
  LinkPreset link_preset = LinkPreset::Mobile;      ///< already in `topology.edge`
  StormProfile storm_profile = StormProfile::Calm;  ///< already in `storm`
  ProtocolOptions protocol;
  std::vector<UserSpec> users;
  std::vector<DeviceSpec> devices;
  std::vector<ConversationSpec> conversations;
  std::vector<SendSpec> sends;
  std::vector<TrafficSpec> traffic;
  std::vector<SignalSpec> signals;
  std::vector<SignalTrafficSpec> signal_traffic;
  std::vector<ChurnSpec> churn;
  FaultPlan faults;
  std::vector<Answer> answers;  ///< of single decisions, whatever `decisions` says of the others
  StormOptions storm;
  FuzzOptions fuzz;
  Duration duration = seconds(10);  ///< the storm phase lasts at least this long
  Limits limits;
  Permits permits;
  Expect expect;
  Replay replay;

  /// Every effective scalar key with its value as text, in the order of `imstorm keys`.
  std::vector<std::pair<std::string, std::string>> config;
};

/// What `config` of that scenario should be.
std::vector<std::pair<std::string, std::string>> effective_config(const Scenario& scenario);

}  // namespace imstorm
