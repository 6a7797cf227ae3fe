#include "reports/campaign_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "reports/figures.h"

namespace imstorm {
namespace {

/// Of more, the text says how many there are.
constexpr std::size_t kFindingsTold = 10;

/// 12'345 -> "1.23%", 8 -> "0.0008%".
std::string percent_of(std::uint64_t ppm) {
  if (ppm >= 10'000) ppm -= ppm % 100;
  std::string text = fmt::format("{}.{:04}", ppm / 10'000, ppm % 10'000);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text + "%";
}

std::string how_often(const Finding& finding) {
  return fmt::format("{}; first in run {}", counted(finding.runs, "run"),
                     grouped(finding.first_run + 1));
}

/// Where, and how much of it is left.
std::string kept(const Finding& finding) {
  const std::string text = "kept in " + finding.case_path;
  if (!finding.case_path.ends_with(".toml")) return text;
  return fmt::format("{}, with {} of {} and {}", text, grouped(finding.decisions),
                     counted(finding.decisions_before, "fault"),
                     counted(finding.messages, "message"));
}

/// The laws of what follows from the finding with that number, each once.
std::vector<std::string> laws_after(const Result& result, std::size_t number) {
  std::vector<std::string> laws;
  for (const Finding& finding : result.findings) {
    const bool known = std::find(laws.begin(), laws.end(), finding.invariant) != laws.end();
    if (finding.follows == number && !known) laws.push_back(finding.invariant);
  }
  return laws;
}

void one_finding(Paper& page, const Result& result, std::size_t number) {
  const Finding& finding = result.findings[number - 1];
  const std::vector<std::string> after = laws_after(result, number);
  const bool broken = finding.outcome == Outcome::Broken;
  const std::string& said = finding.headline.empty() ? finding.signature : finding.headline;
  page.hanging(fmt::format("{:4}  ", number), broken ? Tone::Violation : Tone::Doubt, said,
               Tone::Strong);
  const bool several = !broken && !after.empty();
  const std::string what =
      several ? fmt::format("leaves {} laws undecided", after.size() + 1) : finding.signature;
  page.hanging("      ", Tone::Plain, fmt::format("{} ({})", what, how_often(finding)));
  if (broken && !after.empty()) {
    page.hanging("      ", Tone::Plain,
                 fmt::format("also breaks what follows from that: {}", fmt::join(after, ", ")));
  }
  if (!finding.strategy.empty()) {
    page.hanging("      ", Tone::Faint, "strategy " + finding.strategy, Tone::Faint);
  }
  page.row("", finding.replay);
  if (!finding.case_path.empty()) page.row("", kept(finding));
}

}  // namespace

void finding_summary(Paper& page, const Result& result, bool verbose) {
  const auto all = static_cast<std::size_t>(
      std::count_if(result.findings.begin(), result.findings.end(),
                    [](const Finding& finding) { return finding.follows == 0; }));
  const std::size_t told = verbose ? all : std::min(all, kFindingsTold);
  for (std::size_t number = 1; number <= told; ++number) one_finding(page, result, number);
  if (told < all) {
    page.entry("Findings", fmt::format("and {} more (-v tells all)", grouped(all - told)),
               Tone::Faint);
  }
  if (all > 0) page.blank();
}

void campaign_summary(Paper& page, const Result& result) {
  const CampaignNumbers& numbers = *result.campaign;
  std::string runs =
      fmt::format("{}, {} of them independent, {} ({} effective)", counted(result.runs, "run"),
                  grouped(numbers.independent_runs), counted(numbers.faults, "fault"),
                  grouped(numbers.effective_faults));
  page.entry("Campaign", runs);
  std::string strategies;
  for (const auto& [name, n] : numbers.strategies) {
    strategies += fmt::format("{}{} {}", strategies.empty() ? "" : ", ", name, grouped(n));
  }
  page.entry("Strategies", strategies);
  page.entry("Coverage",
             fmt::format("{}, {} of them first shown in the last {}",
                         counted(numbers.behaviours, "behaviour"), grouped(numbers.late_behaviours),
                         counted(numbers.late_runs, "run")));
  page.entry("Residual",
             fmt::format("the next run shows something new with a chance of about {}: {} of {} "
                         "independent runs showed what no other one did (Good-Turing)",
                         percent_of(numbers.chance_ppm), grouped(numbers.lone_runs),
                         grouped(numbers.independent_runs)));
  if (numbers.full) {
    page.entry("Limits", "more findings or behaviours than are kept: the later ones are not told",
               Tone::Doubt);
  }
}

}  // namespace imstorm
