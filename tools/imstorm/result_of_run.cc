#include "tools/imstorm/result_of_run.h"

#include <string>

#include "model/scenario/fault_sentence.h"
#include "model/scenario/messages.h"
#include "model/scenario/processes.h"
#include "reports/latency.h"
#include "tools/imstorm/version.h"

namespace imstorm {
namespace {

void add_laws(Result& result, const RunRecord& record) {
  for (const RunRecord::Law& law : record.laws) {
    result.laws.push_back({law.name, law.promise, law.kind, law.verdict, {}, {}, "", true});
  }
}

void add_faults(Result& result, const Scenario& scenario, const RunRecord& record) {
  const ProcessTable processes(scenario);
  const MessageNames messages(scenario);
  for (const Fault& fault : record.plan) {
    result.fault_sentences.push_back(describe(fault, processes, messages));
  }
  for (std::size_t kind = 0; kind < kFaultKinds; ++kind) {
    const auto& [injected, effective] = record.faults[kind];
    const std::uint64_t runs = injected != 0 ? 1 : 0;
    result.faults.push_back({std::string(kFaultNames[kind]), injected, effective, runs});
  }
}

void add_cost(Result& result, const RunRecord& record) {
  result.cost = {record.packets, record.bytes, record.client_packets, record.deliveries, {}};
  for (std::size_t kind = 0; kind < kFrameNames.size(); ++kind) {
    result.cost.by_kind.emplace_back(kFrameNames[kind], record.packets_by_kind[kind]);
  }
}

}  // namespace

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
