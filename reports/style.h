#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace imstorm {

/// What a piece of text is, for the eye. Red is for a violation and nothing else.
enum class Tone : std::uint8_t { Plain, Good, Violation, Doubt, Faint, Strong, Fault };

/// Paints text with the terminal's own colours, or leaves it alone. The only place that knows
/// escapes.
class Style {
 public:
  static Style plain() { return Style(false); }
  static Style coloured() { return Style(true); }

  std::string paint(Tone tone, std::string_view text) const;
  bool colours() const { return colours_; }

 private:
  explicit Style(bool colours) : colours_(colours) {}
  bool colours_ = false;
};

}  // namespace imstorm
