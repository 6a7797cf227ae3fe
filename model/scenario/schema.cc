#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "model/scenario/key.h"
#include "model/scenario/keys.h"
#include "model/scenario/presets.h"

namespace imstorm {
namespace {

using Json = nlohmann::ordered_json;

const char* const kDuration = "^[+-]?([0-9_]+([.][0-9]+)?(ns|us|ms|s|m|h|d))+$";
const char* const kName = "^[A-Za-z0-9_-]+$";

Json text_like(const char* pattern) { return {{"type", "string"}, {"pattern", pattern}}; }

Json duration_schema() { return {{"anyOf", {text_like(kDuration), {{"const", 0}}}}}; }

Json ratio_schema() {
  return {{"anyOf",
           {{{"type", "number"}, {"minimum", 0}, {"maximum", 1}},
            text_like("^([0-9]+([.][0-9]+)?%|0([.][0-9]+)?|1([.]0+)?)$")}}};
}

Json count_schema(std::int64_t least, std::int64_t most) {
  return {{"anyOf",
           {{{"type", "integer"}, {"minimum", least}, {"maximum", most}},
            text_like("^[+-]?([0-9_]+[kM]?|0x[0-9a-fA-F]+)$")}}};
}

Json list_of(Json items, int least = 0) {
  return {{"type", "array"}, {"items", std::move(items)}, {"minItems", least}};
}

Json words_schema(const std::vector<ChoiceText>& choices) {
  Json words = Json::array();
  for (const ChoiceText& choice : choices) words.push_back(std::string(choice.text));
  return {{"enum", words}};
}

Json table(Json properties, std::vector<std::string> required = {}) {
  Json schema = {
      {"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
  if (!required.empty()) schema["required"] = required;
  return schema;
}

Json key_schema(const Key& key, const Scenario& defaults) {
  Json schema;
  switch (key.type) {
    case KeyType::Count:
      schema = count_schema(key.least, key.most);
      break;
    case KeyType::Seed:
      schema = {{"type", {"integer", "string"}}};
      break;
    case KeyType::Duration:
      schema = duration_schema();
      break;
    case KeyType::Ratio:
      schema = ratio_schema();
      break;
    case KeyType::Flag:
      schema = {{"type", "boolean"}};
      break;
    case KeyType::Choice:
      schema = words_schema(key.choices);
      break;
  }
  schema["description"] = key.help;
  schema["default"] = value_text(key, key.get(defaults));
  return schema;
}

/// Adds a key at its path, with a table for each part of it.
void add_key(Json& properties, std::string path, Json schema) {
  Json* at = &properties;
  for (std::size_t dot = path.find('.'); dot != std::string::npos; dot = path.find('.')) {
    Json& part = (*at)[path.substr(0, dot)];
    if (part.is_null()) part = table(Json::object());
    at = &part["properties"];
    path.erase(0, dot + 1);
  }
  (*at)[path] = std::move(schema);
}

/// A table of five quantiles may also be one duration.
void allow_one_duration(Json& properties) {
  for (auto& [name, schema] : properties.items()) {
    const auto inner = schema.find("properties");
    if (inner == schema.end()) continue;
    if (inner->contains("p50")) {
      Json five = schema;
      schema = {{"anyOf", {duration_schema(), std::move(five)}}};
    } else {
      allow_one_duration(*inner);
    }
  }
}

Json users_schema() {
  const Json devices = {
      {"anyOf",
       {list_of(text_like(kName), 1), {{"type", "integer"}, {"minimum", 1}, {"maximum", 64}}}}};
  Json user = devices;
  user["anyOf"].push_back(table({{"devices", devices},
                                 {"count", count_schema(1, 1'000'000)},
                                 {"link", words_schema(link_preset_words())},
                                 {"clock_skew", duration_schema()},
                                 {"gateways", list_of({{"type", "string"}})}}));
  return {{"type", "object"},
          {"description", "who there is, each with devices"},
          {"propertyNames", {{"pattern", kName}}},
          {"additionalProperties", std::move(user)}};
}

Json sends_schema() {
  const Json text = {{"type", "string"}};
  return list_of(table({{"from", text},
                        {"to", text},
                        {"at", duration_schema()},
                        {"name", text_like(kName)},
                        {"bytes", count_schema(1, 10'000'000)},
                        {"reply_to", text},
                        {"after", duration_schema()},
                        {"take_back", duration_schema()},
                        {"count", count_schema(1, 100'000)},
                        {"every", duration_schema()}},
                       {"from", "to"}));
}

Json traffic_schema() {
  return list_of(table({{"in", {{"type", "string"}}},
                        {"messages", count_schema(1, 10'000'000)},
                        {"from", duration_schema()},
                        {"every", duration_schema()},
                        {"burst", count_schema(1, 1'000)},
                        {"reply", ratio_schema()},
                        {"bytes", count_schema(1, 10'000'000)}},
                       {"in", "messages"}));
}

Json signals_schema() {
  const Json text = {{"type", "string"}};
  return list_of(table({{"from", text},
                        {"to", text},
                        {"at", duration_schema()},
                        {"name", text_like(kName)},
                        {"count", count_schema(1, 100'000)},
                        {"every", duration_schema()}},
                       {"from", "to"}));
}

Json signal_traffic_schema() {
  return list_of(table({{"in", {{"type", "string"}}},
                        {"signals", count_schema(1, 10'000'000)},
                        {"from", duration_schema()},
                        {"every", duration_schema()},
                        {"burst", count_schema(1, 1'000)},
                        {"unicast", ratio_schema()}},
                       {"in", "signals"}));
}

Json members_schema() {
  const Json text = {{"type", "string"}};
  return list_of(table({{"join", text},
                        {"leave", text},
                        {"kick", text},
                        {"in", text},
                        {"by", text},
                        {"at", duration_schema()}},
                       {"in"}));
}

Json churn_schema() {
  return list_of(table({{"in", {{"type", "string"}}},
                        {"who", {{"type", "string"}}},
                        {"changes", count_schema(1, 100'000)},
                        {"from", duration_schema()},
                        {"every", duration_schema()},
                        {"kicks", ratio_schema()}},
                       {"in", "changes"}));
}

}  // namespace

std::string json_schema() {
  const Scenario defaults;
  Json properties = Json::object();
  properties["title"] = {{"type", "string"}};
  for (const Key& key : all_keys()) add_key(properties, key.name, key_schema(key, defaults));
  allow_one_duration(properties);
  properties["users"] = users_schema();
  properties["conversations"] = {{"type", "object"},
                                 {"description", "each with its members; * stands for any letters"},
                                 {"propertyNames", {{"pattern", kName}}},
                                 {"additionalProperties", list_of({{"type", "string"}}, 1)}};
  properties["send"] = sends_schema();
  properties["traffic"] = traffic_schema();
  properties["signal"] = signals_schema();
  properties["signal_traffic"] = signal_traffic_schema();
  properties["member"] = members_schema();
  properties["churn"] = churn_schema();
  const Json sentences = list_of({{"type", "string"}});
  properties["faults"] = {
      {"anyOf", {sentences, table({{"list", sentences}, {"answers", sentences}}, {})}}};
  properties["expect"] = {
      {"type", "object"},
      {"description", "the verdict of the run, or of single laws"},
      {"properties", {{"may_break", list_of({{"type", "string"}})}}},
      {"additionalProperties", {{"enum", {"holds", "broken", "undecided", "vacuous"}}}}};
  properties["replay"] = table({{"origin", {{"type", "string"}}},
                                {"signature", {{"type", "string"}}},
                                {"digest", text_like("^[0-9a-f]{16}$")},
                                {"events", count_schema(1, 0xffffffff)},
                                {"stride", count_schema(1, 0xffffffff)},
                                {"marks", sentences}},
                               {"digest", "events"});
  properties["replay"]["description"] = "of a case: what its run is compared with";
  Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                 {"title", "imstorm scenario"}};
  schema.update(table(std::move(properties), {"users"}));
  return schema.dump(2) + "\n";
}

}  // namespace imstorm
