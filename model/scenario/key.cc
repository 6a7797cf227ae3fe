#include "model/scenario/key.h"

#include <fmt/format.h>

#include "model/scenario/text.h"

namespace imstorm {

std::string_view what_it_is(KeyType type) {
  switch (type) {
    case KeyType::Count:
      return "a whole number";
    case KeyType::Seed:
      return "a number of 64 bits, such as 7 or 0x1f";
    case KeyType::Duration:
      return "a duration such as 200ms, 30s or 1h30m";
    case KeyType::Ratio:
      return "a share such as 1% or 0.01";
    case KeyType::Flag:
      return "true or false";
    case KeyType::Choice:
      break;
  }
  return "a word";
}

namespace {

std::optional<std::int64_t> read_number(KeyType type, std::string_view text) {
  switch (type) {
    case KeyType::Count:
      return read_count(text);
    case KeyType::Ratio:
      return read_ppm(text);
    case KeyType::Duration:
      if (const auto duration = read_duration(text)) return duration->ns;
      return {};
    case KeyType::Seed:
      if (const auto seed = read_seed(text)) return static_cast<std::int64_t>(*seed);
      return {};
    case KeyType::Flag:
      if (text == "true" || text == "false") return text == "true" ? 1 : 0;
      return {};
    case KeyType::Choice:
      break;
  }
  return {};
}

/// As the message for a wrong value says it; a ratio's bounds are plain numbers.
std::string bound_text(const Key& key, std::int64_t bound) {
  if (key.type == KeyType::Ratio) return bound == 0 ? "0" : "1";
  return value_text(key, bound);
}

}  // namespace

std::variant<std::int64_t, std::string> read_value(const Key& key, std::string_view text) {
  if (key.type == KeyType::Choice) {
    for (std::size_t i = 0; i < key.choices.size(); ++i) {
      if (key.choices[i].text == text) return static_cast<std::int64_t>(i);
    }
    return fmt::format("must be one of {}, found '{}'", fmt::join(choice_words(key), ", "), text);
  }
  const auto value = read_number(key.type, text);
  if (!value) return fmt::format("must be {}, found '{}'", what_it_is(key.type), text);
  if (key.type == KeyType::Seed) return *value;
  if (*value < key.least || *value > key.most) {
    return fmt::format("must be between {} and {}, found {}", bound_text(key, key.least),
                       bound_text(key, key.most), text);
  }
  return *value;
}

std::string value_text(const Key& key, std::int64_t value) {
  switch (key.type) {
    case KeyType::Count:
      return fmt::format("{}", value);
    case KeyType::Seed:
      return fmt::format("{}", static_cast<std::uint64_t>(value));
    case KeyType::Duration:
      return to_text(Duration{value});
    case KeyType::Ratio:
      return to_text(Ratio{static_cast<std::uint32_t>(value)});
    case KeyType::Flag:
      return value != 0 ? "true" : "false";
    case KeyType::Choice:
      break;
  }
  return std::string(key.choices.at(static_cast<std::size_t>(value)).text);
}

const Need* unmet_need(const Key& key, const Scenario& scenario) {
  const bool choice = key.type == KeyType::Choice;
  const Need* need =
      choice ? key.choices[static_cast<std::size_t>(key.get(scenario))].needs : key.needs;
  return need != nullptr && !need->met(scenario) ? need : nullptr;
}

std::string_view type_name(KeyType type) {
  switch (type) {
    case KeyType::Count:
      return "count";
    case KeyType::Seed:
      return "seed";
    case KeyType::Duration:
      return "duration";
    case KeyType::Ratio:
      return "ratio";
    case KeyType::Flag:
      return "flag";
    case KeyType::Choice:
      break;
  }
  return "choice";
}

std::string range_text(const Key& key) {
  switch (key.type) {
    case KeyType::Count:
    case KeyType::Duration:
    case KeyType::Ratio:
      return fmt::format("{} to {}", value_text(key, key.least), value_text(key, key.most));
    case KeyType::Seed:
      return "0 to 2^64 - 1";
    case KeyType::Flag:
      return "true, false";
    case KeyType::Choice:
      break;
  }
  return fmt::format("{}", fmt::join(choice_words(key), ", "));
}

std::vector<std::string> choice_words(const Key& key) {
  std::vector<std::string> words;
  for (const ChoiceText& choice : key.choices) words.emplace_back(choice.text);
  return words;
}

const std::vector<Key>& all_keys() {
  static const std::vector<Key> keys = [] {
    KeyList list;
    list.seed(
        "seed", [](auto& s) -> auto& { return s.seed; },
        "where all chance comes from; the same seed is the same run");
    list.choice("decisions", [](auto& s) -> auto& { return s.decisions; },
                "who answers what is left to chance",
                {{"by-seed", "the seed", ""},
                 {"harmless", "nobody: only what is spelled out goes wrong (as in a case)", ""}});
    list.duration(
        "duration", [](auto& s) -> auto& { return s.duration; }, {}, hours(24 * 365),
        "the first phase lasts at least this long, in simulated time");
    add_topology_keys(list);
    add_link_keys(list);
    add_protocol_keys(list);
    add_numbering_keys(list);
    add_delivery_keys(list);
    add_group_keys(list);
    add_storm_keys(list);
    add_fuzz_keys(list);
    list.flag(
        "permits.failover", [](auto& s) -> auto& { return s.permits.failover; },
        "no finding: what a failover to a replica that is behind loses, and no device is left to "
        "submit again");
    list.flag(
        "permits.disks", [](auto& s) -> auto& { return s.permits.disks; },
        "no finding: what stores lose with their disks, and no device is left to submit again");
    list.flag(
        "permits.absence", [](auto& s) -> auto& { return s.permits.absence; },
        "no finding: what a device misses that was away for longer than ack.retain");
    list.duration(
        "limits.signal_within", [](auto& s) -> auto& { return s.limits.signal_within; },
        milliseconds(1), hours(1), "a signal arrives within this, while no fault touches its path");
    list.duration(
        "limits.settle_max", [](auto& s) -> auto& { return s.limits.settle_max; }, seconds(1),
        hours(24 * 365),
        "simulated time to settle after healing, before the run is called restless");
    list.count(
        "limits.events_max", [](auto& s) -> auto& { return s.limits.events_max; }, 1,
        std::int64_t{1} << 40, "events", "a run is cut short after this many kernel events");
    return list.take();
  }();
  return keys;
}

const Key* find_key(std::string_view name) {
  for (const Key& key : all_keys()) {
    if (key.name == name) return &key;
  }
  const std::string in_protocol = "protocol." + std::string(name);
  for (const Key& key : all_keys()) {
    if (key.name == in_protocol) return &key;
  }
  return nullptr;
}

}  // namespace imstorm
