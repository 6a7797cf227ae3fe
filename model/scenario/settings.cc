#include "model/scenario/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/program_options.hpp>
#include <iterator>
#include <set>

#include "model/scenario/key.h"
#include "model/scenario/nearest.h"
#include "model/scenario/parse.h"
#include "model/scenario/presets.h"
#include "model/scenario/text.h"

namespace imstorm {
namespace {

namespace po = boost::program_options;

constexpr const char* kQuantiles[] = {"base", "p50", "p90", "p99", "max"};

/// Program_options' view of one key: it types the value, knows the default and writes the result.
class KeyValue : public po::value_semantic {
 public:
  KeyValue(const Key& key, Scenario& scenario) : key_(key), scenario_(scenario) {}
  std::string name() const override { return std::string(type_name(key_.type)); }
  unsigned min_tokens() const override { return 1; }
  unsigned max_tokens() const override { return 1; }
  bool is_composing() const override { return false; }
  bool is_required() const override { return false; }
  void parse(boost::any& store, const std::vector<std::string>& tokens, bool) const override {
    store = std::get<std::int64_t>(read_value(key_, tokens.at(0)));
  }
  bool apply_default(boost::any& store) const override {
    store = key_.get(scenario_);
    return true;
  }
  void notify(const boost::any& value) const override {
    key_.set(scenario_, boost::any_cast<std::int64_t>(value));
  }

