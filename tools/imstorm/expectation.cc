#include "tools/imstorm/expectation.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "model/scenario/parse.h"
#include "reports/figures.h"

namespace imstorm {
namespace {

std::string_view name_of(Outcome outcome) {
  return kOutcomeNames[static_cast<std::size_t>(outcome)];
}

/// Does [expect] name a law that has the verdict of the whole run? Else any law may have it.
bool names_the_culprit(const Expect& expect) {
  return std::any_of(expect.laws.begin(), expect.laws.end(),
                     [&](const auto& law) { return law.second == expect.verdict; });
}

/// May this law have the verdict of the whole run, as none is named that has it?
bool may_be_the_culprit(const std::string& law, const Expect& expect) {
  if (names_the_culprit(expect)) return false;
  const std::vector<std::string>& some = expect.may_break;
  return some.empty() || expect.verdict != name_of(Outcome::Broken) ||
         std::find(some.begin(), some.end(), law) != some.end();
}

void compare_law(Result::Law& law, const Expect& expect) {
  const std::string_view found = name_of(law.verdict.outcome);
  law.expected.clear();
  for (const auto& [name, outcome] : expect.laws) {
    if (name == law.name) law.expected = outcome;
  }
  if (!law.expected.empty()) {
    law.as_expected = found == law.expected;
  } else {
    law.as_expected = law.verdict.outcome == Outcome::Holds ||
                      (found == expect.verdict && may_be_the_culprit(law.name, expect));
  }
}

const Result::Law* first_surprise(const Result& result, Outcome outcome) {
  for (const Result::Law& law : result.laws) {
    if (!law.as_expected && law.verdict.outcome == outcome) return &law;
  }
  return nullptr;
}

bool was_checked(const Result& result, const std::string& name) {
  return std::any_of(result.laws.begin(), result.laws.end(),
                     [&](const Result::Law& law) { return law.name == name; });
}

/// The first law of [expect] that speaks of nothing which the scenario contains, or nothing.
const std::string* first_unchecked(const Result& result, const Expect& expect) {
  for (const auto& [name, outcome] : expect.laws) {
    if (!was_checked(result, name)) return &name;
  }
  return nullptr;
}

/// The sentence that comes first: a broken promise, then an expectation that was not met, then
/// doubt.
std::string headline_of(const Result& result) {
  if (const Result::Law* law = first_surprise(result, Outcome::Broken)) return law->verdict.because;
  if (const Result::Law* law = first_surprise(result, Outcome::Holds)) {
    return fmt::format("{} was expected to be {}, but it holds", law->name, law->expected);
  }
  if (const Result::Law* law = first_surprise(result, Outcome::Undecided)) {
    return fmt::format("{} is undecided: {}", law->name, law->verdict.because);
  }
  for (const Result::Law& law : result.laws) {
    if (law.verdict.outcome == Outcome::Broken) return law.verdict.because;
  }
  if (const Result::Law* law = first_surprise(result, Outcome::Vacuous)) {
    return fmt::format("nothing in this run could have broken {}", law->name);
  }
  if (!result.expectations_met) {
    return fmt::format("the run was expected to be {}, but it is {}", result.expected,
                       name_of(result.outcome));
  }
  return "";
}

bool names_a_breach(const Expect& expect) {
  const std::string_view broken = name_of(Outcome::Broken);
  return expect.verdict == broken ||
         std::any_of(expect.laws.begin(), expect.laws.end(),
                     [&](const auto& law) { return law.second == broken; });
}

bool breaks_a_law(const Result& result) {
  return std::any_of(result.laws.begin(), result.laws.end(),
                     [](const Result::Law& law) { return law.verdict.outcome == Outcome::Broken; });
}

/// The laws that may be broken in a run that has not the scenario's own seed.
std::vector<std::string> may_break(const Expect& expect) {
  std::vector<std::string> laws = expect.may_break;
  for (const auto& [law, outcome] : expect.laws) {
    if (outcome == name_of(Outcome::Broken)) laws.push_back(law);
  }
  return laws;
}

/// What [expect] leaves to say of such runs.
Expect of_other_runs(const Expect& said, const Result& result) {
  const auto is = [&result](const std::string& name, Outcome outcome) {
    return std::any_of(result.laws.begin(), result.laws.end(), [&](const Result::Law& law) {
      return law.name == name && law.verdict.outcome == outcome;
    });
  };
  Expect expect;
  for (const auto& [law, outcome] : said.laws) {
    if (outcome == name_of(Outcome::Vacuous) && is(law, Outcome::Vacuous)) {
      expect.laws.emplace_back(law, outcome);
    }
  }
  const std::vector<std::string> named = may_break(said);
  bool broke = false;
  for (const std::string& law : named) {
    if (!is(law, Outcome::Broken)) continue;
    broke = true;
    expect.laws.emplace_back(law, name_of(Outcome::Broken));
  }
  // Where no law is named, any may break; where some are, no other one may.
  const bool any = named.empty() && said.verdict == name_of(Outcome::Broken);
  if (broke || (any && breaks_a_law(result))) expect.verdict = name_of(Outcome::Broken);
  return expect;
}

}  // namespace

void compare(Result& result, const Expect& expect) {
  result.expected = expect.verdict;
  bool each_is_met = true;
  Outcome others = Outcome::Holds;
  for (Result::Law& law : result.laws) {
    compare_law(law, expect);
    // `verdict = "holds"` beside `seq-gap = "vacuous"` speaks of the other laws.
    const bool left_out = law.as_expected && law.expected == name_of(Outcome::Vacuous);
    if (!left_out) others = std::max(others, law.verdict.outcome);
    if (!law.expected.empty() && !law.as_expected) each_is_met = false;
  }
  const std::string* const unchecked = first_unchecked(result, expect);
  const bool verdict_is_met = expect.verdict.empty() || expect.verdict == name_of(result.outcome) ||
                              expect.verdict == name_of(others);
  result.expectations_met = each_is_met && verdict_is_met && unchecked == nullptr;
  result.headline = headline_of(result);
  if (unchecked != nullptr && first_surprise(result, Outcome::Broken) == nullptr) {
    result.headline = fmt::format(
        "[expect] names {}, which speaks of nothing that is in this scenario", *unchecked);
  }
}

std::uint64_t seed_of_file(const std::string& path) {
  const ParseResult alone = load_scenario(path);
  return alone.scenario ? alone.scenario->seed : 1;
}

void compare_other_runs(Result& result, const Expect& expect) {
  compare(result, of_other_runs(expect, result));
  const bool promises_a_breach = names_a_breach(expect);
  if (!promises_a_breach || result.runs < kRunsThatShow || breaks_a_law(result)) return;
  result.expected = name_of(Outcome::Broken);
  result.expectations_met = false;
  result.headline = fmt::format("[expect] says that this design is broken, but {} broke no law",
                                counted(result.runs, "run"));
}

ExitCode exit_code_of(const Result& result, bool allow_vacuous) {
  ExitCode code = ExitCode::Holds;
  for (const Result::Law& law : result.laws) {
    if (law.as_expected) continue;
    switch (law.verdict.outcome) {
      case Outcome::Holds:
      case Outcome::Broken:
        code = heavier(code, ExitCode::Broken);
        break;
      case Outcome::Undecided:
        code = heavier(code, ExitCode::Undecided);
        break;
      case Outcome::Vacuous:
        if (!law.expected.empty() && law.expected != "holds") {
          code = heavier(code, ExitCode::Broken);
        }
        if (!allow_vacuous) code = heavier(code, ExitCode::Undecided);
        break;
    }
  }
  const bool each_is_as_expected =
      std::all_of(result.laws.begin(), result.laws.end(),
                  [](const Result::Law& law) { return law.as_expected; });
  if (!result.expectations_met && each_is_as_expected) code = ExitCode::Broken;
  return code;
}

}  // namespace imstorm
