#include "tools/imstorm/option_shape.h"

#include <CLI/CLI.hpp>

namespace imstorm {
namespace {

/// The words of "WHEN:{auto,always,never}".
std::vector<std::string> words_in(const std::string& type) {
  std::vector<std::string> words;
  const std::size_t open = type.find('{');
  const std::size_t close = type.find('}');
  if (open == std::string::npos || close == std::string::npos) return words;
  std::string word;
  for (std::size_t i = open + 1; i <= close; ++i) {
    if (type[i] == ',' || i == close) {
      words.push_back(word);
      word.clear();
    } else {
      word += type[i];
    }
  }
  return words;
}

}  // namespace

OptionShape shape_of(const CLI::Option& option) {
  OptionShape shape;
  for (const std::string& name : option.get_snames()) shape.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) shape.names.push_back("--" + name);
  if (shape.names.empty()) shape.argument = option.get_name(true);
  const std::string type = option.get_type_name();
  shape.words = words_in(type);
  shape.takes_value = option.get_items_expected_max() > 0;
  if (shape.takes_value) shape.type = type.substr(0, type.find(':'));
  shape.required = option.get_required();
  shape.repeats = option.get_items_expected_max() > 1;
  return shape;
}

}  // namespace imstorm
