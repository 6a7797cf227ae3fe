#include "model/scenario/keys.h"

#include "model/scenario/key.h"

namespace imstorm {

std::vector<KeyRow> key_table() {
  const Scenario defaults;
  std::vector<KeyRow> rows;
  for (const Key& key : all_keys()) {
    KeyRow row;
    row.name = key.name;
    row.type = type_name(key.type);
    row.unit = key.unit;
    row.default_value = value_text(key, key.get(defaults));
    row.range = range_text(key);
    row.help = key.help;
    row.choices = choice_words(key);
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<PolicyRow> policies() {
  constexpr std::string_view prefix = "protocol.";
  const Scenario defaults;
  std::vector<PolicyRow> rows;
  for (const Key& key : all_keys()) {
    if (key.type != KeyType::Choice || key.name.substr(0, prefix.size()) != prefix) continue;
    const auto chosen = static_cast<std::size_t>(key.get(defaults));
    for (std::size_t i = 0; i < key.choices.size(); ++i) {
      const ChoiceText& choice = key.choices[i];
      PolicyRow row;
      row.axis = key.name.substr(prefix.size());
      row.value = choice.text;
      row.sound = choice.breaks.empty();
      row.is_default = i == chosen;
      row.help = choice.help;
      row.breaks = choice.breaks;
      if (choice.needs != nullptr) row.where = choice.needs->where;
      row.seen = choice.seen;
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

}  // namespace imstorm
