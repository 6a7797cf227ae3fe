#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "model/scenario/hazards.h"
#include "model/scenario/key.h"
#include "model/world/trial.h"
#include "tools/imstorm/load.h"

namespace imstorm {

/// So many choices of a run are tried without; of runs longer than kEvidenceEventsMax, none.
inline constexpr std::size_t kCuresMax = 8;

/// What the same run comes to with a sound choice in place of an unsound one: which of several
/// hazards it was that broke a law. Each choice is tried once, when it is asked for.
class Cures {
 public:
  Cures(const Loaded& loaded, const Trial& trial, const RunRecord& record,
        const RunSettings& settings);

  /// True if the law is not broken without this hazard's choice; nothing where that cannot be
  /// tried: too many, too long, or no sound choice goes with the others.
  std::optional<bool> mends(const Hazard& hazard, const std::string& law);

 private:
  using Kept = std::optional<std::set<std::string>>;

  /// The laws that are not broken then.
  const Kept& kept_with(const Hazard& hazard);
  Kept kept_by(const Key& key, std::int64_t value) const;
  bool fits(const Key& key, std::int64_t value, const Scenario& cured) const;

  const Loaded& loaded_;
  const Trial& trial_;
  const RunRecord& record_;
  RunSettings settings_;
  std::map<std::string, Kept> kept_;  // by choice
};

}  // namespace imstorm
