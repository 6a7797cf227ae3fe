#include "reports/text_laws.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "reports/figures.h"
#include "reports/relation.h"
#include "reports/story.h"
#include "reports/wrap.h"

namespace imstorm {
namespace {

std::string_view name_of(Outcome outcome) {
  return kOutcomeNames[static_cast<std::size_t>(outcome)];
}

void story(Paper& page, const Result::Law& law, const Result& r) {
  const std::vector<Step> steps = story_of(law, r);
  std::size_t clock = 0;
  for (const Step& step : steps) clock = std::max(clock, clock_of(step.at_ns).size());
  std::size_t number = 0;
  for (const Step& step : steps) {
    const std::string first =
        fmt::format("{:4}  {}  ", ++number, right_aligned(clock_of(step.at_ns), clock));
    page.hanging(first, Tone::Faint, step.text, step.witness ? Tone::Strong : Tone::Plain);
  }
}

/// "a, b, c" of the laws with one outcome; empty if there is none.
std::string laws_with(Outcome outcome, const Result& r) {
  std::string names;
  for (const Result::Law& law : r.laws) {
    if (law.verdict.outcome == outcome) names += (names.empty() ? "" : ", ") + law.name;
  }
  return names;
}

void each_law(Paper& page, const Result& r) {
  for (const Result::Law& law : r.laws) {
    page.entry("Laws",
               fmt::format("{} {} (exercised {} times): {}", law.name, name_of(law.verdict.outcome),
                           grouped(law.verdict.exercised), law.promise));
  }
}

/// A reason that several laws have is said once.
void undecided(Paper& page, const Result& r) {
  std::vector<std::pair<std::string, std::string>> reasons;  // and the laws
  for (const Result::Law& law : r.laws) {
    if (law.verdict.outcome != Outcome::Undecided) continue;
    const auto known = std::find_if(reasons.begin(), reasons.end(), [&](const auto& reason) {
      return reason.first == law.verdict.because;
    });
    if (known == reasons.end()) {
      reasons.emplace_back(law.verdict.because, law.name);
    } else {
      known->second += ", " + law.name;
    }
  }
  for (const auto& [because, laws] : reasons) {
    page.entry("Undecided", fmt::format("{}: {}", laws, because), Tone::Doubt);
  }
}

/// "exactly-once to be broken, but it holds".
std::string surprise(std::string_view whose, std::string_view expected, Outcome found) {
  const std::string hoped = expected == "holds" ? "to hold" : "to be " + std::string(expected);
  const std::string is = found == Outcome::Holds ? "holds" : fmt::format("is {}", name_of(found));
  return fmt::format("{} {}, but it {}", whose, hoped, is);
}

void surprises(Paper& page, const Result& r) {
  for (const Result::Law& law : r.laws) {
    if (law.as_expected || law.expected.empty()) continue;
    page.entry("Expected", surprise(law.name, law.expected, law.verdict.outcome), Tone::Doubt);
  }
  if (!r.expectations_met && !r.expected.empty() && r.expected != name_of(r.outcome)) {
    page.entry("Expected", surprise("the run", r.expected, r.outcome), Tone::Doubt);
  }
}

}  // namespace

void stories(Paper& page, const Result& r, bool verbose) {
  const std::vector<BrokenLaw> broken = broken_laws(r);
  const std::vector<std::uint32_t> follows = explained_by(broken);
  std::size_t number = 0, told = 0;
  for (const Result::Law& law : r.laws) {
    if (law.verdict.outcome != Outcome::Broken) continue;
    const std::uint32_t cause = follows[number++];
    page.hanging(law.name + ": ", law.as_expected ? Tone::Strong : Tone::Violation, law.promise);
    if (law.verdict.because != r.headline) page.hanging("      ", Tone::Plain, law.verdict.because);
    const bool leads = number == 1 || cause == 0;
    const bool whole = verbose || (leads && told++ < kStoriesMax);
    if (whole) story(page, law, r);
    if (cause != 0) page.entry("Follows", fmt::format("from {}", broken[cause - 1].name));
    if (!whole && cause == 0) page.entry("Story", "-v tells it", Tone::Faint);
    for (const std::string& hazard : law.foretold) {
      if (whole || cause == 0) page.entry("Foretold", hazard, Tone::Doubt);
    }
    page.blank();
  }
}

void law_summary(Paper& page, const Result& r, bool verbose) {
  if (verbose) {
    each_law(page, r);
  } else if (const std::string held = laws_with(Outcome::Holds, r); !held.empty()) {
    page.entry("Held", held);
  }
  if (const std::string vacuous = laws_with(Outcome::Vacuous, r); !vacuous.empty()) {
    const bool several = vacuous.find(',') != std::string::npos;
    page.entry("Vacuous",
               vacuous + (several ? ": nothing in this run could have broken them"
                                  : ": nothing in this run could have broken it"),
               Tone::Doubt);
  }
  undecided(page, r);
  for (const Result::Law& law : r.laws) {
    if (law.verdict.permitted == 0) continue;
    const std::string& because = law.verdict.permitted_because;
    const std::string reason =
        because.empty() ? "" : (r.runs > 1 ? ", in the first such run: " : ", ") + because;
    page.entry("Permitted",
               fmt::format("{}: {}{}", law.name, counted(law.verdict.permitted, "time"), reason));
  }
  surprises(page, r);
}

}  // namespace imstorm
