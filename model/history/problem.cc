#include <fmt/format.h>

#include <algorithm>

#include "model/history/jsonl.h"

namespace imstorm {

namespace {

/// Control characters would move the caret, or the terminal's cursor.
std::string printable(std::string_view text) {
  std::string plain(text);
  std::replace_if(
      plain.begin(), plain.end(),
      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
  return plain;
}

}  // namespace

std::string told(const HistoryProblem& problem, std::string_view file) {
  constexpr std::size_t kShownMax = 160;
  constexpr std::size_t kBefore = 100;  // of what is before the caret
  const std::string place = problem.column == 0
                                ? fmt::format("{}:{}", file, problem.line)
                                : fmt::format("{}:{}:{}", file, problem.line, problem.column);
  std::string told = fmt::format("{}: error: {}\n", place, problem.what);
  if (problem.text.empty()) return told;

  const std::size_t at = problem.column == 0 ? 0 : problem.column - 1;
  const std::size_t from = at > kBefore ? at - kBefore : 0;
  const std::string_view shown = std::string_view(problem.text).substr(from, kShownMax);
  const bool cut = from + shown.size() < problem.text.size();
  told += fmt::format("{:>5} | {}{}{}\n", problem.line, from == 0 ? "" : "...", printable(shown),
                      cut ? "..." : "");
  if (problem.column != 0) {
    told += fmt::format("      | {:>{}}\n", "^", at - from + 1 + (from == 0 ? 0 : 3));
  }
  return told;
}

}  // namespace imstorm