 private:
  const Key& key_;
  Scenario& scenario_;
};

std::string leaf_of(const std::string& path) {
  const std::size_t dot = path.rfind('.');
  return dot == std::string::npos ? path : path.substr(dot + 1);
}

std::string parent_of(const std::string& path) {
  const std::size_t dot = path.rfind('.');
  return dot == std::string::npos ? "" : path.substr(0, dot);
}

bool begins(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

bool is_group(const std::string& path) {
  for (const Key& key : all_keys()) {
    if (begins(key.name, path + ".")) return true;
  }
  return false;
}

bool is_quantiles(const std::string& path) { return find_key(path + ".p50") != nullptr; }

const Key* exact_key(const std::string& path) {
  const Key* key = find_key(path);
  return key != nullptr && key->name == path ? key : nullptr;
}

/// The names that may stand directly below `path`.
std::vector<std::string> names_below(const std::string& path) {
  const std::string prefix = path.empty() ? "" : path + ".";
  std::set<std::string> names;
  for (const Key& key : all_keys()) {
    if (!begins(key.name, prefix)) continue;
    const std::string rest = key.name.substr(prefix.size());
    names.insert(rest.substr(0, rest.find('.')));
  }
  return {names.begin(), names.end()};
}

/// For a word in the wrong table: the whole names of the keys that end in it.
std::vector<std::string> keys_called(const std::string& leaf) {
  std::vector<std::string> names;
  for (const Key& key : all_keys()) {
    if (leaf_of(key.name) == leaf) names.push_back(key.name);
  }
  return names;
}

constexpr std::string_view kVariablePrefix = "IMSTORM_";

std::string variable_of(std::string_view key) {
  std::string name(kVariablePrefix);
  for (const char c : key) {
    const bool lower = c >= 'a' && c <= 'z';
    name += lower ? static_cast<char>(c - 'a' + 'A') : c == '.' || c == '-' ? '_' : c;
  }
  return name;
}

std::string without_protocol(const std::string& key) {
  constexpr std::string_view prefix = "protocol.";
  return begins(key, prefix) ? key.substr(prefix.size()) : key;
}

}  // namespace

void Settings::complain(const Said& said, const std::string& text, const std::string& note) {
  if (said.where.empty()) {
    diagnostics_.error(said.place, text, note);
  } else {
    diagnostics_.error_at(said.where, text, note);
  }
}

void Settings::accept(Layer& layer, const std::string& path, const std::string& name, Said said) {
  const bool five = find_key(path) == nullptr && is_quantiles(path);
  const Key* key = find_key(five ? path + ".p50" : path);
  const auto value = read_value(*key, said.text);
  if (const auto* wrong = std::get_if<std::string>(&value)) {
    const std::string cure =
        key->type == KeyType::Choice ? did_you_mean(said.text, choice_words(*key)) : "";
    complain(said, name + " " + *wrong, cure);
    return;
  }
  if (!five) {
    said.key = key->name;
    layer.push_back(std::move(said));
    return;
  }
  for (const char* part : kQuantiles) {
    said.key = find_key(path + "." + part)->name;
    layer.push_back(said);
  }
}

void Settings::read_file(const Value::Entry& entry) { read_value_of(entry.key, entry); }

void Settings::read_value_of(const std::string& path, const Value::Entry& entry) {
  const Value& value = entry.value;
  if (value.is_scalar() && (exact_key(path) != nullptr || is_quantiles(path))) {
    accept(file_, path, leaf_of(path), {"", value.text, value.place, ""});
  } else if (const Key* key = exact_key(path)) {
    diagnostics_.error(value.place, fmt::format("{} must be {}, found {}", entry.key,
                                                what_it_is(key->type), describe_kind(value)));
  } else if (!is_group(path)) {
    unknown_key(path, entry);
  } else if (!value.is_table()) {
    diagnostics_.error(value.place,
                       fmt::format("{} must be a table, found {}", path, describe_kind(value)));
  } else {
    for (const Value::Entry& child : value.entries) read_value_of(path + "." + child.key, child);
  }
}

void Settings::unknown_key(const std::string& path, const Value::Entry& entry) {
  const std::string parent = parent_of(path);
  std::string note = did_you_mean(entry.key, names_below(parent));
  if (note.empty()) {
    const auto elsewhere = keys_called(entry.key);
    if (!elsewhere.empty()) note = "there is " + elsewhere.front();
  }
  diagnostics_.error(entry.place, fmt::format("unknown key '{}' in [{}]", entry.key, parent), note);
}

bool is_other_part(std::string_view name) {
  return std::find(std::begin(kOtherParts), std::end(kOtherParts), name) != std::end(kOtherParts);
}

void Settings::read_set(const char* flag, const std::string& set) {
  const std::string where = fmt::format("{} {}", flag, set);
  const std::size_t equals = set.find('=');
  if (equals == std::string::npos) {
    diagnostics_.error_at(where, "must be key=value");
    return;
  }
  const std::string name = set.substr(0, equals);
  if (find_key(name) != nullptr || is_quantiles(name)) {
    accept(set_, name, name, {"", set.substr(equals + 1), {}, where});
    return;
  }
  const std::string part = name.substr(0, name.find('.'));
  if (is_other_part(part)) {
    diagnostics_.error_at(where, fmt::format("'{}' is no setting: it is a part of the file", part),
                          "change the file, or a copy of it");
    return;
  }
  std::vector<std::string> names;
  for (const Key& key : all_keys()) {
    names.push_back(key.name);
    names.push_back(without_protocol(key.name));
    if (!begins(names.back(), name + ".")) continue;
    diagnostics_.error_at(where, fmt::format("'{}' is a table", name),
                          fmt::format("name a key of it, such as {}", names.back()));
    return;
  }
  diagnostics_.error_at(where, fmt::format("unknown key '{}'", name), did_you_mean(name, names));
}

void Settings::read_variable(const std::string& name, const std::string& text) {
  const std::string where = "environment " + name;
  std::vector<std::string> names;
  for (const Key& key : all_keys()) {
    for (const std::string& called : {key.name, without_protocol(key.name)}) {
      names.push_back(variable_of(called));
      if (names.back() != name) continue;
      accept(environment_, key.name, called, {"", text, {}, where});
      return;
    }
  }
  diagnostics_.warning_at(where, "no key is called that", did_you_mean(name, names));
}

void Settings::read_overrides(const Overrides& overrides) {
  for (const std::string& set : overrides.sets) read_set("--set", set);
  for (const std::string& with : overrides.with) read_set("--with", with);
  for (const auto& [name, text] : overrides.environment) {
    if (begins(name, kVariablePrefix)) read_variable(name, text);
  }
}

const Settings::Said* Settings::find(std::string_view key) const {
  for (const Layer* layer : {&set_, &environment_, &file_}) {
    for (auto said = layer->rbegin(); said != layer->rend(); ++said) {
      if (said->key == key) return &*said;
    }
  }
  return nullptr;
}

Place Settings::place_of(std::string_view key) const {
  const Said* said = find(key);
  return said != nullptr ? said->place : Place{};
}

/// Program_options keeps what was stored first, so the layers go in by precedence.
void Settings::settle(Scenario& scenario) {
  po::options_description table;
  for (const Key& key : all_keys()) {
    table.add_options()(key.name.c_str(), new KeyValue(key, scenario), key.help.c_str());
  }
  po::variables_map settled;
  for (const Layer* layer : {&set_, &environment_, &file_}) {
    po::parsed_options said(&table);
    for (const Said& one : *layer) {
      said.options.emplace_back(one.key, std::vector<std::string>{one.text});
    }
    po::store(said, settled);
  }
  po::notify(settled);
}

std::vector<std::pair<std::string, std::string>> effective_config(const Scenario& scenario) {
  std::vector<std::pair<std::string, std::string>> config;
  for (const Key& key : all_keys()) {
    config.emplace_back(key.name, value_text(key, key.get(scenario)));
  }
  return config;
}

void Settings::apply(Scenario& scenario) {
  const auto choice = [this](const char* name) -> std::int64_t {
    const Said* said = find(name);
    return said != nullptr ? std::get<std::int64_t>(read_value(*find_key(name), said->text)) : 0;
  };
  scenario.topology.edge = link_preset(static_cast<LinkPreset>(choice("link.edge.preset")));
  scenario.storm = storm_profile(static_cast<StormProfile>(choice("storm.profile")));
  for (const Layer* layer : {&set_, &environment_, &file_}) {
    for (const Said& said : *layer) scenario.storm.on |= begins(said.key, "storm.");
  }
  settle(scenario);
  scenario.config = effective_config(scenario);
  check_quantiles(scenario);
  check_storm(scenario);
}

void Settings::complain_about(const std::vector<std::string>& keys, const std::string& text,
                              const std::string& note) {
  for (const std::string& key : keys) {
    if (const Said* said = find(key)) {
      complain(*said, text, note);
      return;
    }
  }
  diagnostics_.error({}, text, note);
}

void Settings::check_quantiles(const Scenario& scenario) {
  for (const Key& key : all_keys()) {
    const std::string group = parent_of(key.name);
    if (leaf_of(key.name) != "p50" || key.type != KeyType::Duration) continue;
    for (std::size_t i = 1; i < std::size(kQuantiles); ++i) {
      const std::string below = group + "." + kQuantiles[i - 1];
      const std::string above = group + "." + kQuantiles[i];
      const Duration low{find_key(below)->get(scenario)};
      const Duration high{find_key(above)->get(scenario)};
      if (low <= high) continue;
      complain_about({above, below},
                     fmt::format("{} of {} is {}, below its {} of {}", kQuantiles[i], group,
                                 to_text(high), kQuantiles[i - 1], to_text(low)),
                     fmt::format("base <= p50 <= p90 <= p99 <= max; {} = \"{}\" sets all five",
                                 leaf_of(group), to_text(low)));
      break;
    }
  }
}

void Settings::check_storm(const Scenario& scenario) {
  for (const Key& key : all_keys()) {
    const bool in_range = begins(key.name, "storm.") || begins(key.name, "fuzz.");
    if (!in_range || leaf_of(key.name) != "most") continue;
    const std::string group = parent_of(key.name);
    const std::int64_t least = find_key(group + ".least")->get(scenario);
    const std::int64_t most = key.get(scenario);
    if (least <= most) continue;
    complain_about({key.name, group + ".least"},
                   fmt::format("most of {} is {}, below its least of {}", group,
                               value_text(key, most), value_text(key, least)));
  }
  const Limits& limits = scenario.limits;
  if (scenario.storm.on && scenario.storm.length > limits.settle_max) {
    complain_about({"limits.settle_max", "storm.length"},
                   fmt::format("the storm lasts {}, longer than the {} of limits.settle_max that "
                               "are left to settle after it",
                               to_text(scenario.storm.length), to_text(limits.settle_max)));
  }
}

}  // namespace imstorm
