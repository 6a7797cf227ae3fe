#include "sim/search/tally_of_runs.h"

#include <algorithm>
#include <set>

#include "sim/core/ensure.h"

namespace imstorm {

void TallyOfRuns::add(std::uint64_t run, const Observation& seen) {
  last_run_ = std::max(last_run_, run);
  runs_ += 1;
  independent_ += seen.independent ? 1 : 0;
  add_counts(seen.counts);
  for (const auto& [name, n] : seen.notes) notes_[name] += n;
  for (const std::string& signature : seen.signatures) add_finding(signature, {run, seen.draw, 1});
  const Seen here{run, seen.independent ? run : kNever,
                  static_cast<std::uint8_t>(seen.independent ? 1 : 0)};
  for (const std::uint64_t behaviour : seen.behaviours) add_behaviour(behaviour, here);
}

void TallyOfRuns::add(const TallyOfRuns& other) {
  last_run_ = std::max(last_run_, other.last_run_);
  runs_ += other.runs_;
  independent_ += other.independent_;
  full_ = full_ || other.full_;
  add_counts(other.counts_);
  for (const auto& [name, n] : other.notes_) notes_[name] += n;
  for (const auto& [signature, finding] : other.findings_) add_finding(signature, finding);
  for (const auto& [name, seen] : other.behaviours_) add_behaviour(name, seen);
}

void TallyOfRuns::restore_runs(std::uint64_t runs, std::uint64_t independent, std::uint64_t last,
                               bool full) {
  runs_ = runs;
  independent_ = independent;
  last_run_ = last;
  full_ = full;
}

void TallyOfRuns::add_counts(const std::vector<std::uint64_t>& counts) {
  if (counts.empty()) return;
  if (counts_.empty()) counts_.resize(counts.size());
  ensure(counts_.size() == counts.size(), "every run counts the same things");
  for (std::size_t i = 0; i < counts.size(); ++i) counts_[i] += counts[i];
}

void TallyOfRuns::add_finding(const std::string& signature, const Finding& finding) {
  auto known = findings_.find(signature);
  if (known == findings_.end()) {
    if (findings_.size() >= kFindingsMax) {
      full_ = true;
      return;
    }
    findings_.emplace(signature, finding);
    return;
  }
  if (finding.first_run < known->second.first_run) {
    known->second.first_run = finding.first_run;
    known->second.draw = finding.draw;
  }
  known->second.runs += finding.runs;
}

void TallyOfRuns::add_behaviour(std::uint64_t name, const Seen& seen) {
  auto known = behaviours_.lower_bound(name);
  if (known == behaviours_.end() || known->first != name) {
    if (behaviours_.size() >= kBehavioursMax) {
      full_ = true;
      return;
    }
    behaviours_.emplace_hint(known, name, seen);
    return;
  }
  Seen& before = known->second;
  before.first_run = std::min(before.first_run, seen.first_run);
  before.independent = std::min(before.independent, seen.independent);
  before.times = static_cast<std::uint8_t>(std::min(before.times + seen.times, 2));
}

std::uint64_t ResidualRisk::chance_ppm() const {
  const std::uint64_t seen = runs == 0 ? 1'000'000 : lone * 1'000'000 / runs;
  return std::max(seen, 1'000'000 / (runs + 1));
}

ResidualRisk residual_risk(const TallyOfRuns& tally) {
  ResidualRisk risk;
  risk.runs = tally.independent_runs();
  risk.behaviours = tally.behaviours().size();
  const std::uint64_t end = tally.runs() == 0 ? 0 : tally.last_run() + 1;
  const std::uint64_t late_from = end - end / 10;
  risk.late_runs = end / 10;
  std::set<std::uint64_t> lone;
  for (const auto& [name, seen] : tally.behaviours()) {
    if (seen.times == 1) lone.insert(seen.independent);
    if (seen.first_run >= late_from) risk.late += 1;
  }
  risk.lone = lone.size();
  return risk;
}

}  // namespace imstorm
