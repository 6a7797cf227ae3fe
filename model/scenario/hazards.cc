#include "model/scenario/hazards.h"

#include <algorithm>
#include <string_view>

#include "model/scenario/hazard_search.h"
#include "model/scenario/key.h"
#include "model/scenario/keys.h"

namespace imstorm {
namespace {

constexpr std::string_view kProtocol = "protocol.";
constexpr std::string_view kRouting = "protocol.route.";

/// Axes whose unsound values say something before it is durable.
constexpr std::string_view kPromises[] = {
    "ack.sender",  "ack.when",      "store.commit",   "store.cache", "store.replicate",
    "dedup.write", "outbox.remove", "consume.commit", "seq.source",  "pull.cursor"};

bool promises(std::string_view axis) {
  return std::find(std::begin(kPromises), std::end(kPromises), axis) != std::end(kPromises);
}

/// What stands behind `word` in `text`, or nothing.
std::string behind(std::string_view text, std::string_view word) {
  const std::size_t at = text.find(word);
  return at == std::string_view::npos ? "" : std::string(text.substr(at + word.size()));
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::vector<std::string_view> parts_of(std::string_view text, char between) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(between), text.size());
    parts.push_back(trimmed(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

/// "a-law, another-law, without X" names two laws.
std::vector<std::string> laws_in(std::string_view breaks) {
  std::vector<std::string> laws;
  for (const std::string_view law : parts_of(breaks.substr(0, breaks.find("without ")), ',')) {
    // A clause says where it breaks: "with consume.phases = one".
    if (!law.empty() && law.find(' ') == law.npos) laws.emplace_back(law);
  }
  return laws;
}

/// "a-law, with consume.phases = one and deliver.mode = push-prev": is that so? Without such a
/// clause it is not: then it breaks wherever nothing repairs it.
bool breaks_with(std::string_view breaks, const Scenario& scenario) {
  constexpr std::string_view kWith = ", with ", kAnd = " and ", kIs = " = ";
  const std::size_t at = breaks.find(kWith);
  if (at == std::string_view::npos) return false;
  std::string_view rest = breaks.substr(at + kWith.size());
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(kAnd), rest.size());
    const std::string_view condition = rest.substr(0, end);
    const std::size_t equals = condition.find(kIs);
    const Key* key = find_key(condition.substr(0, equals));
    if (key == nullptr || equals == std::string_view::npos) return false;
    if (value_text(*key, key->get(scenario)) != condition.substr(equals + kIs.size())) return false;
    rest.remove_prefix(std::min(end + kAnd.size(), rest.size()));
  }
  return true;
}

/// What a choice is, without what may repair it: that is said of what is there.
std::string_view without_masks(std::string_view help) {
  const std::size_t at = help.find("masked by ");
  if (at == std::string_view::npos) return help;
  help = help.substr(0, at);
  while (!help.empty() && (help.back() == ' ' || help.back() == ';' || help.back() == ':')) {
    help.remove_suffix(1);
  }
  return help;
}

/// Is the mechanism of this axis there? A time of 0 is none; a choice that is unsound repairs
/// nothing, nor does another one than the first where only that one repairs.
bool is_there(const Key& key, const Scenario& scenario) {
  const std::int64_t value = key.get(scenario);
  if (key.type != KeyType::Choice) return value != 0;
  const auto sound = [](const ChoiceText& choice) { return choice.breaks.empty(); };
  const bool all = std::all_of(key.choices.begin(), key.choices.end(), sound);
  return all ? value == 0 : sound(key.choices[static_cast<std::size_t>(value)]);
}

/// Of what repairs a choice ("notify.repeat and session.sync", "session.sync, which ..."), what is
/// there. "a or b": both are needed. Nothing if that is not enough; a mechanism without an axis is
/// always there.
std::string repairs_in(const std::string& masked, const Scenario& scenario) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz._";
  std::string found;
  bool any = false, missing = false;
  for (std::size_t at = 0; at < masked.size();) {
    const std::size_t end = std::min(masked.find_first_not_of(letters, at), masked.size());
    const std::string word = masked.substr(at, end - at);
    at = end + 1;
    const Key* key = word.find('.') == std::string::npos ? nullptr : find_key(word);
    if (key == nullptr) continue;
    any = true;
    if (is_there(*key, scenario)) {
      found += (found.empty() ? "" : " and ") + word;
    } else {
      missing = true;
    }
  }
  if (!any) return masked;
  const bool needs_all = masked.find(" or ") != std::string::npos;
  return needs_all && missing ? "" : found;
}

/// The choice that a key makes in this scenario, if it is known to be unsound or only masked: for
/// each of "some-laws, without X; other-laws" a hazard.
void judge_choice(const Key& key, const Scenario& scenario, std::vector<Hazard>& hazards) {
  const ChoiceText& chosen = key.choices[static_cast<std::size_t>(key.get(scenario))];
  const std::string masked_at_all = behind(chosen.help, "masked by ");
  if (chosen.breaks.empty() && masked_at_all.empty()) return;
  if (unmet_need(key, scenario) != nullptr) return;
  const std::string axis = key.name.substr(kProtocol.size());
  std::vector<std::string_view> parts = parts_of(chosen.breaks, ';');
  if (parts.empty()) parts.emplace_back();
  for (const std::string_view breaks : parts) {
    std::string masked = behind(breaks, "without ");
    if (masked.empty()) masked = masked_at_all;
    Hazard hazard;
    hazard.kind = promises(axis) ? Hazard::Kind::EarlyPromise : Hazard::Kind::UnsoundChoice;
    hazard.what = key.help + ": " + std::string(without_masks(chosen.help));
    hazard.laws = laws_in(breaks);
    if (!breaks_with(breaks, scenario)) hazard.masked_by = repairs_in(masked, scenario);
    hazard.choice = axis + " = " + std::string(chosen.text);
    hazard.cure = axis + " = " + std::string(key.choices.front().text);
    hazards.push_back(std::move(hazard));
  }
}

void note_where_seen(std::vector<Hazard>& hazards) {
  for (const PolicyRow& row : policies()) {
    const std::string choice = row.axis + " = " + row.value;
    for (Hazard& hazard : hazards) {
      if (hazard.choice == choice) hazard.seen = row.seen;
    }
  }
}

}  // namespace

std::vector<Hazard> hazards_of(const Scenario& scenario) {
  std::vector<Hazard> hazards;
  find_parallel_paths(scenario, hazards);
  find_moving_keys(scenario, hazards);
  find_single_points(scenario, hazards);
  for (const Key& key : all_keys()) {
    // What routing can do is found on the paths, more exactly.
    if (key.type != KeyType::Choice || !key.name.starts_with(kProtocol) ||
        key.name.starts_with(kRouting)) {
      continue;
    }
    judge_choice(key, scenario, hazards);
  }
  note_where_seen(hazards);
  std::stable_sort(hazards.begin(), hazards.end(),
                   [](const Hazard& a, const Hazard& b) { return a.kind < b.kind; });
  return hazards;
}

}  // namespace imstorm
