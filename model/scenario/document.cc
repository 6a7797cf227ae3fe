#include "model/scenario/document.h"

#include <toml++/toml.h>

#include <algorithm>
#include <tuple>

#include "model/scenario/stray_letter.h"

namespace imstorm {
namespace {

/// Deeper nesting is refused: the language itself needs five levels.
constexpr int kDepthMax = 16;

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

/// The lines of a text, and in each the byte at which a character begins.
class Source {
 public:
  explicit Source(std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      lines_.push_back(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }

  /// What stands at a place, up to the end of its line.
  std::string_view from(toml::source_position at) const {
    if (at.line == 0 || at.line > lines_.size()) return {};
    std::string_view line = lines_[at.line - 1];
    for (std::uint32_t column = 1; column < at.column && !line.empty(); ++column) {
      line.remove_prefix(1);
      while (!line.empty() && continues_character(line[0])) line.remove_prefix(1);
    }
    return line;
  }

 private:
  std::vector<std::string_view> lines_;
};

Place place_of(const toml::source_region& region) {
  Place place{region.begin.line, region.begin.column, 1};
  if (region.end.line == region.begin.line && region.end.column > region.begin.column) {
    place.length = region.end.column - region.begin.column;
  }
  return place;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : source_(text) {}

  Value read(const toml::node& node, int depth) const {
    Value value;
    value.place = place_of(node.source());
    if (depth > kDepthMax) return value;
    if (const auto* table = node.as_table()) {
      read_table(*table, depth, value);
    } else if (const auto* array = node.as_array()) {
      value.kind = Value::Kind::Array;
      for (const toml::node& item : *array) value.items.push_back(read(item, depth + 1));
    } else if (const auto* text = node.as_string()) {
      read_text(text->get(), value);
    } else {
      value.kind = Value::Kind::Plain;
      const std::string_view raw = source_.from(node.source().begin);
      value.text = raw.substr(0, plain_length(raw));
      value.place.length = static_cast<std::uint32_t>(std::max<std::size_t>(1, value.text.size()));
    }
    return value;
  }

 private:
  static std::size_t plain_length(std::string_view raw) {
    const std::size_t end = std::min(raw.find_first_of(",]}# \t\r"), raw.size());
    return end;
  }

  void read_table(const toml::table& table, int depth, Value& value) const {
    value.kind = Value::Kind::Table;
    for (const auto& [key, node] : table) {
      value.entries.push_back(
          {std::string(key.str()), place_of(key.source()), read(node, depth + 1)});
    }
    std::stable_sort(value.entries.begin(), value.entries.end(),
                     [](const Value::Entry& a, const Value::Entry& b) {
                       return std::tuple(a.place.line, a.place.column) <
                              std::tuple(b.place.line, b.place.column);
                     });
  }

  void read_text(const std::string& text, Value& value) const {
    value.kind = Value::Kind::Text;
    value.text = text;
    const std::string_view raw = source_.from({value.place.line, value.place.column});
    value.simple_text = raw.size() > text.size() + 1 && (raw[0] == '"' || raw[0] == '\'') &&
                        raw.substr(1, text.size()) == text && raw[text.size() + 1] == raw[0];
  }

  Source source_;
};

}  // namespace

const Value* Value::find(std::string_view key) const {
  for (const Entry& entry : entries) {
    if (entry.key == key) return &entry.value;
  }
  return nullptr;
}

std::string describe_kind(const Value& value) {
  switch (value.kind) {
    case Value::Kind::Text:
      return "the text '" + value.text + "'";
    case Value::Kind::Plain:
      return value.text;
    case Value::Kind::Array:
      return "an array";
    case Value::Kind::Table:
      break;
  }
  return "a table";
}

Value read_document(std::string_view text, std::string_view file, Diagnostics& diagnostics) {
  if (const auto stray = stray_letter(text)) {
    diagnostics.error(*stray, "this is not TOML: a letter beyond ASCII outside of a text",
                      "a name with such letters needs quotation marks");
    return {};
  }
  try {
    const toml::table document = toml::parse(text, file);
    return Reader(text).read(document, 0);
  } catch (const toml::parse_error& error) {
    Place place = place_of(error.source());
    place.length = 1;
    std::string what(error.description());
    std::replace(what.begin(), what.end(), '\n', ' ');
    diagnostics.error(place, "this is not TOML: " + what);
    return {};
  }
}

}  // namespace imstorm
