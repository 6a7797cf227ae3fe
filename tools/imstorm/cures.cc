#include "tools/imstorm/cures.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <variant>
#include <vector>

#include "model/scenario/key.h"
#include "model/scenario/parse.h"
#include "model/scenario/processes.h"
#include "tools/imstorm/evidence.h"
#include "tools/imstorm/interruption.h"

namespace imstorm {
namespace {

bool same_processes(const Scenario& a, const Scenario& b) {
  const ProcessTable one(a), other(b);
  return std::equal(one.rows.begin(), one.rows.end(), other.rows.begin(), other.rows.end(),
                    [](const auto& x, const auto& y) { return x.name == y.name; });
}

/// "ack.carry = per-pull" as a setting.
std::pair<const Key*, std::string> setting_of(const std::string& cure) {
  const std::size_t equals = cure.find(" = ");
  if (equals == std::string::npos) return {nullptr, ""};
  return {find_key(cure.substr(0, equals)), cure.substr(equals + 3)};
}

}  // namespace

Cures::Cures(const Loaded& loaded, const Trial& trial, const RunRecord& record,
             const RunSettings& settings)
    : loaded_(loaded), trial_(trial), record_(record), settings_(settings) {
  settings_.keep_history = settings_.keep_marks = false;
}

bool Cures::mends(const Hazard& hazard, const std::string& law) {
  return !hazard.cure.empty() && kept_with(hazard).contains(law);
}

/// Faults name processes by their place, and not all that is sound goes together.
bool Cures::fits(const std::string& cure, const Scenario& cured) const {
  if (!same_processes(*trial_.scenario, cured)) return false;
  Overrides overrides{settings_beyond_file(loaded_), {}, {}};
  const auto [key, value] = setting_of(cure);
  overrides.sets.push_back(key->name + "=" + value);
  return load_scenario(loaded_.path, overrides).scenario.has_value();
}

const std::set<std::string>& Cures::kept_with(const Hazard& hazard) {
  const auto known = kept_.find(hazard.choice);
  if (known != kept_.end()) return known->second;
  static const std::set<std::string> nothing;
  if (kept_.size() >= kCuresMax || record_.events > kEvidenceEventsMax || interrupted())
    return nothing;
  std::set<std::string>& kept = kept_[hazard.choice];
  const auto [key, text] = setting_of(hazard.cure);
  if (key == nullptr) return kept;
  const auto value = read_value(*key, text);
  if (!std::holds_alternative<std::int64_t>(value)) return kept;
  auto cured = std::make_shared<Scenario>(*trial_.scenario);
  key->set(*cured, std::get<std::int64_t>(value));
  if (!fits(hazard.cure, *cured)) return kept;
  const RunRecord record = run_trial({std::move(cured), trial_.decider}, settings_);
  if (!record.end.complete) return kept;
  for (const RunRecord::Law& law : record.laws) {
    if (law.verdict.outcome != Outcome::Broken) kept.insert(law.name);
  }
  return kept;
}

}  // namespace imstorm
