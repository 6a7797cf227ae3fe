#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

/// What a reader of files relies on, checked field by field. `place` names what is looked at:
/// "run", "invariants[2]". `Json` is nlohmann's, which is too heavy for a header.
namespace imstorm::json_check {

using Problem = std::optional<std::string>;  ///< a sentence with the place; nothing: all is well

enum class Type { Text, Number, Count, Truth, List, Object };

struct Need {
  std::string_view field;
  Type type;
};

/// "run.seed should be a string".
std::string wants(const std::string& place, Type type);

template <class Json>
bool is(const Json& json, Type type) {
  switch (type) {
    case Type::Text:
      return json.is_string();
    case Type::Number:
      return json.is_number();
    case Type::Count:  // of things, or of nanoseconds: 0 to 2^64 - 1
      return json.is_number_unsigned();
    case Type::Truth:
      return json.is_boolean();
    case Type::List:
      return json.is_array();
    case Type::Object:
      return json.is_object();
  }
  return false;
}

/// Has the object all of these?
template <class Json>
Problem check(const Json& json, const std::string& place, std::span<const Need> needs) {
  if (!json.is_object()) return wants(place.empty() ? "a result" : place, Type::Object);
  for (const Need& need : needs) {
    std::string here = place + (place.empty() ? "" : ".");
    here += need.field;
    const auto found = json.find(need.field);
    if (found == json.end()) return here + " is missing";
    if (!is(*found, need.type)) return wants(here, need.type);
  }
  return {};
}

/// The first problem of an item of the array: item(json, place).
template <class Json, class Check>
Problem check_each(const Json& list, const std::string& place, const Check& item) {
  if (!list.is_array()) return wants(place, Type::List);
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (Problem problem = item(list[i], place + "[" + std::to_string(i) + "]")) return problem;
  }
  return {};
}

/// Has each item of the array all of these?
template <class Json>
Problem check_all(const Json& list, const std::string& place, std::span<const Need> needs) {
  return check_each(list, place, [&](const Json& item, const std::string& here) {
    return check(item, here, needs);
  });
}

template <class Json>
Problem check_texts(const Json& list, const std::string& place) {
  return check_each(list, place, [](const Json& item, const std::string& here) -> Problem {
    if (!item.is_string()) return wants(here, Type::Text);
    return {};
  });
}

}  // namespace imstorm::json_check
