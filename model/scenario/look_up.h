#pragma once

#include <fmt/format.h>

#include <string>
#include <vector>

#include "model/scenario/diagnostic.h"
#include "model/scenario/document.h"
#include "model/scenario/nearest.h"
#include "model/scenario/text.h"

// What the readers of the workload's tables share.

namespace imstorm {

template <class Map>
std::vector<std::string> names_of(const Map& map) {
  std::vector<std::string> names;
  for (const auto& [name, id] : map) names.push_back(name);
  return names;
}

/// The id of a name, or a default id and an error.
template <class Map>
auto look_up(const Map& map, const Value& value, const char* what, Diagnostics& problems) {
  const auto found = map.find(value.text);
  if (found != map.end()) return found->second;
  problems.error(value.place, fmt::format("there is no {} '{}'", what, value.text),
                 did_you_mean(value.text, names_of(map)));
  return typename Map::mapped_type{};
}

/// The tables of an array of tables.
template <class Read>
void each_table(const Value& value, const char* name, Diagnostics& problems, Read read) {
  if (!value.is_array()) {
    problems.error(value.place,
                   fmt::format("{} must be a list of tables, found {}", name, describe_kind(value)),
                   fmt::format("begin each with [[{}]]", name));
    return;
  }
  for (const Value& item : value.items) {
    if (item.is_table()) {
      read(item);
    } else {
      problems.error(item.place,
                     fmt::format("{} holds tables only, found {}", name, describe_kind(item)));
    }
  }
}

}  // namespace imstorm
