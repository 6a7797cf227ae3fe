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

struct Told {
  const Hazard* hazard = nullptr;
  std::string by_way_of;  ///< the law that leads to this one; empty: it is named itself
};

std::string text_of(const Told& told) {
  const std::string sentence = sentence_of(*told.hazard);
  return told.by_way_of.empty() ? sentence
                                : fmt::format("{} (it follows from {})", sentence, told.by_way_of);
}

/// All that may have led to it: what names the law before what leads to it by way of others, and
/// what nothing repairs before what something does.
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
  const auto weight = [](const Told& told) {
    return (told.by_way_of.empty() ? 0 : 2) + (told.hazard->masked_by.empty() ? 0 : 1);
  };
  std::stable_sort(all.begin(), all.end(),
                   [&](const Told& a, const Told& b) { return weight(a) < weight(b); });
  return all;
}

/// Those without which the run keeps the law, or where that is not known those that name it and
/// that nothing repairs, and so on.
std::vector<std::string> foretelling(const std::vector<Hazard>& hazards, const std::string& law,
                                     const Mends& mends) {
  std::vector<Told> all = candidates(hazards, law);
  std::vector<Told> chosen;
  for (const Told& told : all) {
    if (mends && all.size() > 1 && mends(*told.hazard, law)) chosen.push_back(told);
  }
  const bool known = !chosen.empty();
  for (const Told& told : all) {
    const bool alike =
        chosen.empty() || (chosen[0].by_way_of.empty() == told.by_way_of.empty() &&
                           chosen[0].hazard->masked_by.empty() == told.hazard->masked_by.empty());
    if (!known && alike) chosen.push_back(told);
  }
  std::vector<std::string> texts;
  for (const Told& told : chosen) {
    std::string text = text_of(told);
    if (std::find(texts.begin(), texts.end(), text) == texts.end())
      texts.push_back(std::move(text));
  }
  return texts;
}

}  // namespace

void foretell(Result& result, const Scenario& scenario, const Mends& mends) {
  const auto broken = [](const Result::Law& law) { return law.verdict.outcome == Outcome::Broken; };
  if (std::none_of(result.laws.begin(), result.laws.end(), broken)) return;
  const std::vector<Hazard> hazards = hazards_of(scenario);
  for (Result::Law& law : result.laws) {
    if (broken(law)) law.foretold = foretelling(hazards, law.name, mends);
  }
}

}  // namespace imstorm
