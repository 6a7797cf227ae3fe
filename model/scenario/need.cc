#include "model/scenario/need.h"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <vector>

#include "model/scenario/processes.h"

namespace imstorm::needs {
namespace {

using Mode = DeliverOptions::Mode;

/// The most entries that the log of one conversation can have, where that is known: each message of
/// the workload once, and nothing else.
std::optional<std::uint64_t> longest_log(const Scenario& scenario) {
  const ProtocolOptions& protocol = scenario.protocol;
  const bool once = protocol.dedup.identity == DedupOptions::Identity::DurableCmid &&
                    protocol.dedup.window == DedupOptions::Window::All &&
                    protocol.dedup.write == DedupOptions::Write::WithAppend &&
                    protocol.store.cache == StoreOptions::Cache::Accelerator;
  const bool plain = !protocol.seq.split() && protocol.group.fanout == GroupOptions::Fanout::Read;
  const bool kept =
      scenario.topology.store_replicas > 1 || protocol.store.commit == StoreOptions::Commit::Sync;
  if (!once || !plain || !kept || positions_may_be_lost(scenario)) return {};
  std::vector<std::uint64_t> entries(scenario.conversations.size(), 0);
  for (const SendSpec& send : scenario.sends) entries[send.conv.index()] += 1;
  for (const TrafficSpec& traffic : scenario.traffic) {
    entries[traffic.conv.index()] += traffic.messages;
  }
  for (const ChurnSpec& churn : scenario.churn) entries[churn.conv.index()] += churn.changes;
  return entries.empty() ? 0 : *std::max_element(entries.begin(), entries.end());
}

bool may_be_longer(const Scenario& scenario, std::uint64_t than) {
  const std::optional<std::uint64_t> most = longest_log(scenario);
  return !most || *most > than;
}

bool comes(const Scenario& scenario, std::initializer_list<FaultKind> kinds,
           std::initializer_list<StormRate StormOptions::*> rates) {
  const StormOptions& storm = scenario.storm;
  const auto is_one = [&](const Fault& fault) {
    return std::find(kinds.begin(), kinds.end(), fault.kind) != kinds.end();
  };
  const auto is_on = [&](StormRate StormOptions::*rate) { return (storm.*rate).every.ns > 0; };
  return std::any_of(scenario.faults.begin(), scenario.faults.end(), is_one) ||
         (storm.on && std::any_of(rates.begin(), rates.end(), is_on));
}

bool members_change(const Scenario& scenario) {
  const std::vector<bool> changes = changing_conversations(scenario);
  return std::find(changes.begin(), changes.end(), true) != changes.end();
}

bool something_is_refused(const Scenario& scenario) {
  const std::uint32_t most = scenario.protocol.store.bytes_max;
  const auto too_long = [&](const auto& spec) { return most != 0 && spec.bytes > most; };
  return members_change(scenario) ||
         std::any_of(scenario.sends.begin(), scenario.sends.end(), too_long) ||
         std::any_of(scenario.traffic.begin(), scenario.traffic.end(), too_long);
}

std::uint32_t logics(const Scenario& scenario) {
  return scenario.topology.logic.count + scenario.topology.logic.spare;
}

}  // namespace

const Need kNumbersGiven{"an id service gives the numbers (seq.source)",
                         [](const Scenario& s) { return s.protocol.seq.split(); }};
const Need kSomethingGiven{
    "an id service gives numbers or ids (seq.source, msgid.source)",
    [](const Scenario& s) { return s.protocol.seq.split() || s.protocol.msgid.split(); }};
const Need kSeveralSeqsvrs{
    "several seqsvrs give the numbers (seq.source, topology.ids.count)", [](const Scenario& s) {
      return s.protocol.seq.source == SeqOptions::Source::Seqsvr && s.topology.ids.count > 1;
    }};
const Need kLeasedSections{"sections are leased (seq.section)", [](const Scenario& s) {
                             return s.protocol.seq.section == SeqOptions::Section::Leased;
                           }};
const Need kBounds{"a seqsvr gives numbers or ids (seq.source, msgid.source)",
                   [](const Scenario& s) {
                     using Seq = SeqOptions::Source;
                     using Id = MsgidOptions::Source;
                     const Seq seq = s.protocol.seq.source;
                     const Id id = s.protocol.msgid.source;
                     return seq == Seq::Seqsvr || seq == Seq::SeqsvrLate || id == Id::Seqsvr ||
                            id == Id::SeqsvrLate;
                   }};
const Need kBlocks{"numbers or ids come in blocks (seq.source, msgid.source)",
                   [](const Scenario& s) {
                     return s.protocol.seq.source == SeqOptions::Source::Segment ||
                            s.protocol.msgid.source == MsgidOptions::Source::Segment;
                   }};
const Need kSnowflakes{"numbers or ids are snowflakes (seq.source, msgid.source)",
                       [](const Scenario& s) {
                         return s.protocol.seq.source == SeqOptions::Source::Snowflake ||
                                s.protocol.msgid.source == MsgidOptions::Source::Snowflake;
                       }};
const Need kCountedIds{"ids come from a counter (msgid.source)",
                       [](const Scenario& s) { return s.protocol.msgid.counted(); }};
const Need kLeaseClock{"writers go by their clocks (seq.fence)", [](const Scenario& s) {
                         return s.protocol.seq.fence == SeqOptions::Fence::LeaseClock;
                       }};

const Need kReplicas{"a store has replicas (topology.store.replicas)",
                     [](const Scenario& s) { return s.topology.store_replicas > 1; }};
const Need kNoReplicas{
    "a store is alone: replicas answer what store.replicate says, and sync what they answer",
    [](const Scenario& s) { return s.topology.store_replicas == 1; }};
const Need kNowAndThen{
    "a store is alone and syncs now and then (store.commit)", [](const Scenario& s) {
      return kNoReplicas.met(s) && s.protocol.store.commit == StoreOptions::Commit::EverySec;
    }};
const Need kAsyncReplicas{
    "replicas get it later (store.replicate, topology.store.replicas)", [](const Scenario& s) {
      return kReplicas.met(s) && s.protocol.store.replicate == StoreOptions::Replicate::Async;
    }};
const Need kLineages{
    "positions may be lost: replicas that get it later, or a fault that wipes the disk of a store",
    positions_may_be_lost};
const Need kExpiringOutcomes{"outcomes expire (dedup.window)", [](const Scenario& s) {
                               return s.protocol.dedup.window == DedupOptions::Window::Ttl;
                             }};
const Need kFewOutcomes{"only so many outcomes are kept (dedup.window)", [](const Scenario& s) {
                          return s.protocol.dedup.window == DedupOptions::Window::Lru;
                        }};
const Need kRefusals{"something is refused: too long (store.bytes_max), or not a member's",
                     something_is_refused};

const Need kPushesBehind{
    "messages are pushed behind their predecessor (deliver.mode)",
    [](const Scenario& s) { return s.protocol.deliver.mode == Mode::PushPrev; }};
const Need kPushes{"messages are pushed (deliver.mode)",
                   [](const Scenario& s) { return s.protocol.deliver.mode != Mode::NotifyPull; }};
const Need kPulls{"something is ever pulled (deliver.mode)",
                  [](const Scenario& s) { return s.protocol.deliver.mode != Mode::Push; }};
const Need kLongBacklogs{
    "something is pulled, and a conversation may have more messages than pull.limit",
    [](const Scenario& s) { return kPulls.met(s) && may_be_longer(s, s.protocol.pull.limit); },
    true};
const Need kLongLogs{"a conversation may have more messages than ack.window",
                     [](const Scenario& s) { return may_be_longer(s, s.protocol.ack.window); },
                     true};
const Need kWindow{"the store keeps a window (ack.trim)", [](const Scenario& s) {
                     return s.protocol.ack.trim == AckOptions::Trim::Window;
                   }};
const Need kNoInboxes{
    "conversations are read from their logs: inboxes (group.fanout) are kept for ever",
    [](const Scenario& s) { return s.protocol.group.fanout == GroupOptions::Fanout::Read; }};
const Need kInboxes{"members have inboxes (group.fanout)", [](const Scenario& s) {
                      return s.protocol.group.fanout != GroupOptions::Fanout::Read;
                    }};
const Need kTwoPhases{"there is a second phase (consume.phases)", [](const Scenario& s) {
                        return s.protocol.consume.phases != ConsumeOptions::Phases::One;
                      }};
const Need kNotices{"the server permits what is shown (consume.phases)", [](const Scenario& s) {
                      return s.protocol.consume.phases == ConsumeOptions::Phases::TwoServer;
                    }};
const Need kExpiringRows{"rows are remembered for a time (consume.duplicate)",
                         [](const Scenario& s) {
                           return s.protocol.consume.duplicate == ConsumeOptions::Duplicate::Ttl;
                         }};
const Need kLostCaches{"a device may lose its cache (client.cache, or a fault)",
                       [](const Scenario& s) {
                         return s.protocol.client.cache == ClientOptions::Cache::Lost ||
                                comes(s, {FaultKind::LoseCache, FaultKind::Reinstall},
                                      {&StormOptions::lose_cache, &StormOptions::reinstall});
                       },
                       true};

const Need kChangingMembers{"members come and go ([[member]], [[churn]])", members_change};
const Need kSeveralLogics{"there are several logic processes (topology.logic)",
                          [](const Scenario& s) { return logics(s) > 1; }, true};
const Need kSlow{"gateways go elsewhere (route.on_slow)", [](const Scenario& s) {
                   return s.protocol.route.on_slow == RoutingOptions::OnSlow::Elsewhere;
                 }};
const Need kThreads{"a server has several worker threads (topology), or gets them",
                    [](const Scenario& s) {
                      const Topology& t = s.topology;
                      return t.gateway.threads > 1 || t.logic.threads > 1 || t.store.threads > 1 ||
                             t.ids.threads > 1 ||
                             comes(s, {FaultKind::Resize}, {&StormOptions::resize});
                    },
                    true};
const Need kSockets{"two servers have several connections (link.backbone.sockets)",
                    [](const Scenario& s) { return s.topology.backbone.sockets > 1; }, true};
const Need kChangingRing{"logic processes come and go, by a fault",
                         [](const Scenario& s) {
                           return comes(
                               s, {FaultKind::Join, FaultKind::Leave, FaultKind::Replace},
                               {&StormOptions::join, &StormOptions::leave, &StormOptions::replace});
                         },
                         true};
const Need kChangingPools{
    "worker pools change, by a fault",
    [](const Scenario& s) { return comes(s, {FaultKind::Resize}, {&StormOptions::resize}); }, true};

}  // namespace imstorm::needs
