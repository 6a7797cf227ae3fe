#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "reports/result.h"
#include "reports/style.h"

namespace imstorm {

/// Two designs that met the same decisions: same seeds, hence the same workload, weather and
/// faults wherever both come to them.
struct Comparison {
  Result a;  ///< the sum over all runs of the first design
  Result b;
  std::string label_a;  ///< how a reader tells them apart: a file, or the settings that differ
  std::string label_b;
  std::string replay;  ///< the command that repeats the comparison
  /// One run of each with the same seed, told: the first one in which either broke a law, or else
  /// the first. Without settings, which are those of `a` and `b`. Null: none was wanted.
  std::shared_ptr<const Result> shown_a, shown_b;
  /// A delivery time that the protocol's arithmetic gives for a run without faults, ns; 0: it gives
  /// none.
  std::uint64_t predicted_a = 0;
  std::uint64_t predicted_b = 0;
  /// What of the world around the designs differs ("users", "traffic"), so that the same seed is
  /// not the same run for both.
  std::vector<std::string> apart;
};

/// One line of the table. Texts are ready to be shown.
struct ComparedFigure {
  std::string group;  ///< "Verdict", "Cost", "Client packets", "sent to consumed", ...
  std::string name;
  std::string a, b;
  std::string change;  ///< of b against a: "-33 %", "=", or empty where it means nothing
};

/// Verdicts first, then cost, packets by kind, times. A figure that is 0 in both is left out.
std::vector<ComparedFigure> compared_figures(const Comparison& comparison);

/// What came of it, in a sentence: which laws one breaks and the other one keeps; else what the
/// second costs. "B breaks exactly-once, which A keeps".
std::string compared_headline(const Comparison& comparison);

/// The settings in which the two differ: key, value in a, value in b.
std::vector<std::pair<std::string, std::pair<std::string, std::string>>> different_settings(
    const Comparison& comparison);

/// What a reader must know before believing the figures, a sentence each: that the designs met
/// different decisions, that the median goes one way and the arithmetic of a lone message the
/// other.
std::vector<std::string> compared_notes(const Comparison& comparison);

/// Side by side, for a terminal. `width` in columns.
std::string text_comparison(const Comparison& comparison, const Style& style, std::size_t width,
                            int exit_code);

inline constexpr const char* kComparisonSchema = "imstorm.comparison/1";

/// {"schema", "headline", "notes", "replay", "labels", "settings", "figures", "a", "b":
/// imstorm.result/1, "shown": {"a", "b": imstorm.result/1}}.
std::string json_comparison(const Comparison& comparison);

}  // namespace imstorm
