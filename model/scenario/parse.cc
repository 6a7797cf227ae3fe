#include "model/scenario/parse.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "model/scenario/members.h"
#include "model/scenario/nearest.h"
#include "model/scenario/reading.h"
#include "model/scenario/settings.h"

namespace imstorm {
namespace {

/// A file longer than this is not a scenario.
constexpr std::size_t kBytesMax = 8'000'000;

const std::vector<std::string> kScalarParts = {"seed",    "decisions", "duration", "topology",
                                               "link",    "protocol",  "storm",    "limits",
                                               "permits", "fuzz"};

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void read_settings(const Value& document, Settings& settings, Diagnostics& problems) {
  for (const Value::Entry& entry : document.entries) {
    if (contains(kScalarParts, entry.key)) {
      settings.read_file(entry);
    } else if (!is_other_part(entry.key)) {
      std::vector<std::string> all = kScalarParts;
      all.insert(all.end(), std::begin(kOtherParts), std::end(kOtherParts));
      const char* what = entry.value.is_scalar() ? "key" : "table";
      problems.error(entry.place, fmt::format("unknown {} '{}'", what, entry.key),
                     did_you_mean(entry.key, all));
    }
  }
}

void read_title(const Value& document, Reading& reading) {
  const Value* title = document.find("title");
  if (title == nullptr) return;
  if (title->is_text()) {
    reading.scenario.title = title->text;
  } else {
    reading.diagnostics.error(title->place, "title must be a text, found " + describe_kind(*title));
  }
}

void read_parts(const Value& document, const std::vector<std::string>& laws, Reading& reading) {
  read_title(document, reading);
  if (const Value* users = document.find("users")) read_users(*users, reading);
  if (reading.scenario.users.empty() && document.find("users") == nullptr) {
    reading.diagnostics.error({}, "there are no users", "add [users] with alice = [\"phone\"]");
  }
  if (const Value* conversations = document.find("conversations")) {
    read_conversations(*conversations, reading);
  }
  MemberReader members(reading);
  if (const Value* changes = document.find("member")) members.read_members(*changes);
  if (const Value* churn = document.find("churn")) members.read_churn(*churn);
  if (const Value* sends = document.find("send")) read_sends(*sends, reading);
  members.add_to_sends();
  if (const Value* traffic = document.find("traffic")) read_traffic(*traffic, reading);
  if (const Value* signals = document.find("signal")) read_signals(*signals, reading);
  if (const Value* traffic = document.find("signal_traffic"))
    read_signal_traffic(*traffic, reading);
  check_signal_names(reading);
  if (const Value* faults = document.find("faults")) read_faults(*faults, reading);
  if (const Value* expect = document.find("expect")) read_expect(*expect, laws, reading);
  if (const Value* replay = document.find("replay")) read_replay(*replay, reading);
}

std::map<std::string, Place> count_places(const Settings& settings) {
  std::map<std::string, Place> places;
  for (const char* kind : {"gateway", "logic", "store"}) {
    places[kind] = settings.place_of(fmt::format("topology.{}.count", kind));
  }
  return places;
}

}  // namespace

ParseResult parse_scenario(std::string_view text, std::string_view file,
                           const Overrides& overrides) {
  Diagnostics problems(text, file);
  Scenario scenario;
  scenario.name = std::filesystem::path(std::string(file)).stem().string();
  const Value document = read_document(text, file, problems);
  const bool readable = problems.sorted().empty();
  Settings settings(problems);
  read_settings(document, settings, problems);
  settings.read_overrides(overrides);
  if (readable) {
    settings.apply(scenario);
    Reading reading{scenario, problems, {}, {}, {}, {}, {}, {}};
    read_parts(document, overrides.laws, reading);
    check_topology(count_places(settings), reading);
    settings.check_design(scenario);
    settings.warn_of_idle(scenario, overrides.campaign);
    const char* const parts[] = {"send", "traffic", "signal", "signal_traffic"};
    const bool silent = std::none_of(std::begin(parts), std::end(parts), [&](const char* part) {
      return document.find(part) != nullptr;
    });
    if (silent) {
      problems.warning({}, "nobody sends anything", "add [[send]] or [[traffic]]");
    }
  }
  ParseResult result;
  result.diagnostics = problems.sorted();
  if (!has_error(result.diagnostics)) result.scenario = std::move(scenario);
  return result;
}

ParseResult load_scenario(const std::string& path, const Overrides& overrides) {
  ParseResult result;
  std::error_code ignored;
  std::ifstream stream(path, std::ios::binary);
  if (!stream || std::filesystem::is_directory(path, ignored)) {
    result.file_found = false;
    const bool there = std::filesystem::exists(path, ignored);
    Diagnostic diagnostic;
    diagnostic.file = path;
    diagnostic.text = there ? "this file cannot be read" : "there is no such file";
    result.diagnostics.push_back(diagnostic);
    return result;
  }
  std::string text;
  std::istreambuf_iterator<char> at(stream);
  for (; at != std::istreambuf_iterator<char>() && text.size() <= kBytesMax; ++at) text += *at;
  if (text.size() > kBytesMax) {
    Diagnostic diagnostic;
    diagnostic.file = path;
    diagnostic.text = fmt::format("this file is longer than {} bytes", kBytesMax);
    result.diagnostics.push_back(diagnostic);
    return result;
  }
  return parse_scenario(text, path, overrides);
}

}  // namespace imstorm
