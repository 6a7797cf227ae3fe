#include "tools/imstorm/result_of_run.h"

#include <string>

#include "model/scenario/answer_sentence.h"
#include "model/scenario/fault_sentence.h"
#include "model/scenario/messages.h"
#include "model/scenario/processes.h"
#include "reports/latency.h"
#include "tools/imstorm/version.h"

namespace imstorm {
namespace {

void add_laws(Result& result, const RunRecord& record) {
  for (const RunRecord::Law& law : record.laws) {
    result.laws.push_back({law.name, law.promise, law.kind, law.verdict, {}, {}, {}, "", true, {}});
  }
}

void add_faults(Result& result, const Scenario& scenario, const RunRecord& record) {
  const ProcessTable processes(scenario);
  const MessageNames messages(scenario);
  for (const Fault& fault : record.plan) {
    result.fault_sentences.push_back(describe(fault, processes, messages));
  }
  for (const Answer& answer : scenario.answers) {
    result.fault_sentences.push_back(describe(answer, processes));
  }
  result.decisions = result.fault_sentences.size() + record.chanced.size();
  for (std::size_t kind = 0; kind < kFaultKinds; ++kind) {
    const auto& [injected, effective] = record.faults[kind];
    const std::uint64_t runs = injected != 0 ? 1 : 0;
    result.faults.push_back({std::string(kFaultNames[kind]), injected, effective, runs});
  }
}

/// Sessions, heartbeats and the periodic look at the heads cost the same whatever the design of
/// delivery; they are left out of what a message costs.
bool serves_messages(FrameKind kind) {
  switch (kind) {
    case FrameKind::Send:
    case FrameKind::SendAck:
    case FrameKind::SendNack:
    case FrameKind::Notify:
    case FrameKind::Pull:
    case FrameKind::Data:
    case FrameKind::Truncated:
    case FrameKind::Ack:
    case FrameKind::Consume:
    case FrameKind::ConsumeAck:
    case FrameKind::Push:
      return true;
    default:
      return false;
  }
}

void add_cost(Result& result, const RunRecord& record) {
  Result::Cost& cost = result.cost;
  cost.packets = record.packets;
  cost.bytes = record.bytes;
  cost.client_packets = record.client_packets;
  cost.messages = record.messages;
  cost.deliveries = record.deliveries;
  for (std::size_t kind = 0; kind < kFrameNames.size(); ++kind) {
    cost.by_kind.emplace_back(kFrameNames[kind], record.packets_by_kind[kind]);
    cost.client_by_kind.emplace_back(kFrameNames[kind], record.client_packets_by_kind[kind]);
  }
  cost.message_packets = message_packets_of(record);
}

}  // namespace

std::uint64_t message_packets_of(const RunRecord& record) {
  std::uint64_t packets = 0;
  for (std::size_t kind = 0; kind < kFrameNames.size(); ++kind) {
    if (serves_messages(static_cast<FrameKind>(kind))) {
      packets += record.client_packets_by_kind[kind];
    }
  }
  return packets;
}

Result result_of(const Scenario& scenario, const RunRecord& record) {
  Result result;
  result.version = kVersion;
  result.scenario = scenario.name;
  result.title = scenario.title;
  result.seed = record.seed;
  result.config = scenario.config;
  for (auto& [key, value] : result.config) {
    if (key == "seed") value = std::to_string(record.seed);
  }
  result.digest = record.digest;
  result.events = record.events;
  result.messages = record.messages;
  result.sim_ns = record.ended.ns > 0 ? static_cast<std::uint64_t>(record.ended.ns) : 0;
  result.outcome = record.outcome;
  result.names = record.names;
  add_laws(result, record);
  add_faults(result, scenario, record);
  add_cost(result, record);
  for (const RunRecord::Series& series : record.latency) {
    result.latency.push_back(summarise(series.name, series.samples));
  }
  for (const auto& [what, times] : record.limits) result.limits.push_back({what, times});
  return result;
}

}  // namespace imstorm
