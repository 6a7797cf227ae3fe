#include "tools/imstorm/foretell.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "model/invariants/consequences.h"

namespace imstorm {

std::string sentence_of(const Hazard& hazard) {
  return hazard.choice.empty() ? hazard.what : hazard.choice + ": " + hazard.what;
}

namespace {

bool names(const Hazard& hazard, const std::string& law) {
  return std::find(hazard.laws.begin(), hazard.laws.end(), law) != hazard.laws.end();
}

struct Told {
  const Hazard* hazard = nullptr;
  std::string by_way_of;  ///< the law that leads to this one; empty: it is named itself
};

/// What it led to first is said only if that broke as well.
std::string text_of(const Told& told, const Result& result) {
  const std::string sentence = sentence_of(*told.hazard);
  const bool by_way =
      std::any_of(result.laws.begin(), result.laws.end(), [&](const Result::Law& law) {
        return law.name == told.by_way_of && law.verdict.outcome == Outcome::Broken;
      });
  return by_way ? fmt::format("{} (it follows from {})", sentence, told.by_way_of) : sentence;
}

/// What names a law comes before what leads to it by way of others, and what nothing repairs before
/// what something does.
int weight_of(const Told& told) {
  return (told.by_way_of.empty() ? 0 : 2) + (told.hazard->masked_by.empty() ? 0 : 1);
}

/// All that may have led to it, by weight.
std::vector<Told> candidates(const std::vector<Hazard>& hazards, const std::string& law) {
  std::vector<Told> all;
  for (const Hazard& hazard : hazards) {
    if (names(hazard, law)) {
      all.push_back({&hazard, ""});
      continue;
    }
    for (const Consequence& consequence : consequences(hazard.laws)) {
      if (consequence.law == law) all.push_back({&hazard, consequence.of});
    }
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Told& a, const Told& b) { return weight_of(a) < weight_of(b); });
  return all;
}

/// Those without which the run keeps the law, and what cannot be tried and weighs as much. Where
/// none is known to, the heaviest.
std::vector<Told> chosen_of(const std::vector<Told>& all, const std::string& law,
                            const Mends& mends) {
  std::vector<Told> mending, untried;
  for (const Told& told : all) {
    if (!mends || all.size() == 1) break;
    const std::optional<bool> mended = mends(*told.hazard, law);
    if (!mended) untried.push_back(told);
    if (mended.value_or(false)) mending.push_back(told);
  }
  std::vector<Told> chosen = mending;
  const std::vector<Told>& others = mending.empty() ? all : untried;
  for (const Told& told : others) {
    if (weight_of(told) == weight_of(mending.empty() ? all.front() : mending.front())) {
      chosen.push_back(told);
    }
  }
  return chosen;
}

std::vector<std::string> foretelling(const std::vector<Hazard>& hazards, const std::string& law,
                                     const Mends& mends, const Result& result) {
  const std::vector<Told> all = candidates(hazards, law);
  std::vector<std::string> texts;
  for (const Told& told : chosen_of(all, law, mends)) {
    std::string text = text_of(told, result);
    if (std::find(texts.begin(), texts.end(), text) == texts.end()) {
      texts.push_back(std::move(text));
    }
  }
  return texts;
}

}  // namespace

void foretell(Result& result, const Scenario& scenario, const Mends& mends) {
  const auto broken = [](const Result::Law& law) { return law.verdict.outcome == Outcome::Broken; };
  if (std::none_of(result.laws.begin(), result.laws.end(), broken)) return;
  const std::vector<Hazard> hazards = hazards_of(scenario);
  for (Result::Law& law : result.laws) {
    if (broken(law)) law.foretold = foretelling(hazards, law.name, mends, result);
  }
}

}  // namespace imstorm
