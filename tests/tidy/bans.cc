#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "tests/tidy/code.h"
#include "tests/tidy/rules.h"

namespace imstorm::tidy {

namespace {

char next_after(std::string_view code, const Word& word) {
  const std::size_t next = code.find_first_not_of(" \t\n", word.position + word.text.size());
  return next == std::string_view::npos ? '\0' : code[next];
}

/// A ban is a word, "word(" for a call, or "*tail" for every word that ends so.
bool matches(std::string_view ban, std::string_view code, const Word& word) {
  if (ban.starts_with('*')) return word.text.ends_with(ban.substr(1));
  if (!ban.ends_with('(')) return word.text == ban;
  return word.text == ban.substr(0, ban.size() - 1) && next_after(code, word) == '(';
}

void check_word(const File& file, std::string_view code, const Word& word,
                std::vector<Violation>& out) {
  const auto report = [&](const std::string& what, const std::string& cure) {
    out.push_back({file.path, line_at(code, word.position), "bans", what, cure});
  };
  for (const Ban& ban : bans()) {
    if (!lies_in_any(file.path, ban.rooms)) continue;
    for (const std::string& banned : ban.words) {
      if (matches(banned, code, word)) report(fmt::format("{} is banned", word.text), ban.cure);
    }
  }
  if (is_floating(word.text) && lies_in_any(file.path, {"sim", "model"})) {
    report(fmt::format("{} is a floating-point number", word.text),
           "use integers: nanoseconds, counts, Ratio");
  }
}

}  // namespace

void check_bans(const File& file, std::vector<Violation>& out) {
  const std::string code = code_only(file.text);
  for (const Word& word : words_of(code)) check_word(file, code, word, out);

  const std::vector<std::string> lines = lines_of(code);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const int line = static_cast<int>(i) + 1;
    std::string squeezed = lines[i];
    squeezed.erase(std::remove_if(squeezed.begin(), squeezed.end(),
                                  [](unsigned char c) { return std::isspace(c) != 0; }),
                   squeezed.end());
    if (squeezed.starts_with("#define")) {
      out.push_back({file.path, line, "define", "a macro is defined",
                     "use a constant, a function or a template"});
    }
    if (is_header(file.path) && squeezed.starts_with("usingnamespace")) {
      out.push_back({file.path, line, "bans", "using namespace in a header",
                     "name what is meant: every includer would get all of it"});
    }
  }
  if (is_header(file.path) && code.find("#pragma once") == std::string::npos) {
    out.push_back({file.path, 1, "bans", "the header has no guard", "begin it with #pragma once"});
  }
}

}  // namespace imstorm::tidy
