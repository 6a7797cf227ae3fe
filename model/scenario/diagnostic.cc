#include "model/scenario/diagnostic.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace imstorm {
namespace {

/// Of a source line or a message this many bytes are shown.
constexpr std::size_t kLineMax = 400;

std::string_view word_of(Severity severity) {
  return severity == Severity::Error ? "error" : "warning";
}

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

/// What stands under the source line: its tabs, so that the caret stays below its character.
std::string caret_line(const Diagnostic& diagnostic) {
  std::string line;
  std::uint32_t column = 1;
  for (const char c : diagnostic.source_line) {
    if (continues_character(c)) continue;
    if (column++ >= diagnostic.place.column) break;
    line += c == '\t' ? '\t' : ' ';
  }
  while (column++ < diagnostic.place.column) line += ' ';
  line += '^';
  std::uint32_t room = 0;
  for (const char c : diagnostic.source_line) room += continues_character(c) ? 0 : 1;
  for (std::uint32_t i = 1; i < diagnostic.place.length; ++i) {
    if (diagnostic.place.column + i > room) break;
    line += '~';
  }
  return line;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    lines.emplace_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

/// Cut at `kLineMax`, without control characters.
std::string printable(std::string line) {
  if (line.size() > kLineMax) {
    std::size_t end = kLineMax;
    while (end > 0 && continues_character(line[end])) --end;
    line.resize(end);
    line += "...";
  }
  for (char& c : line) {
    if ((static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f) c = '?';
  }
  return line;
}

}  // namespace

std::string render(const Diagnostic& d) {
  std::string text = d.file;
  if (d.place.line != 0) text += fmt::format(":{}:{}", d.place.line, d.place.column);
  text += fmt::format(": {}: {}\n", word_of(d.severity), d.text);
  const bool in_sight = d.place.column <= kLineMax;
  if (d.place.line != 0 && in_sight) {
    text += fmt::format("{:5} | {}\n", d.place.line, d.source_line);
    text += fmt::format("      | {}\n", caret_line(d));
  }
  if (!d.note.empty()) text += fmt::format("      = {}\n", d.note);
  return text;
}

std::string render(const std::vector<Diagnostic>& diagnostics) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics) text += render(diagnostic);
  return text;
}

bool has_error(const std::vector<Diagnostic>& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& d) { return d.severity == Severity::Error; });
}

Diagnostics::Diagnostics(std::string_view text, std::string_view file)
    : file_(file), lines_(lines_of(text)) {}

void Diagnostics::add(Place place, Severity severity, std::string text, std::string note) {
  Diagnostic diagnostic{
      file_, place, severity, printable(std::move(text)), "", printable(std::move(note))};
  if (place.line > 0 && place.line <= lines_.size()) {
    diagnostic.source_line = printable(lines_[place.line - 1]);
  }
  found_.push_back(std::move(diagnostic));
}

void Diagnostics::error(Place place, std::string text, std::string note) {
  add(place, Severity::Error, std::move(text), std::move(note));
}

void Diagnostics::warning(Place place, std::string text, std::string note) {
  add(place, Severity::Warning, std::move(text), std::move(note));
}

void Diagnostics::error_at(std::string where, std::string text, std::string note) {
  found_.push_back({printable(std::move(where)),
                    {},
                    Severity::Error,
                    printable(std::move(text)),
                    "",
                    printable(std::move(note))});
}

void Diagnostics::warning_at(std::string where, std::string text, std::string note) {
  found_.push_back({printable(std::move(where)),
                    {},
                    Severity::Warning,
                    printable(std::move(text)),
                    "",
                    printable(std::move(note))});
}

std::vector<Diagnostic> Diagnostics::sorted() const {
  std::vector<Diagnostic> all = found_;
  // What stands outside the file (line 0) comes last.
  std::stable_sort(all.begin(), all.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tuple(a.place.line - 1, a.place.column) <
           std::tuple(b.place.line - 1, b.place.column);
  });
  const auto same = [](const Diagnostic& a, const Diagnostic& b) {
    return a.file == b.file && a.place.line == b.place.line && a.place.column == b.place.column &&
           a.text == b.text;
  };
  all.erase(std::unique(all.begin(), all.end(), same), all.end());
  return all;
}

}  // namespace imstorm
