#include "tools/imstorm/foretell.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "model/scenario/consequences.h"

namespace imstorm {

std::string sentence_of(const Hazard& hazard) {
  return hazard.choice.empty() ? hazard.what : hazard.choice + ": " + hazard.what;
}

namespace {

bool names(const Hazard& hazard, const std::string& law) {
  return std::find(hazard.laws.begin(), hazard.laws.end(), law) != hazard.laws.end();
}

/// A hazard's sentence, with the law that leads to this one; or nothing, if none of its laws does.
std::string by_way(const Hazard& hazard, const std::string& law) {
  for (const Consequence& consequence : consequences(hazard.laws)) {
    if (consequence.law != law) continue;
    return fmt::format("{} (it follows from {})", sentence_of(hazard), consequence.of);
  }
  return "";
}

/// What names the law says more than what leads to it by way of others.
std::vector<std::string> foretelling(const std::vector<Hazard>& hazards, const std::string& law) {
  std::vector<std::string> direct, by_others;
  for (const Hazard& hazard : hazards) {
    if (names(hazard, law)) {
      direct.push_back(sentence_of(hazard));
    } else if (std::string told = by_way(hazard, law); !told.empty()) {
      by_others.push_back(std::move(told));
    }
  }
  return direct.empty() ? by_others : direct;
}

}  // namespace

void foretell(Result& result, const Scenario& scenario) {
  const auto broken = [](const Result::Law& law) { return law.verdict.outcome == Outcome::Broken; };
  if (std::none_of(result.laws.begin(), result.laws.end(), broken)) return;
  const std::vector<Hazard> hazards = hazards_of(scenario);
  for (Result::Law& law : result.laws) {
    if (broken(law)) law.foretold = foretelling(hazards, law.name);
  }
}

}  // namespace imstorm
