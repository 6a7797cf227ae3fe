#include "model/scenario/stray_letter.h"

namespace imstorm {
namespace {

/// Walks over a TOML document, text by text and comment by comment.
class Walk {
 public:
  explicit Walk(std::string_view text) : text_(text) {
    constexpr std::string_view mark =
        "\xEF\xBB\xBF";  // of a file in UTF-8, allowed at its beginning
    if (starts(mark)) at_ = mark.size();
  }

  /// Stops at the first stray letter; false at the end.
  bool find() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (is_letter(c)) return true;
      if (c == '#') {
        skip_line();
      } else if (c == '"' || c == '\'') {
        if (skip_text(c)) return true;
      } else {
        ++at_;
      }
    }
    return false;
  }

  Place place() const {
    Place place{1, 1, 1};
    for (std::size_t i = 0; i < at_; ++i) {
      const bool continues = (static_cast<unsigned char>(text_[i]) & 0xC0) == 0x80;
      if (!continues) ++place.column;
      if (text_[i] != '\n') continue;
      ++place.line;
      place.column = 1;
    }
    return place;
  }

 private:
  static bool is_letter(char c) { return (static_cast<unsigned char>(c) & 0x80) != 0; }
  bool starts(std::string_view what) const { return text_.substr(at_, what.size()) == what; }

  void skip_line() {
    while (at_ < text_.size() && text_[at_] != '\n') ++at_;
  }

  /// True if it stopped at a letter that is as good as outside.
  bool skip_text(char quote) {
    const std::string_view three = quote == '"' ? "\"\"\"" : "'''";
    const bool long_text = starts(three);
    at_ += long_text ? 3 : 1;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\n' && !long_text) return false;
      if (long_text ? starts(three) : c == quote) {
        at_ += long_text ? 3 : 1;
        return false;
      }
      ++at_;
      if (c != '\\' || quote != '"') continue;
      if (long_text && skip_continuation()) return true;
      if (at_ < text_.size() && !is_letter(text_[at_]) && text_[at_] != '\n') ++at_;
    }
    return false;
  }

  /// A backslash at the end of a line swallows all space up to the next letter.
  bool skip_continuation() {
    const std::size_t begin = at_;
    while (at_ < text_.size() &&
           std::string_view(" \t\r\n\v\f").find(text_[at_]) != std::string_view::npos) {
      ++at_;
    }
    if (at_ < text_.size() && is_letter(text_[at_])) return true;
    if (at_ > begin) --at_;
    return false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<Place> stray_letter(std::string_view text) {
  Walk walk(text);
  if (!walk.find()) return {};
  return walk.place();
}

}  // namespace imstorm
