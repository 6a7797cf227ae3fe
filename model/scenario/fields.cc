#include "model/scenario/fields.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/scenario/key.h"
#include "model/scenario/nearest.h"

namespace imstorm {

Fields::Fields(const Value& table, std::string what, Diagnostics& diagnostics)
    : table_(table), what_(std::move(what)), diagnostics_(diagnostics) {}

const Value* Fields::find(std::string_view name) {
  known_.emplace_back(name);
  return table_.find(name);
}

const Value* Fields::need(std::string_view name) {
  const Value* value = find(name);
  if (value == nullptr) {
    diagnostics_.error(table_.place, fmt::format("{} has no '{}'", what_, name));
  }
  return value;
}

const Value* Fields::text(std::string_view name, bool needed) {
  const Value* value = needed ? need(name) : find(name);
  if (value == nullptr || value->is_text()) return value;
  diagnostics_.error(value->place,
                     fmt::format("{} must be a text, found {}", name, describe_kind(*value)));
  return nullptr;
}

template <class Key>
std::int64_t Fields::number(std::string_view name, std::int64_t otherwise, Key key) {
  const Value* value = find(name);
  if (value == nullptr) return otherwise;
  if (!value->is_scalar()) {
    diagnostics_.error(value->place, fmt::format("{} must be {}, found {}", name,
                                                 what_it_is(key.type), describe_kind(*value)));
    return otherwise;
  }
  const auto read = read_value(key, value->text);
  if (const auto* number = std::get_if<std::int64_t>(&read)) return *number;
  const std::string cure =
      key.type == KeyType::Choice ? did_you_mean(value->text, choice_words(key)) : "";
  diagnostics_.error(value->place, fmt::format("{} {}", name, std::get<std::string>(read)), cure);
  return otherwise;
}

std::uint32_t Fields::count(std::string_view name, std::uint32_t otherwise, std::uint32_t least,
                            std::uint32_t most) {
  Key key;
  key.type = KeyType::Count;
  key.least = least;
  key.most = most;
  return static_cast<std::uint32_t>(number(name, otherwise, key));
}

Duration Fields::duration(std::string_view name, Duration otherwise, Duration least,
                          Duration most) {
  Key key;
  key.type = KeyType::Duration;
  key.least = least.ns;
  key.most = most.ns;
  return Duration{number(name, otherwise.ns, key)};
}

Ratio Fields::ratio(std::string_view name, Ratio otherwise) {
  Key key;
  key.type = KeyType::Ratio;
  key.most = kAlways.ppm;
  return Ratio{static_cast<std::uint32_t>(number(name, otherwise.ppm, key))};
}

std::optional<std::size_t> Fields::choice(std::string_view name,
                                          const std::vector<std::string>& words) {
  Key key;
  key.type = KeyType::Choice;
  for (const std::string& word : words) key.choices.push_back({word, "", ""});
  const std::int64_t chosen = number(name, -1, key);
  if (chosen < 0) return {};
  return static_cast<std::size_t>(chosen);
}

void Fields::finish() {
  for (const Value::Entry& entry : table_.entries) {
    if (std::find(known_.begin(), known_.end(), entry.key) != known_.end()) continue;
    diagnostics_.error(entry.place, fmt::format("unknown key '{}' in {}", entry.key, what_),
                       did_you_mean(entry.key, known_));
  }
}

}  // namespace imstorm
