#include "tools/imstorm/sum_of_runs.h"

#include <algorithm>

namespace imstorm {
namespace {

void add_law(std::vector<RunRecord::Law>& laws, const RunRecord::Law& law) {
  const auto known = std::find_if(laws.begin(), laws.end(),
                                  [&](const RunRecord::Law& l) { return l.name == law.name; });
  if (known == laws.end()) {
    laws.push_back(law);
    return;
  }
  const std::uint64_t exercised = known->verdict.exercised + law.verdict.exercised;
  const std::uint64_t permitted = known->verdict.permitted + law.verdict.permitted;
  // Vacuous in one run and exercised in another is not vacuous.
  const bool doubtful = known->verdict.outcome == Outcome::Vacuous;
  const bool emptier = law.verdict.outcome == Outcome::Vacuous;
  if (doubtful || (!emptier && law.verdict.outcome > known->verdict.outcome)) {
    known->verdict = law.verdict;
  }
  known->verdict.exercised = exercised;
  known->verdict.permitted = permitted;
}

void add_limit(RunRecord& sum, const std::pair<std::string, std::uint64_t>& limit) {
  const auto known = std::find_if(sum.limits.begin(), sum.limits.end(),
                                  [&](const auto& one) { return one.first == limit.first; });
  if (known == sum.limits.end()) {
    sum.limits.push_back(limit);
  } else {
    known->second += limit.second;
  }
}

}  // namespace

void SumOfRuns::add(const RunRecord& record) {
  if (++runs_ == 1) {
    sum_ = record;
    sum_.history.clear();
    return;
  }
  sum_.events += record.events;
  sum_.messages += record.messages;
  sum_.deliveries += record.deliveries;
  sum_.ended.ns += record.ended.ns;
  sum_.packets += record.packets;
  sum_.client_packets += record.client_packets;
  sum_.bytes += record.bytes;
  for (std::size_t i = 0; i < kFrameNames.size(); ++i) {
    sum_.packets_by_kind[i] += record.packets_by_kind[i];
    sum_.client_packets_by_kind[i] += record.client_packets_by_kind[i];
  }
  for (std::size_t i = 0; i < kFaultKinds; ++i) {
    sum_.faults[i].injected += record.faults[i].injected;
    sum_.faults[i].effective += record.faults[i].effective;
  }
  for (std::size_t i = 0; i < sum_.latency.size() && i < record.latency.size(); ++i) {
    sum_.latency[i].samples.insert(sum_.latency[i].samples.end(), record.latency[i].samples.begin(),
                                   record.latency[i].samples.end());
  }
  for (const RunRecord::Law& law : record.laws) add_law(sum_.laws, law);
  for (const auto& limit : record.limits) add_limit(sum_, limit);
  sum_.outcome = Outcome::Holds;
  for (const RunRecord::Law& law : sum_.laws) {
    sum_.outcome = std::max(sum_.outcome, law.verdict.outcome);
  }
}

}  // namespace imstorm
