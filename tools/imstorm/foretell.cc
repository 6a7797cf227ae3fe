#include "tools/imstorm/foretell.h"

#include <algorithm>

namespace imstorm {

std::string sentence_of(const Hazard& hazard) {
  return hazard.choice.empty() ? hazard.what : hazard.choice + ": " + hazard.what;
}

void foretell(Result& result, const Scenario& scenario) {
  const auto broken = [](const Result::Law& law) { return law.verdict.outcome == Outcome::Broken; };
  if (std::none_of(result.laws.begin(), result.laws.end(), broken)) return;
  for (const Hazard& hazard : hazards_of(scenario)) {
    for (Result::Law& law : result.laws) {
      const bool named =
          std::find(hazard.laws.begin(), hazard.laws.end(), law.name) != hazard.laws.end();
      if (named && broken(law)) law.foretold.push_back(sentence_of(hazard));
    }
  }
}

}  // namespace imstorm
