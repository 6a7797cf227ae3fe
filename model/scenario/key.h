#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "model/scenario/need.h"
#include "model/scenario/scenario.h"

namespace imstorm {

/// What kind of scalar a key holds; all travel as one 64-bit integer.
enum class KeyType : std::uint8_t {
  Count,     ///< a whole number, in `unit`
  Seed,      ///< 64 bits, decimal or hexadecimal
  Duration,  ///< ns
  Ratio,     ///< parts per million
  Flag,      ///< true or false
  Choice,    ///< one of a few words; the number is the word's place
};

/// One word that a Choice key takes.
struct ChoiceText {
  std::string_view text;
  std::string_view help;        ///< what it is, in one line
  std::string_view breaks;      ///< the laws it is known to break; empty: sound
  std::string_view seen{};      ///< where: a product, a standard, or a sort of code
  const Need* needs = nullptr;  ///< to do anything; null: nothing
};

/// One scalar of the language: how it is called, what it may be and where it goes.
struct Key {
  std::string name;  ///< "topology.gateway.threads"
  KeyType type{};
  std::int64_t least = 0;
  std::int64_t most = 0;
  std::string unit;
  std::string help;
  std::vector<ChoiceText> choices;
  const Need* needs = nullptr;  ///< to do anything, whatever its value; null: nothing
  std::function<std::int64_t(const Scenario&)> get;
  std::function<void(Scenario&, std::int64_t)> set;
};

/// Reads a value of this key, or says what it must be: "must be between 0 and 1, found 2".
std::variant<std::int64_t, std::string> read_value(const Key& key, std::string_view text);

/// The canonical text of a value: reads back as the same.
std::string value_text(const Key& key, std::int64_t value);

/// What the key, as the scenario has it, would need to do anything here and does not find; or null.
const Need* unmet_need(const Key& key, const Scenario& scenario);

std::string_view type_name(KeyType type);

/// For messages: "a whole number".
std::string_view what_it_is(KeyType type);

/// "1 to 64", "at least 1", or nothing.
std::string range_text(const Key& key);

/// The words of a Choice key.
std::vector<std::string> choice_words(const Key& key);

// How each type of field travels as an integer.
constexpr std::int64_t to_raw(Duration d) { return d.ns; }
constexpr std::int64_t to_raw(Ratio r) { return r.ppm; }
template <class T>
requires(std::is_integral_v<T> || std::is_enum_v<T>) constexpr std::int64_t to_raw(T value) {
  return static_cast<std::int64_t>(value);
}
constexpr void from_raw(Duration& d, std::int64_t raw) { d.ns = raw; }
constexpr void from_raw(Ratio& r, std::int64_t raw) { r.ppm = static_cast<std::uint32_t>(raw); }
template <class T>
requires(std::is_integral_v<T> || std::is_enum_v<T>) constexpr void from_raw(T& value,
                                                                             std::int64_t raw) {
  value = static_cast<T>(raw);
}

/// The table while it is written down. `field` maps a Scenario to the member, const or not.
class KeyList {
 public:
  template <class Field>
  void count(std::string name, Field field, std::int64_t least, std::int64_t most, std::string unit,
             std::string help) {
    add(std::move(name), KeyType::Count, field, least, most, std::move(unit), std::move(help));
  }
  template <class Field>
  void duration(std::string name, Field field, Duration least, Duration most, std::string help) {
    add(std::move(name), KeyType::Duration, field, least.ns, most.ns, "", std::move(help));
  }
  template <class Field>
  void ratio(std::string name, Field field, std::string help) {
    add(std::move(name), KeyType::Ratio, field, 0, kAlways.ppm, "", std::move(help));
  }
  template <class Field>
  void flag(std::string name, Field field, std::string help) {
    add(std::move(name), KeyType::Flag, field, 0, 1, "", std::move(help));
  }
  template <class Field>
  void seed(std::string name, Field field, std::string help) {
    add(std::move(name), KeyType::Seed, field, 0, 0, "", std::move(help));
  }
  template <class Field>
  void choice(std::string name, Field field, std::string help, std::vector<ChoiceText> choices) {
    const auto most = static_cast<std::int64_t>(choices.size()) - 1;
    add(std::move(name), KeyType::Choice, field, 0, most, "", std::move(help));
    keys_.back().choices = std::move(choices);
  }
  /// Five durations: NAME.base, .p50, .p90, .p99 and .max.
  template <class Field>
  void quantiles(const std::string& name, Field field, const std::string& help) {
    const Duration most = hours(1);
    duration(
        name + ".base", [=](auto& s) -> auto& { return field(s).base; }, {}, most,
        help + ": the least");
    duration(
        name + ".p50", [=](auto& s) -> auto& { return field(s).p50; }, {}, most,
        help + ": the median");
    duration(
        name + ".p90", [=](auto& s) -> auto& { return field(s).p90; }, {}, most,
        help + ": 9 of 10 are below");
    duration(
        name + ".p99", [=](auto& s) -> auto& { return field(s).p99; }, {}, most,
        help + ": 99 of 100 are below");
    duration(
        name + ".max", [=](auto& s) -> auto& { return field(s).max; }, {}, most,
        help + ": the most");
  }

  /// What the key before needs to do anything: of a choice, each word but the sound one.
  void needs(const Need& need) {
    Key& key = keys_.back();
    if (key.choices.empty()) key.needs = &need;
    for (std::size_t i = 1; i < key.choices.size(); ++i) key.choices[i].needs = &need;
  }

  std::vector<Key> take() { return std::move(keys_); }

 private:
  template <class Field>
  void add(std::string name, KeyType type, Field field, std::int64_t least, std::int64_t most,
           std::string unit, std::string help) {
    Key key;
    key.name = std::move(name);
    key.type = type;
    key.least = least;
    key.most = most;
    key.unit = std::move(unit);
    key.help = std::move(help);
    key.get = [field](const Scenario& s) { return to_raw(field(s)); };
    key.set = [field](Scenario& s, std::int64_t raw) { from_raw(field(s), raw); };
    keys_.push_back(std::move(key));
  }

  std::vector<Key> keys_;
};

// Each part of the table stands beside what it is about.
void add_topology_keys(KeyList& list);
void add_link_keys(KeyList& list);
void add_protocol_keys(KeyList& list);
void add_delivery_keys(KeyList& list);
void add_group_keys(KeyList& list);
void add_numbering_keys(KeyList& list);
void add_storm_keys(KeyList& list);
void add_fuzz_keys(KeyList& list);

/// The whole table, in the order of `imstorm keys`.
const std::vector<Key>& all_keys();

/// The key of that name, or null. A protocol key may be named without "protocol.".
const Key* find_key(std::string_view name);

}  // namespace imstorm
