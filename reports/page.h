#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "reports/style.h"

namespace imstorm {

/// A report on a terminal, line by line: labels on the left, texts wrapped beside them. Paint is
/// applied after wrapping, so that it never counts as columns.
class Paper {
 public:
  static constexpr std::size_t kLabel = 11;  ///< columns of a label, with the gap behind it

  Paper(const Style& style, std::size_t width) : style_(style), width_(width) {}

  /// `first` on the left, `text` wrapped beside it and hanging below its beginning.
  void hanging(std::string_view first, Tone first_tone, std::string_view text,
               Tone tone = Tone::Plain);
  /// The same with a label of `kLabel` columns; the same label is not said twice in a row.
  void entry(std::string_view label, std::string_view text, Tone tone = Tone::Plain);
  /// The same for a text whose spaces matter: it is not wrapped.
  void row(std::string_view label, std::string_view text);
  void paragraph(std::string_view text, Tone tone = Tone::Plain) { hanging("", tone, text, tone); }
  void blank();

  std::string take() { return std::move(text_); }

 private:
  std::string labelled(std::string_view label);

  Style style_;
  std::size_t width_;
  std::string text_;
  std::string label_;  // of the line before
};

}  // namespace imstorm
