#pragma once

#include <fmt/format.h>

#include <string>
#include <vector>

#include "model/scenario/diagnostic.h"
#include "model/scenario/document.h"
#include "model/scenario/nearest.h"

// Names that one part of a scenario gives and another one uses.

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

}  // namespace imstorm
