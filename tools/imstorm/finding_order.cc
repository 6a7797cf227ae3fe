#include "tools/imstorm/finding_order.h"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <tuple>
#include <utility>

namespace imstorm {
namespace {

/// The number of the finding that explains this one in the end; its own if none does.
std::uint32_t root_of(const std::vector<Finding>& findings, std::uint32_t number) {
  while (findings[number - 1].follows != 0) number = findings[number - 1].follows;
  return number;
}

std::uint32_t number_of(const std::vector<Finding>& findings, const std::string& signature) {
  const auto found = std::find_if(findings.begin(), findings.end(), [&](const Finding& finding) {
    return finding.signature == signature;
  });
  if (signature.empty() || found == findings.end()) return 0;
  return static_cast<std::uint32_t>(found - findings.begin()) + 1;
}

bool undecided_alike(const Finding& a, const Finding& b) {
  return a.outcome == Outcome::Undecided && b.outcome == Outcome::Undecided &&
         a.headline == b.headline;
}

bool is_surprise(const Result& result, const Finding& finding) {
  return std::any_of(result.laws.begin(), result.laws.end(), [&](const Result::Law& law) {
    return law.name == finding.invariant && !law.as_expected;
  });
}

/// The place of a law's first finding that is broken; after all others if it has none.
std::size_t place_of(const Result& result, const Result::Law& law) {
  const auto found =
      std::find_if(result.findings.begin(), result.findings.end(), [&](const Finding& finding) {
        return finding.outcome == Outcome::Broken && finding.invariant == law.name;
      });
  return static_cast<std::size_t>(found - result.findings.begin());
}

void arrange_laws(Result& result) {
  std::vector<std::pair<std::size_t, Result::Law>> placed;
  for (Result::Law& law : result.laws) {
    const std::size_t place = place_of(result, law);
    if (place < result.findings.size()) law.verdict.because = result.findings[place].headline;
    placed.emplace_back(place, std::move(law));
  }
  std::stable_sort(placed.begin(), placed.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  result.laws.clear();
  for (auto& [place, law] : placed) result.laws.push_back(std::move(law));
}

}  // namespace

void relate_findings(std::vector<Finding>& findings, const std::vector<std::string>& causes) {
  for (std::uint32_t i = 0; i < causes.size(); ++i) {
    const std::uint32_t cause = number_of(findings, causes[i]);
    // Two findings may each have a run in which the other came first.
    if (cause != 0 && root_of(findings, cause) != i + 1) findings[i].follows = cause;
  }
  for (std::uint32_t i = 0; i < findings.size(); ++i) {
    const auto first = std::find_if(findings.begin(), findings.end(), [&](const Finding& other) {
      return undecided_alike(other, findings[i]);
    });
    const auto number = static_cast<std::uint32_t>(first - findings.begin()) + 1;
    if (number <= i) findings[i].follows = number;
  }
  for (std::uint32_t i = 0; i < findings.size(); ++i) {
    const std::uint32_t root = root_of(findings, i + 1);
    findings[i].follows = root == i + 1 ? 0 : root;
  }
}

void arrange_findings(Result& result) {
  std::vector<Finding>& findings = result.findings;
  std::vector<std::uint32_t> order(findings.size());
  std::iota(order.begin(), order.end(), 0U);
  const auto key = [&](std::uint32_t i) {
    const Finding& finding = findings[i];
    return std::tuple(finding.follows != 0, finding.outcome != Outcome::Broken,
                      !is_surprise(result, finding), i);
  };
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
  std::vector<std::uint32_t> number(findings.size() + 1, 0);  // new by old; 0 stays 0
  std::vector<Finding> arranged;
  for (const std::uint32_t old : order) {
    arranged.push_back(std::move(findings[old]));
    number[old + 1] = static_cast<std::uint32_t>(arranged.size());
  }
  for (Finding& finding : arranged) finding.follows = number[finding.follows];
  findings = std::move(arranged);
  arrange_laws(result);
}

}  // namespace imstorm
