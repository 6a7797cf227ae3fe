#include "tests/tidy/code.h"

#include <algorithm>
#include <cctype>

namespace imstorm::tidy {

namespace {

bool is_word_character(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }
bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

/// Walks a text once; each eat_ function advances past one thing and blanks what is not code.
class Blanker {
 public:
  explicit Blanker(std::string_view text) : out_(text) {}

  std::string run() {
    while (at_ < out_.size()) {
      if (looking_at("//")) {
        eat_line_comment();
      } else if (looking_at("/*")) {
        blank_to(end_of("*/", at_ + 2));
      } else if (looking_at("R\"") && !follows_a_word()) {
        eat_raw_string();
      } else if (out_[at_] == '"' || out_[at_] == '\'') {
        eat_quoted(out_[at_]);
      } else if (is_word_character(out_[at_])) {
        eat_word();
      } else {
        ++at_;
      }
    }
    return std::move(out_);
  }

 private:
  bool looking_at(std::string_view what) const { return out_.compare(at_, what.size(), what) == 0; }
  bool follows_a_word() const { return at_ > 0 && is_word_character(out_[at_ - 1]); }

  std::size_t end_of(std::string_view what, std::size_t from) const {
    const std::size_t found = out_.find(what, from);
    return found == std::string::npos ? out_.size() : found + what.size();
  }

  void blank_to(std::size_t end) {
    for (; at_ < end; ++at_) {
      if (out_[at_] != '\n') out_[at_] = ' ';
    }
  }

  void eat_line_comment() {
    std::size_t end = at_;
    while (end < out_.size() && (out_[end] != '\n' || out_[end - 1] == '\\')) ++end;
    blank_to(end);
  }

  void eat_raw_string() {
    const std::size_t open = std::min(out_.find('(', at_), out_.size() - 1);
    const std::string close = ")" + out_.substr(at_ + 2, open - at_ - 2) + "\"";
    blank_to(end_of(close, open));
  }

  void eat_quoted(char quote) {
    std::size_t end = at_ + 1;
    while (end < out_.size() && out_[end] != quote && out_[end] != '\n') {
      end += out_[end] == '\\' ? 2 : 1;
    }
    ++at_;
    blank_to(std::min(end, out_.size()));
    if (at_ < out_.size() && out_[at_] == quote) ++at_;
  }

  /// A number takes its digit separators along, which would look like quotes.
  void eat_word() {
    const bool number = is_digit(out_[at_]);
    while (at_ < out_.size() && (is_word_character(out_[at_]) || (number && out_[at_] == '\''))) {
      if (!number && looking_at("R\"")) return eat_raw_string();  // u8R"(...)"
      ++at_;
    }
  }

  std::string out_;
  std::size_t at_ = 0;
};

}  // namespace

std::string code_only(std::string_view text) { return Blanker(text).run(); }

std::vector<Word> words_of(std::string_view code) {
  std::vector<Word> words;
  for (std::size_t at = 0; at < code.size();) {
    const bool number =
        is_digit(code[at]) || (code[at] == '.' && at + 1 < code.size() && is_digit(code[at + 1]));
    if (!number && !is_word_character(code[at])) {
      ++at;
      continue;
    }
    const std::size_t start = at;
    const bool hex = code.substr(at, 2) == "0x" || code.substr(at, 2) == "0X";
    const auto in_number = [&](char c) {
      const char before = at > start ? code[at - 1] : ' ';
      const bool exponent = hex ? before == 'p' || before == 'P' : before == 'e' || before == 'E';
      return c == '.' || c == '\'' || ((c == '+' || c == '-') && exponent);
    };
    while (at < code.size() && (is_word_character(code[at]) || (number && in_number(code[at])))) {
      ++at;
    }
    words.push_back({code.substr(start, at - start), start});
  }
  return words;
}

bool is_floating(std::string_view word) {
  if (word.empty() || (!is_digit(word[0]) && word[0] != '.')) return false;
  const bool hex = word.starts_with("0x") || word.starts_with("0X");
  return word.find('.') != std::string_view::npos ||
         word.find_first_of(hex ? "pP" : "eE") != std::string_view::npos;
}

int line_at(std::string_view text, std::size_t position) {
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(position, text.size()));
  return 1 + static_cast<int>(std::count(text.begin(), end, '\n'));
}

}  // namespace imstorm::tidy
