#include "reports/verdict_line.h"

#include <fmt/format.h>

#include <array>
#include <vector>

#include "reports/figures.h"
#include "reports/inert.h"
#include "reports/wrap.h"

namespace imstorm {
namespace {

std::string_view name_of(Outcome outcome) {
  return kOutcomeNames[static_cast<std::size_t>(outcome)];
}

/// "1 broken, 11 hold": heaviest first, what is none left out.
std::string tally(const Result& result) {
  std::array<std::uint64_t, 4> counts{};
  std::uint64_t broken_as_expected = 0;
  for (const Result::Law& law : result.laws) {
    if (law.verdict.outcome == Outcome::Broken && law.as_expected) {
      ++broken_as_expected;
    } else {
      ++counts[static_cast<std::size_t>(law.verdict.outcome)];
    }
  }
  std::string text;
  const auto add = [&text](std::uint64_t n, std::string_view word) {
    if (n != 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", grouped(n), word);
  };
  add(counts[static_cast<std::size_t>(Outcome::Broken)], "broken");
  add(broken_as_expected, "broken as expected");
  add(counts[static_cast<std::size_t>(Outcome::Undecided)], "undecided");
  add(counts[static_cast<std::size_t>(Outcome::Holds)], counts[0] == 1 ? "holds" : "hold");
  add(counts[static_cast<std::size_t>(Outcome::Vacuous)], "vacuous");
  if (text.empty()) return "no law";
  std::uint64_t permitted = 0;
  for (const Result::Law& law : result.laws) permitted += law.verdict.permitted;
  if (permitted != 0) {
    text +=
        fmt::format(", {} {} permitted", grouped(permitted), permitted == 1 ? "loss" : "losses");
  }
  return text;
}

/// "3,812 events", from ten million on "212.6 M events".
std::string events_text(std::uint64_t n) {
  if (n < 10'000'000) return counted(n, "event");
  return fmt::format("{}.{} M events", grouped(n / 1'000'000), n / 100'000 % 10);
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

}  // namespace

std::string verdict_line(const Result& result, int exit_code) {
  return fmt::format("{} | {}, {} | exit {}", tally(result), counted(result.runs, "run"),
                     events_text(result.events), exit_code);
}

std::string verdict_word(const Result& result) {
  std::string word = upper(name_of(result.outcome));
  if (result.outcome == Outcome::Broken && result.expectations_met) {
    for (const Result::Law& law : result.laws) {
      if (law.verdict.outcome == Outcome::Broken && !law.as_expected) return word;
    }
    return word + ", AS EXPECTED";
  }
  if (!result.expectations_met && result.outcome != Outcome::Broken) word += ", NOT AS EXPECTED";
  return word;
}

Tone tone_of(const Result& result) {
  if (result.outcome == Outcome::Broken) {
    return verdict_word(result) == "BROKEN" ? Tone::Violation : Tone::Good;
  }
  return result.outcome == Outcome::Holds && result.expectations_met ? Tone::Good : Tone::Doubt;
}

std::string one_line(const Result& result, int exit_code, const Style& style) {
  const std::string word = padded(std::string(name_of(result.outcome)), 9);
  std::string line = fmt::format("{}  {}, seed {}", style.paint(tone_of(result), word),
                                 inert(result.path), hex_of(result.seed));
  if (exit_code == 0 && result.outcome == Outcome::Broken) line += ", as expected";
  if (exit_code != 0 && !result.headline.empty()) line += ": " + inert(result.headline);
  return line;
}

}  // namespace imstorm
