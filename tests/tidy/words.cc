#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "tests/tidy/rules.h"

namespace imstorm::tidy {

namespace {

struct Phrase {
  std::string text;  // lower case; halves are joined here so that this file does not hold them
  std::string cure;
};

const std::vector<Phrase>& phrases() {
  static const std::string finish = "finish it, or file it where work is planned";
  static const std::string own = "say it without naming one machine's folders";
  static const std::vector<Phrase> table = {
      {"to"
       "do",
       finish},
      {"fix"
       "me",
       finish},
      {"x"
       "xx",
       finish},
      {"not "
       "implemented",
       finish},
      {"un"
       "implemented",
       finish},
      {"for "
       "now",
       finish},
      {"/tm"
       "p",
       "use mktemp or testing::TempDir()"},
      {"/wo"
       "rk",
       own},
      {"../sha"
       "red",
       own},
  };
  return table;
}

bool is_word_character(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

bool stands_alone(std::string_view line, std::size_t at, std::size_t size) {
  const bool begins = at == 0 || !is_word_character(line[at]) || !is_word_character(line[at - 1]);
  const std::size_t end = at + size;
  return begins && (end == line.size() || !is_word_character(line[end]));
}

}  // namespace

void check_words(const File& file, std::vector<Violation>& out) {
  std::vector<std::string> lines = lines_of(file.text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::transform(lines[i].begin(), lines[i].end(), lines[i].begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    for (const Phrase& phrase : phrases()) {
      for (std::size_t at = lines[i].find(phrase.text); at != std::string::npos;
           at = lines[i].find(phrase.text, at + 1)) {
        if (!stands_alone(lines[i], at, phrase.text.size())) continue;
        out.push_back({file.path, static_cast<int>(i) + 1, "words",
                       fmt::format("\"{}\" must not stand here", phrase.text), phrase.cure});
        break;
      }
    }
  }
}

}  // namespace imstorm::tidy
