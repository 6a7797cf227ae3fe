#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/scenario/diagnostic.h"

namespace imstorm {

/// A value of a TOML document with its place; a plain copy of what the TOML library read.
struct Value {
  enum class Kind : std::uint8_t {
    Text,   ///< a string
    Plain,  ///< a number, a boolean or a date: `text` is what the file says
    Array,
    Table,
  };
  struct Entry;

  Kind kind = Kind::Table;
  Place place;
  std::string text;            ///< Text, Plain
  bool simple_text = false;    ///< Text in one line without escapes: columns inside are exact
  std::vector<Value> items;    ///< Array
  std::vector<Entry> entries;  ///< Table, in the order of the file

  bool is_scalar() const { return kind == Kind::Text || kind == Kind::Plain; }
  bool is_text() const { return kind == Kind::Text; }
  bool is_array() const { return kind == Kind::Array; }
  bool is_table() const { return kind == Kind::Table; }
  /// The value of that key, or null.
  const Value* find(std::string_view key) const;
};

struct Value::Entry {
  std::string key;
  Place place;  ///< of the key
  Value value;
};

/// "an array", "a table", "a string", "3": for messages of what was found instead.
std::string describe_kind(const Value& value);

/// Reads a TOML document. A syntax error is one diagnostic, and the result is empty.
Value read_document(std::string_view text, std::string_view file, Diagnostics& diagnostics);

}  // namespace imstorm
