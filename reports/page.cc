#include "reports/page.h"

#include <algorithm>

#include "reports/wrap.h"

namespace imstorm {
namespace {

/// Whatever hangs beside a long word keeps this many columns.
constexpr std::size_t kTextLeast = 30;

}  // namespace

void Paper::hanging(std::string_view first, Tone first_tone, std::string_view text, Tone tone) {
  label_.clear();
  const std::size_t indent = columns_of(first);
  const std::size_t room = std::max(width_ > indent ? width_ - indent : 0, kTextLeast);
  bool is_first = true;
  for (const std::string& line : wrapped(text, room)) {
    text_ += is_first ? style_.paint(first_tone, first) : std::string(indent, ' ');
    text_ += style_.paint(tone, line);
    text_ += '\n';
    is_first = false;
  }
}

std::string Paper::labelled(std::string_view label) {
  return padded(label == label_ ? "" : label, kLabel);
}

void Paper::entry(std::string_view label, std::string_view text, Tone tone) {
  hanging(labelled(label), Tone::Strong, text, tone);
  label_ = label;
}

void Paper::row(std::string_view label, std::string_view text) {
  text_ += style_.paint(Tone::Strong, labelled(label));
  text_ += text;
  text_ += '\n';
  label_ = label;
}

void Paper::blank() {
  label_.clear();
  text_ += '\n';
}

}  // namespace imstorm
