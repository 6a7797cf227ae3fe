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

/// Breaks nothing, whatever the others are.
bool is_sound(const ChoiceText& choice) {
  return choice.breaks.empty() && choice.help.find("masked by ") == std::string_view::npos;
}

}  // namespace

Cures::Cures(const Loaded& loaded, const Trial& trial, const RunRecord& record,
             const RunSettings& settings)
    : loaded_(loaded), trial_(trial), record_(record), settings_(settings) {
  settings_.keep_history = settings_.keep_marks = false;
}

std::optional<bool> Cures::mends(const Hazard& hazard, const std::string& law) {
  if (hazard.cure.empty()) return {};
  const Kept& kept = kept_with(hazard);
  return kept ? std::optional(kept->contains(law)) : std::nullopt;
}

/// Faults name processes by their place, and not all that is sound goes together.
bool Cures::fits(const Key& key, std::int64_t value, const Scenario& cured) const {
  if (!same_processes(*trial_.scenario, cured)) return false;
  Overrides overrides{settings_beyond_file(loaded_), {}, {}};
  overrides.sets.push_back(key.name + "=" + value_text(key, value));
  return load_scenario(loaded_.path, overrides).scenario.has_value();
}

Cures::Kept Cures::kept_by(const Key& key, std::int64_t value) const {
  auto cured = std::make_shared<Scenario>(*trial_.scenario);
  key.set(*cured, value);
  if (!fits(key, value, *cured)) return {};
  const RunRecord record = run_trial({std::move(cured), trial_.decider}, settings_);
  if (!record.end.complete) return {};
  Kept kept{std::in_place};
  for (const RunRecord::Law& law : record.laws) {
    if (law.verdict.outcome != Outcome::Broken) kept->insert(law.name);
  }
  return kept;
}

/// The cure itself, or else the next sound choice of that key that goes with the others.
const Cures::Kept& Cures::kept_with(const Hazard& hazard) {
  static const Kept unknown;
  const auto known = kept_.find(hazard.choice);
  if (known != kept_.end()) return known->second;
  if (kept_.size() >= kCuresMax || record_.events > kEvidenceEventsMax || interrupted()) {
    return unknown;
  }
  Kept& kept = kept_[hazard.choice];
  const auto [key, text] = setting_of(hazard.cure);
  if (key == nullptr) return kept;
  const auto value = read_value(*key, text);
  if (!std::holds_alternative<std::int64_t>(value)) return kept;
  kept = kept_by(*key, std::get<std::int64_t>(value));
  const auto choices = static_cast<std::int64_t>(key->choices.size());
  for (std::int64_t other = 0; !kept && other < choices; ++other) {
    if (is_sound(key->choices[static_cast<std::size_t>(other)])) kept = kept_by(*key, other);
  }
  return kept;
}

}  // namespace imstorm
