#include "reports/style.h"

#include <fmt/format.h>

namespace imstorm {
namespace {

/// The parameters of "select graphic rendition" (ECMA-48, 8.3.117).
std::string_view escape_of(Tone tone) {
  switch (tone) {
    case Tone::Plain:
      return "";
    case Tone::Good:
      return "1;32";
    case Tone::Violation:
      return "1;31";
    case Tone::Doubt:
      return "1;33";
    case Tone::Faint:
      return "2";
    case Tone::Strong:
      return "1";
    case Tone::Fault:
      return "35";
  }
  return "";
}

}  // namespace

std::string Style::paint(Tone tone, std::string_view text) const {
  const std::string_view escape = escape_of(tone);
  if (!colours_ || escape.empty() || text.empty()) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", escape, text);
}

}  // namespace imstorm
