#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/scenario/diagnostic.h"
#include "model/scenario/document.h"
#include "sim/core/ratio.h"
#include "sim/core/time.h"

namespace imstorm {

/// Reads the fields of one table and, at the end, complains about those that nobody asked for.
class Fields {
 public:
  /// `what` is how messages call the table: "[[send]]". Its place is where missing fields are
  /// missed.
  Fields(const Value& table, std::string what, Diagnostics& diagnostics);

  /// The field, or null. Never complains.
  const Value* find(std::string_view name);
  /// The field; complains if it is not there.
  const Value* need(std::string_view name);
  /// A text; complains about anything else.
  const Value* text(std::string_view name, bool needed);

  std::uint32_t count(std::string_view name, std::uint32_t otherwise, std::uint32_t least,
                      std::uint32_t most);
  Duration duration(std::string_view name, Duration otherwise, Duration least, Duration most);
  Ratio ratio(std::string_view name, Ratio otherwise);
  /// Which of the words the field is.
  std::optional<std::size_t> choice(std::string_view name, const std::vector<std::string>& words);

  /// Unknown fields are errors.
  void finish();

 private:
  template <class Key>
  std::int64_t number(std::string_view name, std::int64_t otherwise, Key key);

  const Value& table_;
  std::string what_;
  Diagnostics& diagnostics_;
  std::vector<std::string> known_;
};

}  // namespace imstorm
